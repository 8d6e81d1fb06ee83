"""Everything that the stage, the money and the standing of projects rest on, of many projects at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from server.db.queries import bulk
from server.db.queries.projects import POSITION

# The proposal as it is now (null: not in the area, or an import), and the official gate of the year asked for.
LOCK = text(f"""
    select p.id, p.project_code, p.village_code, p.fiscal_year, p.kind, p.title, p.programme, p.impl_unit,
           p.submission_id, p.entered_stage, p.stage, p.budget_requested, p.budget_recommended, p.budget_approved,
           p.transferred, p.planned_start, p.planned_end, p.funded_on, {POSITION.format("p.site", "site")},
           s.state as proposal_state, s.deleted_at is not null as proposal_deleted, s.instance_id as proposal_instance,
           q.submission_id is not null as has_proposal, q.village_code as proposed_village,
           q.fiscal_year as proposed_year, q.kind as proposed_kind, q.title as proposed_title,
           q.programme as proposed_programme, q.impl_unit as proposed_unit, q.budget_requested as proposed_budget,
           q.planned_start as proposed_start, q.planned_end as proposed_end, q.sent_at,
           (select y.gate from village_year y where y.workspace_id = p.workspace_id and y.basis = 'official'
             and y.village_code = p.village_code and y.plan_year = coalesce(q.fiscal_year, p.fiscal_year)) as gate,
           e.data as entity_data, e.label as entity_label
    from project p
    left join project_proposal q on q.submission_id = p.submission_id
    left join submission s on s.id = p.submission_id
    left join entity e on e.workspace_id = p.workspace_id and e.list_name = 'projects' and e.uuid = p.id
    where p.workspace_id = :workspace_id and p.id = any (:ids)
    order by p.id for no key update of p
""")  # noqa: S608


def lock(session: Session, workspace_id: int, ids: Iterable[UUID]) -> Sequence[Row]:
    """These projects, locked until the transaction ends, each with its proposal, gate and entity."""
    return session.execute(LOCK, {"workspace_id": workspace_id, "ids": list(ids)}).all()


FOLLOW = text("""
    update project p set site = q.site from project_proposal q join submission s on s.id = q.submission_id
    where p.workspace_id = :workspace_id and p.id = any (:ids) and q.submission_id = p.submission_id
      and (s.state = 'approved' or not exists (select from project_decision d
        where d.workspace_id = p.workspace_id and d.project_id = p.id and d.outcome = 'approved'))
      and not ST_OrderingEquals(coalesce(p.site, 'SRID=4326;POINT EMPTY'), coalesce(q.site, 'SRID=4326;POINT EMPTY'))
""")


def follow_proposals(session: Session, workspace_id: int, ids: Iterable[UUID]) -> None:
    """The sites of these projects as their proposals have them now: reports are measured from there.

    Once the province approved a project, only an edit that a reviewer approved moves it.
    """
    session.execute(FOLLOW, {"workspace_id": workspace_id, "ids": list(ids)})


class Happened(NamedTuple):
    """What happened to some projects, by kind, each row with its project_id."""

    screenings: Sequence[Row]
    decisions: Sequence[Row]
    transfers: Sequence[Row]
    acts: Sequence[Row]
    evaluations: Sequence[Row]


# A fact of a submission that lies outside its phone's area, is deleted or dated in the Buddhist era counts nowhere.
SENT = """
    left join submission s on s.id = x.submission_id
    left join project p on p.workspace_id = x.workspace_id and p.id = x.project_id
"""
COUNTS_SOMEWHERE = """
    (x.submission_id is null or s.deleted_at is null
     and (starts_with(p.village_code, s.phone_area) or s.area_accepted_by is not null))
