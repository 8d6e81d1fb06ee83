"""What is still to do: submissions without facts, villages without results. Queues that are only appended to."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

DRAIN_LOCKS = {
    "submissions": 7301,
    "villages": 7302,
    "checks": 7303,
}  # keys of the advisory locks, one per kind of drain


def take_turn(session: Session, kind: str) -> None:
    """Wait for the other drains of this kind; the lock goes with the transaction.

    Waiting, not trying: a drain that gave up would strand the row it was nudged for.
    """
    session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": DRAIN_LOCKS[kind]})


# Nothing is put off for longer than a day: what seems to be was put off by a clock that has gone back since.
IS_DUE = "(not_before is null or not_before <= now() or not_before > now() + interval '1 day')"
WAITING_SUBMISSIONS = text(f"""
    select p.id, p.submission_id, p.by_force, p.request_id from pending_submission p
    where {IS_DUE} order by p.id limit :limit
""")  # noqa: S608


def waiting_submissions(session: Session, limit: int) -> list[Row]:
    """(id, submission_id, by_force, request_id) of the oldest waiting rows."""
    return list(session.execute(WAITING_SUBMISSIONS, {"limit": limit}))


def queue_submissions(session: Session, workspace_id: int, submission_ids: Iterable[int]) -> None:
    """Look at these submissions again."""
    session.execute(
        text("insert into pending_submission (submission_id, workspace_id) select unnest(cast(:ids as bigint[])), :ws"),
        {"ids": list(submission_ids), "ws": workspace_id},
    )


QUEUE_ALL = text("""
    insert into pending_submission (submission_id, workspace_id)
    select id, workspace_id from submission where workspace_id = :workspace_id order by received_at, id
""")

# Those that speak of the village, and accounts of its households that were sent under another village's code.
QUEUE_VILLAGE = text("""
    insert into pending_submission (submission_id, workspace_id)
    select id, :workspace_id from (
        select id from submission where workspace_id = :workspace_id and village_code = :village_code
        union
        select a.submission_id from household_registration r
        join household_account a on a.workspace_id = r.workspace_id and a.household_id = r.household_id
        where r.workspace_id = :workspace_id and r.village_code = :village_code) about order by id
""")


def queue_again(session: Session, workspace_id: int, village_code: str | None = None) -> int:
    """Look again at every submission of a workspace, or at those about one village; returns how many."""
    statement = QUEUE_VILLAGE if village_code else QUEUE_ALL
    return session.execute(statement, {"workspace_id": workspace_id, "village_code": village_code}).rowcount


def done(session: Session, ids: Iterable[int]) -> None:
    session.execute(text("delete from pending_submission where id = any (:ids)"), {"ids": list(ids)})


def put_off(session: Session, ids: Iterable[int]) -> None:
    """A submission that could not be digested is tried again later, ever more rarely."""
    session.execute(
        text("""update pending_submission set attempts = attempts + 1,
                not_before = now() + interval '1 minute' * least(power(2, attempts), 1440) where id = any (:ids)"""),
        {"ids": list(ids)},
    )


WAITING_OF = text(f"""
    select count(*), max(id) from pending_submission
    where workspace_id = :workspace_id and id <= coalesce(cast(:until as bigint), id) and {IS_DUE}
""")  # noqa: S608


def waiting_of(session: Session, workspace_id: int, until: int | None = None) -> Row:
    """(count, max) of the rows of one workspace that wait, up to an id."""
    return session.execute(WAITING_OF, {"workspace_id": workspace_id, "until": until}).one()


class Stale(NamedTuple):
    """A village of a plan year to be computed, with the rows that ask for it and the last cause.

    accounts: whether one of them asks for the accounts to be read again; request_ids: of the requests behind them.
    """

    workspace_id: int
    plan_year: int
    village_code: str
    ids: list[int]
    cause: str | None
    accounts: bool
    request_ids: str | None


STALE_VILLAGES = text("""
    with oldest as (select * from stale_village order by id limit :limit)
    select workspace_id, plan_year, village_code, array_agg(id), (array_agg(cause order by id desc))[1],
        bool_or(accounts), string_agg(request_ids, ' ' order by id)
    from oldest group by workspace_id, plan_year, village_code order by 1, 2, 3
