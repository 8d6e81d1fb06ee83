"""What a backup says of itself: inside, first and last (manifest, report), and beside it, for the next one (index)."""

from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

FORMAT = 1
MANIFEST, DUMP, SECRET, BLOBS, REPORT = "manifest.json", "database.dump/", "secret", "blobs/", "report.json"


@dataclass(frozen=True)
class Link:
    """A file of a chain. sha256 of the file as it lies there, in hex."""

    file: str
    sha256: str


@dataclass(frozen=True)
class TableDigest:
    """What a table held: its rows, and a sum over all of them that does not depend on their order."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """The first part. All of it was read in the snapshot that the dump shows.

    earlier: the files this one rests on, oldest first. blobs: {sha256: bytes} of all that the database speaks of,
    wherever in the chain they lie. figures: the roll-ups of each province, plan year and basis.
    """

    yudee: str
    schema: str
    made_at: str
    postgresql: int
    earlier: tuple[Link, ...]
    blobs: dict[str, int]
    tables: dict[str, TableDigest]
    figures: dict[str, dict]
    format: int = FORMAT

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """Raises ValueError, TypeError or KeyError when it is none, or one of a later format."""
        said = orjson.loads(content)
        if said["format"] != FORMAT:
            raise ValueError("an unknown format")
        said["earlier"] = tuple(Link(**link) for link in said["earlier"])
        said["tables"] = {name: TableDigest(**table) for name, table in said["tables"].items()}
        return cls(**said)


@dataclass(frozen=True)
class Report:
    """The last part: blobs that are in no file of the chain, as sha256 in hex, and how many blobs are in this file.

    damaged: their bytes had changed. missing: they were not there. erased: erased while the backup was being made.
    """

    damaged: tuple[str, ...]
    missing: tuple[str, ...]
    erased: tuple[str, ...]
    blobs: int

    @classmethod
    def read(cls, content: bytes) -> "Report":
        said = orjson.loads(content)
        return cls(tuple(said["damaged"]), tuple(said["missing"]), tuple(said["erased"]), said["blobs"])

    @property
    def absent(self) -> frozenset[str]:
        return frozenset((*self.damaged, *self.missing, *self.erased))


@dataclass(frozen=True)
class Index:
    """Beside a file, in the clear: what the next backup must know without the private key. Sums only, no data."""

    file: str
    sha256: str
    size: int
    made_at: str
    earlier: tuple[Link, ...]
    blobs: tuple[str, ...]

    @property
    def link(self) -> Link:
        return Link(self.file, self.sha256)

    @classmethod
    def read(cls, content: bytes) -> "Index":
        """Raises ValueError, TypeError or KeyError when it is none."""
        said = orjson.loads(content)
        said["earlier"] = tuple(Link(**link) for link in said["earlier"])
        return cls(**(said | {"blobs": tuple(said["blobs"])}))


def as_json(said: Manifest | Report | Index) -> bytes:
    return orjson.dumps(asdict(said), option=orjson.OPT_INDENT_2)


def index_of(file: Path) -> Path:
    """Where the index of a backup lies."""
    return file.with_name(file.name + ".index")
