"""Acts of officers on projects: what is there already, and lists of what waits for somebody."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from server.db.models import ProjectConsent, ProjectTransfer


def references(session: Session, workspace_id: int, project_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """The bank's references of the transfers that stand, by project."""
    rows = select(ProjectTransfer.project_id, ProjectTransfer.bank_ref).where(
        ProjectTransfer.workspace_id == workspace_id,
        ProjectTransfer.project_id.in_(project_ids),
        ProjectTransfer.voided_at.is_(None),
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for project_id, reference in session.execute(rows):
        found[project_id].add(reference)
    return found


def put_consent(session: Session, key: Mapping[str, Any], report: Row, *, actor_id: int, at: dt.datetime) -> bool:
    """The consent to what a report states, once; a report that states another total since is consented to anew.

    Returns whether it is new.
    """
    said = {"disbursed": report.disbursed, "actor_id": actor_id, "at": at}
    row = upsert(ProjectConsent).values(submission_id=report.submission_id, **key, **said)
    is_other = ProjectConsent.disbursed != report.disbursed
    put = row.on_conflict_do_update(index_elements=["submission_id"], set_=said, where=is_other)
    return session.execute(put.returning(ProjectConsent.submission_id)).first() is not None


# A withdrawal: a report, not rejected, whose total is above that of the project's report before it.
WITHDRAWALS = text("""
    with stated as (
        select r.submission_id, r.project_id, r.disbursed, r.report_date, r.consent_ref, s.received_at,
               p.project_code, p.title, p.village_code, v.moo, v.name_th as village, p.budget_approved, p.transferred,
               lag(r.disbursed, 1, 0::bigint) over (
                   partition by r.project_id order by r.report_date, s.received_at, s.instance_id collate "C") as before
        from progress_report r
        join submission s on s.id = r.submission_id and s.state <> 'rejected' and s.deleted_at is null
        join project p on p.workspace_id = r.workspace_id and p.id = r.project_id
        left join village v on v.workspace_id = p.workspace_id and v.code = p.village_code
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
    select t.id, t.paid_on, t.amount, t.bank_ref, t.account_last4, a.display_name as who, t.at,
           t.voided_at, t.void_reason, v.display_name as voided_by
    from project_transfer t join actor a on a.id = t.actor_id left join actor v on v.id = t.voided_by
    where t.workspace_id = :workspace_id and t.project_id = :id order by t.paid_on, t.id
""")
DECISIONS = text("""
    select d.outcome, d.decided_on, d.order_no, d.budget_approved, d.reason, a.display_name as who, d.at
    from project_decision d join actor a on a.id = d.actor_id
    where d.workspace_id = :workspace_id and d.project_id = :id order by d.at, d.id
""")
SCREENINGS = text("""
    select x.submission_id, x.meeting_date, x.mission_group, x.strategy_link, x.from_plan, x.benefit, x.value,
           x.completeness, x.outcome, x.budget_recommended, x.rank, x.comments, s.state, a.display_name as who,
           x.recorded_at as at
    from project_screening x join actor a on a.id = x.actor_id left join submission s on s.id = x.submission_id
    where x.workspace_id = :workspace_id and x.project_id = :id order by x.recorded_at, x.id
""")
ACTS = text("""
    select x.kind, x.reason, x.refunded, x.at, a.display_name as who
    from project_act x join actor a on a.id = x.actor_id
    where x.workspace_id = :workspace_id and x.project_id = :id order by x.at, x.id
""")
CONSENTS = text("""
    select c.submission_id, r.report_date, c.disbursed, a.display_name as who, c.at
    from project_consent c join actor a on a.id = c.actor_id
    left join progress_report r on r.submission_id = c.submission_id
    where c.workspace_id = :workspace_id and c.project_id = :id order by c.at, c.submission_id
""")
KINDS = {"moves": BOOK, "screenings": SCREENINGS, "decisions": DECISIONS, "transfers": TRANSFERS, "acts": ACTS}
KINDS |= {"consents": CONSENTS}


def history(session: Session, workspace_id: int, project_id: UUID) -> dict[str, Sequence[Row]]:
    """All that happened to a project, by kind, each in its order and with who did it."""
    asked = {"workspace_id": workspace_id, "id": project_id}
    return {kind: session.execute(statement, asked).all() for kind, statement in KINDS.items()}


ACTED = text("""
    select (select count(*) from project_screening where workspace_id = :workspace_id and project_id = :id
              and submission_id is null)
         + (select count(*) from project_decision where workspace_id = :workspace_id and project_id = :id)
         + (select count(*) + count(voided_at) from project_transfer
             where workspace_id = :workspace_id and project_id = :id)
         + (select count(*) from project_act where workspace_id = :workspace_id and project_id = :id)
""")


def acted(session: Session, workspace_id: int, project_id: UUID) -> int:
    """How many acts of officers there are on a project; it only grows."""
    return session.scalar(ACTED, {"workspace_id": workspace_id, "id": project_id})
