"""What the server keeps, looked at from outside: rows, files, and what ought to be there by the XML itself."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import psycopg
from lxml import etree

from server.db.models import Base

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32"}
MARKS |= {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
MARKS |= {"<?".encode(name): name for name in ("utf-16-le", "utf-16-be")}  # a declaration without a mark says it, too
VERSIONS = """
    select id, submission_id, instance_id, is_current, sha256 = sha256(xml), form_version_id from submission_version
"""
ATTACHMENTS = "select submission_version_id, name, sha256 from attachment"
SUBMISSIONS = "select id, instance_id, form, deleted_at is null, edits from submission"
PENDING = "select id, submission_id from pending_submission"
BLOBS = "select sha256 from blob"
RECEIVING = ("submission", "submission_version", "attachment", "blob", "pending_submission", "event")
OTHERS = [table.name for table in Base.metadata.sorted_tables if table.name not in RECEIVING]
COUNTS = " union all ".join(f"select '{name}', count(*) from \"{name}\"" for name in OTHERS)


@dataclass(frozen=True)
class Kept:
    """Rows of the tables of receiving, and the files on the disk, by their sha256."""

    submissions: frozenset[tuple]
    versions: frozenset[tuple]
    attachments: frozenset[tuple]
    pending: frozenset[tuple]
    blobs: frozenset[bytes]
    files: frozenset[str]


class Keeper:
    """Looks at a database and a folder of blobs."""

    def __init__(self, connection: psycopg.Connection, folder: Path) -> None:
        self.connection, self.folder = connection, folder

    def kept(self) -> Kept:
        asked = (SUBMISSIONS, VERSIONS, ATTACHMENTS, PENDING)
        rows = [frozenset(self.connection.execute(statement).fetchall()) for statement in asked]
        blobs = frozenset(row[0] for row in self.connection.execute(BLOBS))
        files = frozenset(path.name for path in self.folder.rglob("*") if path.is_file())
        return Kept(*rows, blobs, files)

    def others(self) -> dict[str, int]:
        """Rows of every table that receiving has nothing to do with."""
        return dict(self.connection.execute(COUNTS).fetchall())

    def definition(self, form_version_id: int) -> tuple[str, str, list[str]]:
        """(form id, version, paths of the questions that are answered with a file)."""
        form_id, version, questions = self.connection.execute(
            "select f.form_id, v.version, v.questions from form_version v join form f on f.id = v.form where v.id = %s",
            [form_version_id],
        ).fetchone()
        return form_id, version, [one["path"] for one in questions if one.get("type") == "binary"] + ["/meta/audit"]

    def xml(self, version_id: int) -> bytes:
        return self.connection.execute("select xml from submission_version where id = %s", [version_id]).fetchone()[0]


def named_in(xml: bytes, paths: list[str]) -> tuple[str, str, str | None, str | None, set[str]]:
    """(form id, version, instance id, edited id, names of files) of a submission, read by another parser."""
    root = parsed(decoded(xml))
    files = {(node.text or "").strip() for path in paths for node in at(root, path.strip("/").split("/"))}
    ids = [first(root, ["meta", name]) for name in ("instanceID", "deprecatedID")]
    return root.get("id"), root.get("version", ""), *ids, files - {""}


def parsed(xml: bytes):
    """By expat; by lxml where a name has letters that only the fifth edition of XML allows."""
    try:
        return ElementTree.fromstring(xml, ElementTree.XMLParser(encoding="utf-8"))  # noqa: S314 - it has no entities
    except ElementTree.ParseError:
        return etree.fromstring(xml, etree.XMLParser(remove_comments=True, remove_pis=True, encoding="utf-8"))


def decoded(xml: bytes) -> bytes:
    """In UTF-8: the mark at the beginning says how it is written, or else the declaration, or else it is UTF-8."""
    declared = re.match(rb"<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)", xml)
    marked = next((name for mark, name in MARKS.items() if xml.startswith(mark)), None)
    return xml.decode(marked or (declared[1].decode() if declared else "utf-8")).encode()


def at(node, names: list[str]) -> list:
    """The elements at a path, whatever their namespaces; only those without elements of their own at its end."""
    if not names:
        return [node]
    return [found for child in node if child.tag.rpartition("}")[2] == names[0] for found in at(child, names[1:])]


def first(node, names: list[str]) -> str | None:
    """The text at a path of first children."""
    for name in names:
        node = next((child for child in node if child.tag.rpartition("}")[2] == name), None)
        if node is None:
            return None
    return (node.text or "").strip() or None
