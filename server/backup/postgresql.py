"""PostgreSQL's own tools: which pg_dump and pg_restore fit a server, and running them as streams."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import which
from typing import BinaryIO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from server.backup.problems import ToolFailed, ToolMissing
from server.stack.unpacked import roots

DEBIANS = "usr/lib/postgresql/[0-9]*/bin/{}"
PIECE = 8 << 20
# PostGIS comes with the database; its comment and its table are not ours to write.
DUMP = ("--format=custom", "--no-comments", "--exclude-table-data=spatial_ref_sys", "--lock-wait-timeout=60s")
RESTORE = ("--format=custom", "--single-transaction", "--exit-on-error", "--no-owner")


def tool(name: str, at_least: int) -> tuple[Path, int]:
    """The program of the lowest version that is enough, and that version. Raises ToolMissing."""
    fitting = sorted((version, path) for path, version in installed(name).items() if version >= at_least)
    if not fitting:
        raise ToolMissing(tool=name, version=at_least)
    version, path = fitting[0]
    return path, version


def installed(name: str) -> dict[Path, int]:
    """{program: major version}: those of Debian, and what is on the PATH elsewhere."""
    found = {path: int(path.parts[-3]) for root in roots() for path in root.glob(DEBIANS.format(name))}
    on_path = None if found else which(name)
    if on_path:
        said = subprocess.run([on_path, "--version"], capture_output=True, text=True).stdout
        if version := re.search(r"\b(\d+)[.\w]*", said):
            found[Path(on_path)] = int(version[1])
    return found


def reached(database_url: str) -> tuple[str, dict[str, str]]:
    """How libpq's programs reach the database: --dbname, and an environment that keeps the password off `ps`."""
    words = conninfo_to_dict(database_url.replace("postgresql+psycopg://", "postgresql://", 1))
    password = words.pop("password", None)
    return make_conninfo(**words), os.environ | ({"PGPASSWORD": str(password)} if password else {})


@contextmanager
def dumping(program: Path, database_url: str, snapshot: str) -> Iterator[BinaryIO]:
    """Yield the dump of an exported snapshot as it is made. Raises ToolFailed.

    Row-level security is no concern: pg_dump refuses to read what it hides rather than to leave it out.
    """
    name, env = reached(database_url)
    words = [program, *DUMP, f"--snapshot={snapshot}", f"--dbname={name}"]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(words, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors)
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        finally:
            process.stdout.close()
            status = process.wait()
        if status:
            raise ToolFailed(tool=program.name, why=first_error(errors))


def restore(program: Path, database_url: str, dump: Iterable[bytes]) -> None:
    """Fill an empty database from the pieces of a dump, in one transaction: all or nothing. Raises ToolFailed.

    When a piece cannot be had, the exception passes through and nothing is kept.
    """
    name, env = reached(database_url)
    words = [program, *RESTORE, f"--dbname={name}"]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(words, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors)
        try:
            with suppress(BrokenPipeError):  # it says why below
                for piece in dump:
                    process.stdin.write(piece)
        except BaseException:
            process.kill()
            raise
        finally:
            with suppress(BrokenPipeError):
                process.stdin.close()
            status = process.wait()
        if status:
            raise ToolFailed(tool=program.name, why=first_error(errors))


def first_error(errors: BinaryIO) -> str:
    """The first line that tells of an error; those that follow may show rows."""
    errors.seek(0)
    lines = errors.read().decode(errors="replace").splitlines()
    return next((line for line in lines if "error:" in line), lines[0] if lines else "it said nothing")
