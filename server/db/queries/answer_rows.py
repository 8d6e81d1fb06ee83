"""Submissions of a form with their answers, some thousands at a time: what files and OData are made of.

Each batch is a statement of its own, so that a reader who is slow holds no connection, and goes on from the id of the
last one, so that what arrives meanwhile moves nothing. As in `submissions`, the caller's area and classes are part of
the query beside row-level security.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.session import Scope


class Answered(NamedTuple):
    """A submission and the answers of its current version, as JSON text. expected, present: files."""

    id: int
    instance_id: str
    state: str
    received_at: datetime
    updated_at: datetime | None
    actor_id: int
    sender: str
    device_id: str | None
    edits: int
    version: str
    is_encrypted: bool
    expected: int
    present: int
    answers: str


@dataclass(frozen=True)
class Where:
    """Which submissions of a form. condition: SQL about `s` that `odata_filter` made, with its values."""

    form: int
    condition: str = "true"
    values: Mapping[str, object] = field(default_factory=dict)


LARGEST = 2**63 - 1
FILES = """
    left join lateral (select count(*) as expected, count(sha256) as present from attachment
                       where submission_version_id = v.id) files on true
"""


def rows_of(page: str, *, with_files: bool) -> str:
    files = "files.expected, files.present" if with_files else "0, 0"
    return f"""
        with page as materialized ({page})
        select s.id, s.instance_id, s.state, s.received_at, s.updated_at, s.actor_id, a.display_name,
               case when s.edits = 0 then v.device_id else first.device_id end, s.edits, d.version, v.is_encrypted,
               {files}, v.answers::text
        from page s
        join submission_version v on v.submission_id = s.id and v.is_current
        join form_version d on d.id = v.form_version_id
        join actor a on a.id = s.actor_id
        left join submission_version first on first.workspace_id = s.workspace_id and first.form = s.form
             and first.instance_id = case when s.edits > 0 then s.instance_id end
        {FILES if with_files else ""}
        order by s.id desc
    """  # noqa: S608


def asked(scope: Scope, where: Where) -> str:
    """The part that says which. Written out for each area: a subquery of them makes the planner expect a handful of
    rows, and sort a whole form for each batch."""
    inside = " or ".join(
        f"starts_with(s.{column}, :area_{number})"
        for number in range(len(scope.areas))
        for column in ("phone_area", "village_code")
    )
    return f"""
        from submission s
        where s.workspace_id = :workspace_id and s.form = :form and s.deleted_at is null and s.data_class = any (:sees)
          and ({inside}) and ({where.condition})
    """


def below(
    session: Session, scope: Scope, where: Where, before: int | None, limit: int, *, with_files: bool
) -> list[Answered]:
    """The next ones, the newest first. before: the id of the last one there was."""
    page = f"select s.* {asked(scope, where)} and s.id < :before order by s.id desc limit :limit"  # noqa: S608
    named = {"before": LARGEST if before is None else before, "limit": limit}
    return read(session, scope, where, rows_of(page, with_files=with_files), named)


def one(session: Session, scope: Scope, where: Where, instance_id: str, *, with_files: bool) -> Answered | None:
    """The submission with this first instance id."""
    page = f"select s.* {asked(scope, where)} and s.instance_id = :instance_id"  # noqa: S608
    found = read(session, scope, where, rows_of(page, with_files=with_files), {"instance_id": instance_id})
    return found[0] if found else None


def these(session: Session, scope: Scope, where: Where, ids: Collection[int], *, with_files: bool) -> list[Answered]:
    """The submissions of these ids, in their order."""
    page = f"select s.* {asked(scope, where)} and s.id = any (:ids)"  # noqa: S608
    found = read(session, scope, where, rows_of(page, with_files=with_files), {"ids": list(ids)})
    by_id = {one.id: one for one in found}
    return [by_id[one] for one in ids if one in by_id]


def ids(session: Session, scope: Scope, where: Where, order: str) -> Sequence[int]:
    """The ids of all of them in another order; order: SQL that `odata_filter` made."""
    statement = f"select s.id {asked(scope, where)} order by {order}, s.id desc"  # noqa: S608
    return session.scalars(text(statement), named_by(scope, where)).all()


def count(session: Session, scope: Scope, where: Where) -> int:
    statement = f"select count(*) {asked(scope, where)}"  # noqa: S608
    return session.scalar(text(statement), named_by(scope, where)) or 0


def id_after(session: Session, scope: Scope, where: Where, skip: int) -> int | None:
    """The id of the last one of so many that are skipped; None when there are not as many."""
    statement = f"select s.id {asked(scope, where)} order by s.id desc offset :skip limit 1"  # noqa: S608
    return session.scalar(text(statement), named_by(scope, where) | {"skip": skip - 1})


class SentFile(NamedTuple):
    """A file that has come with a submission. id: of the submission."""

    id: int
    instance_id: str
    name: str
    sha256: bytes


def files(
    session: Session, scope: Scope, where: Where, after: tuple[int, str] | None, limit: int, name: str | None
) -> list[SentFile]:
    """The next files of current versions, those of the newest submission first. after: id and name of the last one."""
    statement = f"""
        select s.id, s.instance_id, f.name, f.sha256 {joined(scope, where)}
          and f.sha256 is not null and (cast(:name as text) is null or f.name = :name)
          and (s.id < :before or (s.id = :before and f.name > :after))
        order by s.id desc, f.name limit :limit
    """  # noqa: S608
    before, last = after or (LARGEST, "")
    named = {"before": before, "after": last, "limit": limit, "name": name}
    return [SentFile(*row) for row in session.execute(text(statement), named_by(scope, where) | named)]


def file_names_twice(session: Session, scope: Scope, where: Where) -> set[str]:
    """The names that files of several submissions have, also in other capitals: many computers take them for one. One
    that has not come is none yet."""
    came = f"{joined(scope, where)} and f.sha256 is not null"
    names = f"select unnest(array_agg(distinct f.name)) {came}"  # noqa: S608
    statement = f"{names} group by lower(f.name) having count(*) > 1"
    return set(session.scalars(text(statement), named_by(scope, where)))


def joined(scope: Scope, where: Where) -> str:
    tables = "join submission_version v on v.submission_id = s.id and v.is_current"
    files = "join attachment f on f.submission_version_id = v.id"
    return asked(scope, where).replace("from submission s", f"from submission s {tables} {files}", 1)


def chosen(session: Session, scope: Scope, where: Where, path: Sequence[str]) -> tuple[str, ...]:
    """What was chosen in a select of several, wherever its repeats have it, in alphabetical order."""
    statement = f"""
        select distinct choice from (
            select said #>> '{{}}' as said from (select s.id {asked(scope, where)}) s
            join submission_version v on v.submission_id = s.id and v.is_current,
            jsonb_path_query(v.answers, cast(:path as jsonpath)) said) answered,
            regexp_split_to_table(said, '[[:space:]]+') choice
        where choice <> '' order by choice
    """  # noqa: S608
    named = {"path": f'{json_path(path)} ? (@.type() == "string")'}
    return tuple(session.scalars(text(statement), named_by(scope, where) | named))


def count_inside(session: Session, scope: Scope, where: Where, path: Sequence[str]) -> int:
    """How many rows a repeat has in all of them."""
    statement = f"""
        select count(*) from (select s.id {asked(scope, where)}) s
        join submission_version v on v.submission_id = s.id and v.is_current,
        jsonb_path_query(v.answers, cast(:path as jsonpath))
    """  # noqa: S608
    named = {"path": f'{json_path(path)}[*] ? (@.type() == "object")'}
    return session.scalar(text(statement), named_by(scope, where) | named) or 0


def json_path(names: Sequence[str]) -> str:
    """`$."visit"."member"`: through repeats on the way by itself."""
    return "$" + "".join(f".{json.dumps(name, ensure_ascii=False)}" for name in names)


def read(session: Session, scope: Scope, where: Where, statement: str, named: Mapping) -> list[Answered]:
    return list(map(Answered._make, session.execute(text(statement), {**named_by(scope, where), **named})))


def named_by(scope: Scope, where: Where) -> dict:
    areas = {f"area_{number}": area for number, area in enumerate(scope.areas)}
    return {"workspace_id": scope.workspace_id, "sees": sorted(scope.sees), "form": where.form, **areas, **where.values}
