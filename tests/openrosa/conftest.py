"""What the tests of the OpenRosa side ask for: what the server keeps of an upload."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from pyxform.xls2xform import convert
from sqlalchemy import text
from sqlalchemy.orm import Session

from server.domain.forms import publish
from tests.engine import Form, shared_engine
from tests.factories import make_system

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


NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.fixture
def open_theirs(province: Session, tmp_path: Path) -> Callable[[str], Form]:
    """Publish a form of someone else's (an XLSForm in Markdown), and open it in the engine as a phone does."""
    (tmp_path / "crops.csv").write_text("name,label\nrice,ข้าว\nlongan,ลำไย\n", encoding="utf-8")

    def opened(sheets: str) -> Form:
        xml = convert(sheets, file_type=".md", form_name="data").xform
        publish(province, 1, xml.encode(), file_name="theirs.xml", actor_id=make_system(province).id)
        province.commit()
        about = {"username": "สมศรี", "email": "somsri@example.org", "phonenumber": "0812345678"}
        form = shared_engine().open(xml, tmp_path, at=NOON, **about)
        form.xml = xml
        return form

    return opened