"""
OF_PROJECTS = "x.workspace_id = :workspace_id and x.project_id = any (:ids)"
SCREENINGS = text(f"""
    select x.project_id, x.submission_id, x.outcome, x.budget_recommended, x.rank, x.meeting_date, x.recorded_at,
           s.state, s.instance_id,
           (x.strategy_link, x.from_plan, x.benefit, x.value, x.completeness)
               = ('pass', 'pass', 'pass', 'pass', 'pass')
               and x.budget_recommended > 0 and mod(x.budget_recommended, 100) = 0 as passes
    from project_screening x {SENT} where {OF_PROJECTS} and {COUNTS_SOMEWHERE}
    order by x.recorded_at, x.id
""")  # noqa: S608
DECISIONS = text(f"""
    select x.project_id, x.outcome, x.budget_approved, x.order_no, x.decided_on, x.reason, x.at from project_decision x
    where {OF_PROJECTS} order by x.at, x.id
""")  # noqa: S608
TRANSFERS = text(f"""
    select x.project_id, sum(x.amount)::bigint as amount, min(x.paid_on) as first_on
    from project_transfer x where {OF_PROJECTS} and x.voided_at is null group by x.project_id
""")  # noqa: S608
ACTS = text(f"select x.project_id, x.kind, x.at from project_act x where {OF_PROJECTS} order by x.at, x.id")  # noqa: S608
EVALUATIONS = text(f"""
    select x.project_id, x.submission_id, s.state, s.instance_id, x.best_practice
    from project_evaluation x {SENT} where {OF_PROJECTS} and {COUNTS_SOMEWHERE} and not x.be_year
    order by s.received_at, s.instance_id
""")  # noqa: S608


def happened(session: Session, workspace_id: int, ids: Iterable[UUID]) -> Happened:
    """In the order in which it happened; of transfers only the sum of those that stand, and the first day."""
    asked = {"workspace_id": workspace_id, "ids": list(ids)}
    statements = (SCREENINGS, DECISIONS, TRANSFERS, ACTS, EVALUATIONS)
    return Happened(*(session.execute(statement, asked).all() for statement in statements))


NEWS = """
    id uuid, stage text, fiscal_year integer, kind text, title text, programme integer, impl_unit text,
    budget_requested bigint, budget_recommended bigint, budget_approved bigint, transferred bigint, planned_start date,
    planned_end date, funded_on date
"""
UPDATE = text(f"""
    update project p set stage = news.stage, fiscal_year = news.fiscal_year, kind = news.kind, title = news.title,
        programme = news.programme, impl_unit = news.impl_unit, budget_requested = news.budget_requested,
        budget_recommended = news.budget_recommended, budget_approved = news.budget_approved,
        transferred = news.transferred, planned_start = news.planned_start, planned_end = news.planned_end,
        funded_on = news.funded_on
    from json_to_recordset(cast(:rows as json)) as news ({NEWS})
    where p.workspace_id = :workspace_id and p.id = news.id
""")  # noqa: S608


def update(session: Session, workspace_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what was computed of these projects."""
    if rows:
        session.execute(UPDATE, {"workspace_id": workspace_id, "rows": bulk.in_json(rows)})


FLAG = text("""
    with raised (submission_id, code) as (select * from unnest(cast(:ids as bigint[]), cast(:codes as text[]))),
    lowered as (
        delete from submission_flag f using submission s
        where f.submission_id = any (cast(:looked_at as bigint[])) and f.code = any (:owned) and s.id = f.submission_id
          and not exists (select from raised r where r.submission_id = f.submission_id and r.code = f.code))
    insert into submission_flag (submission_id, code, workspace_id)
    select submission_id, code, :workspace_id from raised on conflict do nothing
""")


def flag(session: Session, workspace_id: int, flagged: Mapping[int, Iterable[str]], *, owned: Sequence[str]) -> None:
    """{submission id: codes}: of the codes that are owned here, exactly these are raised on these submissions."""
    pairs = [(submission_id, code) for submission_id, codes in flagged.items() for code in codes]
    asked = {
        "ids": [submission_id for submission_id, _ in pairs],
        "codes": [code for _, code in pairs],
        "looked_at": list(flagged),
        "owned": list(owned),
        "workspace_id": workspace_id,
    }
    if flagged:
        session.execute(FLAG, asked)
