"""Many rows written in one statement, however many they are: sent as JSON, read as the table's own types."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

Rows = Sequence[Mapping[str, Any]]


def insert(session: Session, table: type, rows: Rows) -> None:
    """Insert rows; columns that they do not name get their defaults."""
    for columns, alike in by_columns(rows):
        session.execute(inserting(table, columns), {"rows": in_json(alike)})


def insert_new(session: Session, table: type, rows: Rows) -> list[Any]:
    """Insert those whose primary key is not taken; returns the last part of the keys of these."""
    found: list[Any] = []
    for columns, alike in by_columns(rows):
        last = keys_of(table)[-1]
        statement = text(f"{inserting(table, columns).text} on conflict do nothing returning {last}")
        found += session.scalars(statement, {"rows": in_json(alike)})
    return found


def put(session: Session, table: type, rows: Rows) -> None:
    """Insert, or overwrite by primary key."""
    for columns, alike in by_columns(rows):
        session.execute(putting(table, columns), {"rows": in_json(alike)})


def update(session: Session, table: type, rows: Rows) -> None:
    """Overwrite the named columns of rows that are there, by primary key."""
    for columns, alike in by_columns(rows):
        session.execute(updating(table, columns), {"rows": in_json(alike)})


def by_columns(rows: Rows):
    """Rows that name the same columns, together, in their order."""
    return ((columns, list(alike)) for columns, alike in groupby(rows, key=tuple) if columns)


def in_json(rows: Rows) -> str:
    return orjson.dumps(rows, default=str).decode()


@cache
def inserting(table: type, columns: tuple[str, ...]) -> TextClause:
    named = ", ".join(columns)
    return text(f"insert into {table.__tablename__} ({named}) {read(table, named)}")  # noqa: S608


@cache
def putting(table: type, columns: tuple[str, ...]) -> TextClause:
    keys = keys_of(table)
    news = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in keys)
    told = f"on conflict ({', '.join(keys)}) do update set {news}"
    return text(f"{inserting(table, columns).text} {told}")


@cache
def updating(table: type, columns: tuple[str, ...]) -> TextClause:
    keys = keys_of(table)
    news = ", ".join(f"{name} = news.{name}" for name in columns if name not in keys)
    same = " and ".join(f"old.{name} = news.{name}" for name in keys)
    source = read(table, ", ".join(columns))
    return text(f"update {table.__tablename__} old set {news} from ({source}) news where {same}")  # noqa: S608


def read(table: type, columns: str) -> str:
    name = table.__tablename__
    return f"select {columns} from json_populate_recordset(cast(null as {name}), cast(:rows as json))"  # noqa: S608


def keys_of(table: type) -> Collection[str]:
    return [column.name for column in table.__table__.primary_key]
