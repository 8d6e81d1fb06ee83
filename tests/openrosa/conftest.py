"""What the tests of the OpenRosa side ask for: what the server keeps, what it asks the database, broken uploads."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

TABLES = ("submission", "submission_version", "attachment", "blob", "pending_submission", "event")


@pytest.fixture
def kept(app: Flask, session: Session) -> Callable[[], dict[str, int]]:
    """How many rows and files there are of what a submission leaves behind: `before == kept()` means nothing new."""

    def count() -> dict[str, int]:
        session.rollback()  # look with fresh eyes
        rows = {table: session.scalar(text(f"select count(*) from {table}")) for table in TABLES}
        return rows | {"files": len(files_in(app.extensions["blobs"].folder))}

    return count


def files_in(folder: Path) -> list[Path]:
    """Everything on the disk of a blob store, half-written files too."""
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements sent to PostgreSQL from now on, in order; clear() it to begin."""
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def told(cursor: psycopg.Cursor, query: str, *args: object, **named: object) -> psycopg.Cursor:
        sent.append(str(query))
        return execute(cursor, query, *args, **named)

    monkeypatch.setattr(psycopg.Cursor, "execute", told)
    return sent
