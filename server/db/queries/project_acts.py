"""Acts of officers on projects: what is there already, and lists of what waits for somebody."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from server.db.models import ProjectConsent, ProjectTransfer


def has_transfer(session: Session, workspace_id: int, project_id: UUID, bank_ref: str) -> bool:
    """Whether a transfer with this reference stands for the project."""
    row = select(ProjectTransfer.id).where(
        ProjectTransfer.workspace_id == workspace_id,
        ProjectTransfer.project_id == project_id,
        ProjectTransfer.bank_ref == bank_ref,
        ProjectTransfer.voided_at.is_(None),
    )
    return session.scalar(row.limit(1)) is not None


def put_consent(session: Session, key: Mapping[str, Any], report: Row, *, actor_id: int, at: dt.datetime) -> None:
    """The consent to what a report states, once; a report that states another total since is consented to anew."""
    said = {"disbursed": report.disbursed, "actor_id": actor_id, "at": at}
    row = upsert(ProjectConsent).values(submission_id=report.submission_id, **key, **said)
    session.execute(row.on_conflict_do_update(index_elements=["submission_id"], set_=said))


# A withdrawal: a report, not rejected, whose total is above that of the project's report before it.
WITHDRAWALS = text("""
    with stated as (
        select r.submission_id, r.project_id, r.disbursed, r.report_date, r.consent_ref, s.received_at,
               p.project_code, p.title, p.village_code, p.budget_approved, p.transferred,
               lag(r.disbursed, 1, 0::bigint) over (
                   partition by r.project_id order by r.report_date, s.received_at, s.instance_id collate "C") as before
        from progress_report r
        join submission s on s.id = r.submission_id and s.state <> 'rejected' and s.deleted_at is null
        join project p on p.workspace_id = r.workspace_id and p.id = r.project_id
        where r.workspace_id = :workspace_id and not r.be_year and r.report_date is not null
          and p.village_code >= :area_code and p.village_code < :area_code || '~'
          and (starts_with(p.village_code, s.phone_area) or s.area_accepted_by is not null))
    select w.*, c.at as consented_at, c.disbursed as consented_to
    from stated w left join project_consent c on c.submission_id = w.submission_id
    where w.disbursed > w.before and (:all or c.disbursed is distinct from w.disbursed)
    order by w.report_date, w.submission_id limit :most
""")


def withdrawals(
    session: Session, workspace_id: int, area_code: str, *, with_consented: bool = False, most: int = 500
) -> Sequence[Row]:
    """The withdrawals of an area that wait for the chief's consent, the oldest first; or all of them."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "all": with_consented, "most": most}
    return session.execute(WITHDRAWALS, asked).all()


BOOK = text("""
    select m.old_stage, m.new_stage, m.cause, m.at, a.display_name as who from project_move m
    join actor a on a.id = m.actor_id
    where m.workspace_id = :workspace_id and m.project_id = :id order by m.id
""")
TRANSFERS = text("""
    select t.id, t.paid_on, t.amount, t.bank_ref, t.account_last4, t.voided_at, t.void_reason, a.display_name as who
    from project_transfer t join actor a on a.id = t.actor_id
    where t.workspace_id = :workspace_id and t.project_id = :id order by t.paid_on, t.id
""")
DECISIONS = text("""
    select d.outcome, d.decided_on, d.order_no, d.budget_approved, d.reason, a.display_name as who, d.at
    from project_decision d join actor a on a.id = d.actor_id
    where d.workspace_id = :workspace_id and d.project_id = :id order by d.at, d.id
""")
SCREENINGS = text("""
    select x.submission_id, x.meeting_date, x.mission_group, x.strategy_link, x.from_plan, x.benefit, x.value,
           x.completeness, x.outcome, x.budget_recommended, x.rank, x.comments, s.state, a.display_name as who
    from project_screening x join actor a on a.id = x.actor_id left join submission s on s.id = x.submission_id
    where x.workspace_id = :workspace_id and x.project_id = :id order by x.recorded_at, x.id
""")
ACTS = text("""
    select x.kind, x.reason, x.refunded, x.at, a.display_name as who
    from project_act x join actor a on a.id = x.actor_id
    where x.workspace_id = :workspace_id and x.project_id = :id order by x.at, x.id
""")
KINDS = {"moves": BOOK, "screenings": SCREENINGS, "decisions": DECISIONS, "transfers": TRANSFERS, "acts": ACTS}


def history(session: Session, workspace_id: int, project_id: UUID) -> dict[str, Sequence[Row]]:
    """All that happened to a project, by kind, each in its order and with who did it."""
    asked = {"workspace_id": workspace_id, "id": project_id}
    return {kind: session.execute(statement, asked).all() for kind, statement in KINDS.items()}
