"""The command `yudee` called in this process, on this worker's database and Redis."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
from sqlalchemy.orm import Session

from server.cli import main
from server.db import session as sessions
from tests.factories import SECRET


@dataclass(frozen=True)
class Ended:
    """How a command ended: its status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        return orjson.loads(self.out)


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """A command sets the umask of its process, which here goes on to run other tests."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """The data folder the command is told of."""
    return tmp_path / "var"


@pytest.fixture
def yudee(
    session: Session,
    database_url: str,
    redis_url: str,
    var: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
) -> Callable[..., Ended]:
    """Run the command as a shell would: `yudee("people", "list", "--json").json`; given="…" is its stdin.

    Commit what the command is to see; `session` sees what it did from its next query on.
    """
    settings = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "YUDEE_SECRET": SECRET, "YUDEE_VAR": str(var)}
    settings |= {"YUDEE_PUBLIC_URL": "https://yudee.example.org", "LC_ALL": "C.UTF-8"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    def run(*words: object, given: str = "") -> Ended:
        session.commit()
        monkeypatch.setattr(sys, "argv", ["yudee", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        engines = sessions._sessions.kw["bind"], list(sessions._receiving)
        with pytest.raises(SystemExit) as ended:
            main()
        sessions._sessions.configure(bind=engines[0])  # as the web application of this test had them
        sessions._receiving[:] = engines[1]
        printed = capsys.readouterr()
        return Ended(ended.value.code or 0, printed.out, printed.err)

    return run


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[[str], Path]:
    """A file with this text."""

    def write(text: str) -> Path:
        file = tmp_path / "table.csv"
        file.write_text(text)
        return file

    return write
