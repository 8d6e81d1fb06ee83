"""Notices: which moves of projects a district and a village are told of, with what was decided."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

# What a letter says is what was true at the time of the move: the decision before it, the money that stood by then.
NOTICES = """
    select n.id, n.move_id, n.area_code, n.at, n.seen_at, b.display_name as seen_by, n.project_id,
           m.old_stage, m.new_stage, p.project_code, p.title, p.village_code, p.fiscal_year, p.kind,
           p.budget_requested, v.moo, v.name_th as village,
           d.outcome, d.order_no, d.decided_on, d.budget_approved,
           case when m.new_stage = 'cancelled' then c.reason
                when m.new_stage = 'returned' and m.old_stage = 'proposed' then x.comments
                when m.new_stage in ('returned', 'not_approved') then d.reason end as reason,
           t.amount as transferred, t.paid_on
    from project_notice n
    join project_move m on m.id = n.move_id
    join project p on p.workspace_id = n.workspace_id and p.id = n.project_id
    left join village v on v.workspace_id = p.workspace_id and v.code = p.village_code
    left join actor b on b.id = n.seen_by
    left join lateral (
        select * from project_decision e where e.workspace_id = n.workspace_id and e.project_id = n.project_id
          and e.at <= m.at order by e.at desc, e.id desc limit 1) d on true
    left join lateral (
        select e.comments from project_screening e where e.workspace_id = n.workspace_id
          and e.project_id = n.project_id and e.recorded_at <= m.at
        order by e.recorded_at desc, e.id desc limit 1) x on true
    left join lateral (
        select e.reason from project_act e where e.workspace_id = n.workspace_id and e.project_id = n.project_id
          and e.kind = 'cancel' order by e.id limit 1) c on true
    left join lateral (
        select sum(e.amount)::bigint as amount, max(e.paid_on) as paid_on from project_transfer e
        where e.workspace_id = n.workspace_id and e.project_id = n.project_id and e.at <= m.at
          and (e.voided_at is null or e.voided_at > m.at)) t on true
    where n.workspace_id = :workspace_id
"""
IN_AREA = " and n.area_code >= :area_code and n.area_code < :area_code || '~'"
OF_AREA = text(
    NOTICES + IN_AREA + " and (:all or n.seen_at is null) and (cast(:before as bigint) is null or n.id < :before)"
    " order by n.id desc limit :most"
)
ONE = text(NOTICES + " and n.id = :id")
COUNT = text(f"""
    select count(distinct n.move_id) from project_notice n
    where n.workspace_id = :workspace_id and n.seen_at is null {IN_AREA}
""")  # noqa: S608
MARK = text("update project_notice set seen_at = :at, seen_by = :actor_id where id = :id and seen_at is null")


def of_area(
    session: Session, workspace_id: int, area_code: str, *, with_seen: bool, before: int | None = None, most: int = 200
) -> Sequence[Row]:
    """The notices to an area and to what lies inside it, the latest first. before: the last id of the page before."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "all": with_seen, "before": before, "most": most}
    return session.execute(OF_AREA, asked).all()


def one(session: Session, workspace_id: int, notice_id: int) -> Row | None:
    return session.execute(ONE, {"workspace_id": workspace_id, "id": notice_id}).first()


def unseen(session: Session, workspace_id: int, area_code: str) -> int:
    """Of how many moves an area, or what lies inside it, was told and nobody has seen it."""
    return session.scalar(COUNT, {"workspace_id": workspace_id, "area_code": area_code})


def mark_seen(session: Session, notice_id: int, *, actor_id: int, at: dt.datetime) -> bool:
    """Note who saw it, the first time; says whether it was."""
    return session.execute(MARK, {"id": notice_id, "actor_id": actor_id, "at": at}).rowcount > 0
