"""What the tests of the OpenRosa side ask for: what the server keeps of an upload."""

from collections.abc import Callable
from pathlib import Path

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
