"""What is asked of the database to notice something about single submissions: audit trails, new phones, boundaries."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.queries import positions

# In the order of receipt, which edits keep: what was received first stays first, in whatever order it is digested.
FIRST = text("""
    select first.id from actor phone cross join lateral (
        select id from submission s where s.workspace_id = :workspace_id and s.actor_id = phone.id
        order by s.received_at, s.id limit :first) first
    where phone.id = any (:actors) and phone.kind = 'phone'
""")


def first_of_phones(session: Session, workspace_id: int, actors: Collection[int], first: int) -> set[int]:
    """The submissions that each of these phones sent first, so many of each."""
    asked = {"workspace_id": workspace_id, "actors": sorted(set(actors)), "first": first}
    return set(session.scalars(FIRST, asked))


TRAILS = text("""
    select v.submission_id, a.sha256
    from unnest(cast(:ids as bigint[]), cast(:names as text[])) as asked (id, name)
    join submission_version v on v.submission_id = asked.id and v.is_current
    join attachment a on a.submission_version_id = v.id and a.name = asked.name and a.sha256 is not null
""")


def audit_trails(session: Session, names: Mapping[int, str]) -> dict[int, bytes]:
    """The sha256 of these files of submissions, as far as they have come. names: by submission."""
    rows = session.execute(TRAILS, {"ids": list(names), "names": list(names.values())})
    return {submission_id: sha256 for submission_id, sha256 in rows}


OUTSIDE = text(f"""
    with asked as (
        select id, ST_GeomFromEWKT(stood_at) as position, village
        from unnest(cast(:ids as bigint[]), cast(:positions as text[]), cast(:villages as text[]))
            as asked (id, stood_at, village))
    select asked.id from asked
    join area tambon on tambon.workspace_id = :workspace_id and tambon.code = left(asked.village, 6)
    where not {positions.inside_tambon("tambon.boundary", "asked.position")}
""")  # noqa: S608


def outside_tambon(session: Session, workspace_id: int, stood: Sequence[tuple[int, str, str]]) -> set[int]:
    """Those of (submission, position as EWKT, village) outside the subdistrict, as far as it has a boundary."""
    columns = dict(zip(("ids", "positions", "villages"), map(list, zip(*stood, strict=True)), strict=True))
    return set(session.scalars(OUTSIDE, columns | {"workspace_id": workspace_id}))
