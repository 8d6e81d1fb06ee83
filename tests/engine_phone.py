"""A phone with the engine inside ODK Collect: its lists grow offline, its forms are filled with all their logic."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from tests import filled
from tests.engine import EntityList, Filled, Form, FormEngine
from tests.phone import Collect, KeptList
from tests.wire import Reply


class EnginePhone:
    """A phone that fetches as Collect does and fills forms as Collect does.

        phone.sync()
        form = phone.open("household_register").fill({"village_code": "50070503", …})
        sent = phone.finish(form, photos={"sheet_photo_1": b"…"})       finalized: its entity is in the phone's list
        phone.send_all()                                                 everything finished, oldest first

    at: what the phone takes for now.
    """

    def __init__(self, collect: Collect, engine: FormEngine, folder: Path, *, at: datetime) -> None:
        self.collect, self.engine, self.folder, self.at = collect, engine, folder, at
        self.lists = {name: EntityList(name) for name in ("households", "projects", "to_correct")}
        self.outbox: list[filled.Filled] = []
        self.gallery: dict[str, bytes] = {}

    def sync(self) -> None:
        """Get forms, media and lists."""
        self.collect.sync()
        for name, kept in self.collect.lists.items():
            self.lists[name].sync(table_of(kept))

    def open(self, form_id: str) -> Form:
        form = self.engine.open(self.xml(form_id), self.media(form_id), username="ทีมตำบล", at=self.at)
        form.form_id = form_id
        return form

    def edit(self, form_id: str, sent: Filled) -> Form:
        """Open what was sent once more."""
        form = self.engine.edit(self.xml(form_id), sent, self.media(form_id), at=self.at)
        form.form_id = form_id
        return form

    def finish(self, form: Form, photos: Mapping[str, bytes] | None = None) -> Filled:
        """Take the photos, finalize, and put the form into the outbox."""
        for question, content in (photos or {}).items():
            name = f"{1763778600000 + len(self.gallery)}.jpg"
            form.answer(question, name)
            self.gallery[name] = content
        done = form.finalize()
        for kept in self.lists.values():
            if list(done.root.iterfind("meta/entity")):
                kept.finalized(self.xml(form.form_id), done)
        files = {name: self.gallery[name] for name in done.files}
        self.outbox.append(filled.Filled(form.form_id, done.instance_id, done.xml.encode(), files))
        return done

    def send_all(self) -> list[Reply]:
        """Send the outbox; what was received leaves it."""
        replies = [self.collect.send(form) for form in self.outbox]
        self.outbox = [form for form, reply in zip(self.outbox, replies, strict=True) if reply.status != 201]
        return replies

    def xml(self, form_id: str) -> str:
        return self.collect.forms[form_id].xml.decode()

    def media(self, form_id: str) -> Path:
        """The folder of a form's files and lists as they are on the phone now."""
        folder = self.folder / form_id
        folder.mkdir(parents=True, exist_ok=True)
        for name, md5 in self.collect.forms[form_id].media.items():
            (folder / name).write_bytes(self.collect.files[md5])
        for name, kept in self.lists.items():
            (folder / f"{name}.csv").write_text(kept.csv(), encoding="utf-8")
        return folder


def table_of(kept: KeptList) -> str:
    """A list as the server sent it."""
    text = io.StringIO()
    served = [row for uuid, row in kept.rows.items() if uuid not in kept.offline]
    writer = csv.DictWriter(text, list(served[0]) if served else ["name"])
    writer.writeheader()
    writer.writerows(served)
    return text.getvalue()
