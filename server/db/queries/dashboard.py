"""A district at a glance: what waits and how long, villages short of 70 %, teams by day, what goes wrong with each."""

import datetime as dt

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

FEW = 5  # of a team's most common flags

BACKLOG = text("""
    select f.form_id, f.title,
           count(*) filter (where i.received_at >= :now - interval '2 days') as days_2,
           count(*) filter (where i.received_at < :now - interval '2 days'
                            and i.received_at >= :now - interval '7 days') as days_7,
           count(*) filter (where i.received_at < :now - interval '7 days'
                            and i.received_at >= :now - interval '30 days') as days_30,
           count(*) filter (where i.received_at < :now - interval '30 days') as older,
           count(*) as number
    from form f join submission_index i on i.workspace_id = f.workspace_id and i.form = f.id
        and i.district_code = :area_code and i.state in ('received', 'edited')
    where f.workspace_id = :workspace_id group by f.form_id, f.title order by number desc, f.title
""")


def backlog(session: Session, workspace_id: int, area_code: str, now: dt.datetime) -> list[Row]:
    """(form_id, title, days_2, days_7, days_30, older, number): what waits of each form, by its age."""
    return list(session.execute(BACKLOG, {"workspace_id": workspace_id, "area_code": area_code, "now": now}))


# How far the official figure is from what is needed, and what it would be if all that waits were approved.
SHORT = text("""
    select v.code, v.moo, v.name_th, y.grade, y.status, i.indicator, i.num, i.den, i.needed, i.met,
           p.num as provisional
    from village v
    join indicator_result i on i.workspace_id = v.workspace_id and i.village_code = v.code
        and i.plan_year = :plan_year and i.basis = 'official' and i.indicator in (1, 2)
    join village_year y on y.workspace_id = v.workspace_id and y.village_code = v.code
        and y.plan_year = :plan_year and y.basis = 'official'
    left join indicator_result p on p.workspace_id = v.workspace_id and p.village_code = v.code
        and p.plan_year = :plan_year and p.basis = 'provisional' and p.indicator = i.indicator
    where v.workspace_id = :workspace_id and v.active and v.code >= :area_code and v.code < :area_code || '~'
    order by v.code, i.indicator
""")


def shares(session: Session, workspace_id: int, area_code: str, plan_year: int) -> list[Row]:
    """(code, moo, name_th, grade, status, indicator, num, den, needed, met, provisional) of the two shares."""
    named = {"workspace_id": workspace_id, "area_code": area_code, "plan_year": plan_year}
    return list(session.execute(SHORT, named))


TEAMS = text("""
    select a.id, a.display_name as name, cast(s.received_at at time zone 'Asia/Bangkok' as date) as day,
           count(*) as number
    from assignment g join actor a on a.id = g.actor_id and a.kind = 'phone'
    left join submission s on s.workspace_id = g.workspace_id and s.actor_id = g.actor_id
        and s.received_at >= :since and s.deleted_at is null
    where g.workspace_id = :workspace_id and starts_with(g.area_code, :area_code)
    group by a.id, a.display_name, day order by a.display_name, a.id, day
""")


def teams(session: Session, workspace_id: int, area_code: str, since: dt.datetime) -> list[Row]:
    """(id, name, day, number) of each phone and day on which it sent something; one without a day when it did not."""
    named = {"workspace_id": workspace_id, "area_code": area_code, "since": since}
    return list(session.execute(TEAMS, named))


ISSUES = text("""
    select actor_id, flag, number from (
        select i.actor_id, flag, count(*) as number,
               row_number() over (partition by i.actor_id order by count(*) desc, flag) as place
        from submission_index i cross join unnest(i.flags) as flag
        where i.workspace_id = :workspace_id and i.district_code = :area_code and i.risk > 0
          and i.form in (select id from form where workspace_id = :workspace_id)
          and i.state = any (array['received', 'edited', 'has_issues', 'approved'])
        group by i.actor_id, flag) as counted
    where place <= :few order by actor_id, place
""")


def issues(session: Session, workspace_id: int, area_code: str) -> list[Row]:
    """(actor_id, flag, number): the most common flags of each sender, those set aside left out."""
    named = {"workspace_id": workspace_id, "area_code": area_code, "few": FEW}
    return list(session.execute(ISSUES, named))


DUE = text("""
    select
        (select count(*) from submission_index i join form f on f.id = i.form and f.workspace_id = :workspace_id
         where i.workspace_id = :workspace_id and i.district_code = :area_code
           and i.state in ('received', 'edited') and i.received_at < :now - interval '7 days') as waiting,
        (select count(*) from submission_index i join submission s on s.id = i.submission_id
         where i.workspace_id = :workspace_id and i.district_code = :area_code and i.state = 'has_issues'
           and i.form in (select id from form where workspace_id = :workspace_id)
           and s.updated_at < :now - interval '7 days') as sent_back,
        (select count(*) from project p where p.workspace_id = :workspace_id and p.village_code >= :area_code
           and p.village_code < :area_code || '~' and p.stage in ('funded', 'in_progress')
           and p.planned_end between :today and :today + 7) as ending,
        (select count(*) from project p where p.workspace_id = :workspace_id and p.village_code >= :area_code
           and p.village_code < :area_code || '~' and p.stage = 'proposed') as to_screen,
        (select collection_end from criteria where workspace_id = :workspace_id and plan_year = :plan_year)
            as collection_end
""")


def due(
    session: Session, workspace_id: int, area_code: str, *, plan_year: int, now: dt.datetime, today: dt.date
) -> Row:
    """(waiting, sent_back: for more than a week; ending: projects within one; to_screen; collection_end)."""
    named = {"workspace_id": workspace_id, "area_code": area_code, "plan_year": plan_year, "now": now, "today": today}
    return session.execute(DUE, named).one()
