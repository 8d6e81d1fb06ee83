"""An entity list as Collect keeps it between two syncs, with what was created and updated offline."""

import csv
import io
from dataclasses import dataclass, field, replace
from uuid import uuid4

from lxml import etree

from tests.engine.engine import Filled

SAVETO = "{http://www.opendatakit.org/xforms/entities}saveto"
OWN_COLUMNS = ("name", "label", "__version", "__trunkVersion", "__branchId")


@dataclass(frozen=True)
class Kept:
    """One entity on the phone. trunk: the server's version that the local one grew from, none if made offline."""

    label: str
    version: int
    trunk: int | None
    branch: str
    properties: dict[str, str]
    is_offline: bool = False

    @property
    def is_dirty(self) -> bool:
        return self.version != self.trunk


@dataclass
class EntityList:
    """Sync it with what the server serves, give `csv()` to the form engine, tell it what was finalized."""

    name: str
    entities: dict[str, Kept] = field(default_factory=dict)

    def sync(self, served: str) -> None:
        """Merge the server's CSV by version, the server winning unless the phone is ahead."""
        rows = {row["name"]: row for row in csv.DictReader(io.StringIO(served))}
        offline = {name: kept for name, kept in self.entities.items() if kept.is_offline and name not in rows}
        self.entities = {name: self._merged(name, row) for name, row in rows.items()} | offline

    def _merged(self, name: str, row: dict[str, str]) -> Kept:
        version, kept = int(row["__version"]), self.entities.get(name)
        if kept and (kept.version > version or (kept.version == version and not kept.is_dirty)):
            return replace(kept, is_offline=False)
        properties = {column: value for column, value in row.items() if column not in OWN_COLUMNS}
        return Kept(row["label"], version, version, str(uuid4()), properties)

    def finalized(self, form_xml: str, filled: Filled) -> None:
        """Create or update the entity that a new submission writes; edits of sent submissions change nothing here."""
        entity = filled.entity
        if filled.deprecated_id or entity["dataset"] != self.name:
            return
        name, answers = entity["id"], _saved_answers(form_xml, filled)
        if entity.get("create") == "1":
            self.entities[name] = Kept(entity["label"], 1, None, str(uuid4()), answers, is_offline=True)
        elif entity.get("update") == "1" and name in self.entities:
            kept = self.entities[name]
            self.entities[name] = replace(
                kept,
                label=entity["label"] or kept.label,
                version=kept.version + 1,
                properties=kept.properties | answers,
            )

    def csv(self) -> str:
        """The list as the form sees it."""
        text = io.StringIO()
        columns = dict.fromkeys(
            [*OWN_COLUMNS, *(column for kept in self.entities.values() for column in kept.properties)]
        )
        writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
        writer.writeheader()
        for name, kept in self.entities.items():
            own = (name, kept.label, kept.version, kept.trunk or "", kept.branch)
            writer.writerow(dict(zip(OWN_COLUMNS, own, strict=True)) | kept.properties)
        return text.getvalue()


def _saved_answers(form_xml: str, filled: Filled) -> dict[str, str]:
    """Property to answer for every question with save_to that was asked: what is not asked is not in the XML."""
    root, answers = filled.root, {}
    for bind in etree.fromstring(form_xml.encode()).iter("{http://www.w3.org/2002/xforms}bind"):
        node = root.find(bind.get("nodeset").split("/", 2)[2]) if bind.get(SAVETO) else None
        if node is not None:
            answers[bind.get(SAVETO)] = node.text or ""
    return answers
