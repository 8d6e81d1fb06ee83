"""Flags of submissions as a page shows them, and those that reviewers set aside."""

from collections.abc import Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

SHOWN = text("""
    select g.code, g.details, a.display_name as dismissed_by, d.reason, d.at
    from submission_flag g
    join submission_version v on v.submission_id = g.submission_id and v.is_current
    left join flag_dismissal d on d.submission_id = g.submission_id and d.code = g.code
        and d.submission_version_id = v.id
    left join actor a on a.id = d.actor_id
    where g.submission_id = :id order by g.code
""")


def of_submission(session: Session, submission_id: int) -> Sequence[Row]:
    """(code, details, dismissed_by, reason, at) of every flag; the last three are null unless it is set aside."""
    return session.execute(SHOWN, {"id": submission_id}).all()


DISMISS = text("""
    insert into flag_dismissal (submission_id, code, workspace_id, submission_version_id, actor_id, reason)
    select g.submission_id, g.code, g.workspace_id, v.id, :actor_id, :reason
    from submission_flag g join submission_version v on v.submission_id = g.submission_id and v.is_current
    where g.submission_id = :id and g.code = :code
    on conflict (submission_id, code) do update set submission_version_id = excluded.submission_version_id,
        actor_id = excluded.actor_id, reason = excluded.reason, at = excluded.at
    returning code
""")


def dismiss(session: Session, submission_id: int, code: str, *, actor_id: int, reason: str) -> bool:
    """Set a flag aside for the answers as they are now; says whether the submission has this flag."""
    named = {"id": submission_id, "code": code, "actor_id": actor_id, "reason": reason}
    return session.execute(DISMISS, named).first() is not None


def raise_again(session: Session, submission_id: int, code: str) -> bool:
    """Take a dismissal back; says whether there was one."""
    gone = text("delete from flag_dismissal where submission_id = :id and code = :code returning code")
    return session.execute(gone, {"id": submission_id, "code": code}).first() is not None
