"""Stored files: photos, documents, media of forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from server.cli import _terminal as terminal
from server.cli.backup import key_option


@click.group()
def command() -> None:
    """Stored files, each under the sha256 of its content."""


@dataclass(frozen=True)
class Repaired:
    """sha256 in hex of files that were brought back, and of those that are still damaged or missing."""

    repaired: tuple[str, ...]
    damaged: tuple[str, ...]
    missing: tuple[str, ...]


@command.command()
@click.option(
    "--from",
    "file",
    required=True,
    metavar="BACKUP",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A backup; the files it rests on lie beside it.",
)
@key_option
@click.option("--all", "everything", is_flag=True, help="Look at every stored file first, not at those found already.")
@terminal.as_json
def repair(file: Path, key_file: Path, everything: bool, as_json: bool) -> None:
    """Bring damaged and missing files back from a backup. Ends with 1 when some are still not what they were."""
    from server import storage
    from server.backup import keys, repairing
    from server.db.queries import blob_checks
    from server.db.session import transaction
    from server.domain import blobs
    from server.storage import DAMAGED

    with terminal.connected():
        store = storage.blobs()
        if everything:
            blobs.check_all(store)
        with transaction() as session:
            faulty = blob_checks.faulty(session)
        came = repairing.repair(file, keys.identities(key_file), store, {one.sha256.hex() for one in faulty})
        left = {one.sha256.hex(): one.fault for one in blobs.check(store, faulty) if one.fault}
    still = [tuple(name for name, fault in left.items() if (fault == DAMAGED) is first) for first in (True, False)]
    done = Repaired(tuple(sorted(came - left.keys())), *still)
    terminal.show(done, as_json=as_json, text=in_words(done))
    if left:
        raise SystemExit(1)


def in_words(done: Repaired) -> str:
    """How many came back, and the names of the others."""
    said = terminal.in_words(
        th=f"กู้คืนไฟล์แนบแล้ว {len(done.repaired)} ไฟล์", en=f"Stored files brought back: {len(done.repaired)}."
    )
    return "\n".join([said, *named("เสียหาย", "damaged", done.damaged), *named("หายไป", "missing", done.missing)])


def named(th: str, en: str, names: Sequence[str]) -> list[str]:
    word = terminal.in_words(th=th, en=en)
    return [f"{word}: {name}" for name in names]