""")


def stale_villages(session: Session, limit: int) -> list[Stale]:
    """The villages behind the oldest rows; several rows of one village are one."""
    return [Stale(*row) for row in session.execute(STALE_VILLAGES, {"limit": limit})]


def computed(session: Session, ids: Iterable[int]) -> None:
    session.execute(text("delete from stale_village where id = any (:ids)"), {"ids": list(ids)})


class Mark(NamedTuple):
    """A village of a plan year that is to be computed, and why: an instance id. request_ids: see StaleVillage."""

    village_code: str
    plan_year: int
    cause: str | None
    request_ids: str | None = None


MARK_STALE = text("""
    insert into stale_village (workspace_id, village_code, plan_year, cause, request_ids)
    select c.workspace_id, v.code, c.plan_year, wanted.cause, wanted.request_ids
    from unnest(cast(:codes as text[]), cast(:years as integer[]), cast(:causes as text[]), cast(:requests as text[]))
        as wanted (code, year, cause, request_ids)
    join village v on v.workspace_id = :workspace_id and v.code = wanted.code and v.active
    join criteria c on c.workspace_id = v.workspace_id and c.plan_year = wanted.year
""")


def mark_stale(session: Session, workspace_id: int, marks: Iterable[Mark]) -> None:
    """Ask for villages to be computed, as far as village and year exist; of several marks of one the last is kept, with
    the requests of all.
    """
    wanted: dict[tuple, Mark] = {}
    for mark in marks:
        earlier = wanted.get(mark[:2])
        wanted[mark[:2]] = mark._replace(request_ids=both(earlier.request_ids, mark.request_ids)) if earlier else mark
    columns = zip(*(wanted[key] for key in sorted(wanted)), strict=True)
    named = dict(zip(("codes", "years", "causes", "requests"), map(list, columns), strict=False))
    if wanted:
        session.execute(MARK_STALE, named | {"workspace_id": workspace_id})


def both(some: str | None, more: str | None) -> str | None:
    """Ids of requests together, each once."""
    return " ".join(dict.fromkeys(f"{some or ''} {more or ''}".split())) or None


class StaleProject(NamedTuple):
    """A project to be computed, with the rows that ask for it and the last cause."""

    workspace_id: int
    project_id: UUID
    ids: list[int]
    cause: str | None


STALE_PROJECTS = text("""
    with oldest as (select * from stale_project order by id limit :limit)
    select workspace_id, project_id, array_agg(id), (array_agg(cause order by id desc))[1]
    from oldest group by workspace_id, project_id order by 1, 2
""")


def stale_projects(session: Session, limit: int) -> list[StaleProject]:
    """The projects behind the oldest rows; several rows of one project are one."""
    return [StaleProject(*row) for row in session.execute(STALE_PROJECTS, {"limit": limit})]


def projects_computed(session: Session, ids: Iterable[int]) -> None:
    session.execute(text("delete from stale_project where id = any (:ids)"), {"ids": list(ids)})


class Waiting(NamedTuple):
    """What is still to do, by kind of drain."""

    submissions: bool
    villages: bool
    projects: bool
    forms: bool
    checks: bool
    exports: bool


ANYTHING_WAITING = text(f"""
    select exists (select from pending_submission where {IS_DUE}),
           exists (select from stale_village), exists (select from stale_project),
           exists (select from form_upload where outcome is null), exists (select from stale_check),
           exists (select from export where finished_at is null)
""")  # noqa: S608


def anything_waiting(session: Session) -> Waiting:
    """What the sweep asks every minute."""
    return Waiting(*session.execute(ANYTHING_WAITING).one())
