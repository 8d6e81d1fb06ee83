"""A fake ODK Collect: lists, fetches and decides as Collect does, fills, sends, resends, loses the connection."""

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from tests import filled
from tests.filled import Filled
from tests.parts import file_part, multipart, xml_part
from tests.wire import CutWire, Reply, Wire

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
DEVICE = "deviceID=collect%3AAbCdEfGh12345678"
MOST_FILES = 101
HEADERS = {
    "User-Agent": "org.odk.collect.android/v2026.3.3 Dalvik/2.1.0 (Linux; U; Android 13)",
    "X-OpenRosa-Version": "1.0",
    "Date": "Sun, 22 Nov 2026 02:11:01 GMT",  # a 12-hour clock: wrong every afternoon
}


@dataclass
class Blank:
    """A form on the phone. media: md5 by file name; lists are not files but tables of the app (see Collect.lists)."""

    form_id: str
    version: str
    xml: bytes
    media: dict[str, str] = field(default_factory=dict)

    @property
    def md5(self) -> str:
        return md5(self.xml)


@dataclass
class KeptList:
    """An entity list on the phone. md5: the hash under which it was announced; offline: ids born on this phone."""

    md5: str | None = None
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    offline: set[str] = field(default_factory=set)


class Collect:
    """A phone that scanned a code.

        phone.sync()                                           forms, media and lists, as after "Get blank form"
        filled = phone.fill("household_register", house_no="9", head_name="นางสาวสมมุติ")
        assert phone.send(filled).status == 201                HEAD, then POST; several POSTs when there is a lot
        phone.send(phone.edit(filled, house_no="10"))          an edit of what was sent
        photo = phone.fill("forum_attendance", files={"sheet_photo_1": b"a photo"})
        phone.with_signal_lost().send(photo)                   ConnectionResetError after the server has received it

    `fill` gets the one form it needs, without lists and files, when it is not here. Answers go by the names of the
    questions (None: was not asked; a list: a repeat); what a test does not say is in tests/filled.py.
    `phone.get(url)` fetches any address with the phone's headers.
    """

    def __init__(self, wire: Wire, server_url: str, *, limit: int = 10_000_000) -> None:
        self.wire, self.server_url, self.limit = wire, server_url.rstrip("/"), limit
        self.forms: dict[str, Blank] = {}
        self.files: dict[str, bytes] = {}  # by md5
        self.lists: dict[str, KeptList] = {}
        self.fetched: list[str] = []  # every address asked for, for tests of what a sync costs

    # Getting forms

    def get(self, url: str, *, method: str = "GET", **headers: str) -> Reply:
        """A GET with the phone's headers and its device id; takes absolute addresses as the server wrote them."""
        self.fetched.append(url)
        return self.wire(method, with_device(target_of(url)), HEADERS | headers)

    def listing(self) -> list[dict[str, str]]:
        """The form list. Raises ListRefused where Collect would."""
        root = openrosa(self.get(f"{self.server_url}/formList"), f"{LIST}xforms")
        forms = [texts(entry) for entry in root.iterfind(f"{LIST}xform")]
        if not all(form.get(name) for form in forms for name in ("formID", "name", "downloadUrl")):
            raise ListRefused("a form without formID, name or downloadUrl")
        return forms

    def manifest(self, url: str) -> list[dict[str, str]]:
        """The media of a form; `type` among them. Raises ListRefused where Collect would."""
        root = openrosa(self.get(url), f"{MANIFEST}manifest")
        media = [texts(entry) | dict(entry.attrib) for entry in root.iterfind(f"{MANIFEST}mediaFile")]
        if not all(item.get(name) for item in media for name in ("filename", "hash", "downloadUrl")):
            raise ListRefused("a file without filename, hash or downloadUrl")
        return media

    def sync(self) -> dict[str, str]:
        """Match the server exactly. Returns what was found of each form: new, updated_version, updated_hash,
        updated_media or on_device."""
        listed = self.listing()
        manifests = {form["formID"]: self.manifest_or_nothing(form) for form in listed}
        found = {form["formID"]: self.decide(form, manifests[form["formID"]]) for form in listed}
        for form in listed:
            if found[form["formID"]] != "on_device":
                self.download(form, manifests[form["formID"]])
        self.forms = {form_id: blank for form_id, blank in self.forms.items() if form_id in found}
        return found

    def manifest_or_nothing(self, form: Mapping[str, str]) -> list[dict[str, str]]:
        """Collect swallows a manifest's failure and installs the form without its files."""
        try:
            return self.manifest(form["manifestUrl"]) if "manifestUrl" in form else []
        except ListRefused:
            return []

    def decide(self, form: Mapping[str, str], media: list[dict[str, str]]) -> str:
        known = self.forms.get(form["formID"])
        if known is None:
            return "new"
        if f"md5:{known.md5}" != form["hash"]:
            return "updated_hash" if known.version == form.get("version", "") else "updated_version"
        have = set(known.media.values())
        return "on_device" if all(item["hash"][4:] in have for item in media) else "updated_media"

    def download(self, form: Mapping[str, str], media: list[dict[str, str]]) -> None:
        blank = Blank(form["formID"], form.get("version", ""), self.body(form["downloadUrl"]))
        for item in media:
            if item.get("type") in ("entityList", "approvalEntityList"):
                self.sync_list(item)
            else:
                blank.media[item["filename"]] = item["hash"][4:]
                if item["hash"][4:] not in self.files:
                    self.files[item["hash"][4:]] = self.body(item["downloadUrl"])
        self.forms[blank.form_id] = blank

    def sync_list(self, item: Mapping[str, str]) -> None:
        """Import a list when its hash changed; ask after entities born here whether or not it did."""
        kept = self.lists.setdefault(item["filename"].removesuffix(".csv"), KeptList())
        if kept.md5 != item["hash"][4:]:
            rows = rows_of(self.body(item["downloadUrl"]))
            if not all("label" in row and row["__version"].isdigit() for row in rows.values()):
                return  # one bad row: the whole import is dropped and the hash not kept
            own = {uuid: row for uuid, row in kept.rows.items() if uuid in kept.offline and uuid not in rows}
            kept.rows, kept.md5 = rows | own, item["hash"][4:]
            kept.offline &= own.keys()
        if kept.offline and "integrityUrl" in item:
            self.check_integrity(kept, item["integrityUrl"])

    def check_integrity(self, kept: KeptList, url: str) -> None:
        for uuid, is_deleted in self.integrity(url, *kept.offline).items():
            if is_deleted:
                kept.rows.pop(uuid, None)
                kept.offline.discard(uuid)

    def integrity(self, url: str, *uuids: str) -> dict[str, bool]:
        """Which of these entities the server knows, and whether they are gone. Raises ListRefused."""
        root = openrosa(self.get(f"{url}?id={'%2C'.join(uuids)}"), "data")
        said = {entity.get("id"): entity.findtext("deleted") for entity in root.iterfind("entities/entity")}
        if not set(said.values()) <= {"true", "false"}:
            raise ListRefused(f"deleted is neither true nor false: {said}")
        return {uuid: deleted == "true" for uuid, deleted in said.items()}

    def table(self, form_id: str, file_name: str) -> dict[str, dict[str, str]]:
        """The rows of a file of choices as it lies on the phone, by `name`."""
        return rows_of(self.files[self.forms[form_id].media[file_name]])

    def body(self, url: str) -> bytes:
        reply = self.get(url)
        if reply.status != 200:
            raise ListRefused(f"{reply.status} for {url}")
        return reply.body

    # Filling

    def fill(
        self,
        form_id: str,
        /,
        *,
        files: Mapping[str, bytes] | None = None,
        entity: Mapping[str, str] | None = None,
        **answers: object,
    ) -> Filled:
        """Fill in a form of the list; see tests/filled.py."""
        if form_id not in self.forms:
            listed = {form["formID"]: form for form in self.listing()}
            self.download(listed[form_id], media=[])
        return filled.fill(self.forms[form_id].xml, answers, files or {}, entity or {})

    @staticmethod
    def edit(old: Filled, **answers: object) -> Filled:
        """Edit what was finalized or sent before."""
        return filled.edit(old, answers)

    # Sending

    def send(self, form: Filled) -> Reply:
        """HEAD, then as many POSTs as it takes; stops at the first refusal. Returns the last answer."""
        posts = list(self.posts(form))
        self.announce()
        for number, files in enumerate(posts, start=1):
            reply = self.post(form.xml, files, is_incomplete=number < len(posts))
            if reply.status not in (201, 202):
                return reply
        return reply

    def announce(self) -> Reply:
        reply = self.wire("HEAD", with_device(target_of(f"{self.server_url}/submission")), HEADERS)
        if reply.status == 204:
            self.limit = int(reply.headers.get("X-OpenRosa-Accept-Content-Length", self.limit))
        return reply

    def posts(self, form: Filled):
        """The files of each POST: a new one before the limit is passed or after 101 files."""
        room, batch = self.limit - len(form.xml), {}
        for name, content in form.files.items():
            if batch and (len(content) > room or len(batch) == MOST_FILES):
                yield batch
                room, batch = self.limit - len(form.xml), {}
            batch[name] = content
            room -= len(content)
        yield batch

    def post(
        self, xml: bytes, files: Mapping[str, bytes] | None = None, *, is_incomplete: bool = False, **headers: str
    ) -> Reply:
        """One POST of a (part of a) submission."""
        parts = [xml_part(xml), *(file_part(name, content) for name, content in (files or {}).items())]
        if is_incomplete:
            parts.append(b'Content-Disposition: form-data; name="*isIncomplete*"\r\n\r\nyes')
        return self.post_parts(parts, **headers)

    def post_parts(self, parts: list[bytes], *, query: str = DEVICE, **headers: str) -> Reply:
        """One POST of these parts, each its own header lines, a blank line and its content."""
        content_type, body = multipart(parts)
        target = f"{target_of(self.server_url)}/submission?{query}"
        return self.wire("POST", target, HEADERS | {"Content-Type": content_type} | headers, body)

    def with_signal_lost(self) -> "Collect":
        """This phone where the answer to a POST does not come back."""
        other = Collect(CutWire(self.wire), self.server_url, limit=self.limit)
        other.forms = self.forms
        return other

    def at(self, **changes: object) -> "Collect":
        """Another phone like this one: `wire` or `server_url` differ, nothing is on it yet."""
        return Collect(**({"wire": self.wire, "server_url": self.server_url, "limit": self.limit} | changes))


class ListRefused(Exception):
    """Collect would not believe this list."""


def openrosa(reply: Reply, root_tag: str) -> etree._Element:
    """The document of a reply that Collect takes for OpenRosa's."""
    if reply.status != 200:
        raise ListRefused(f"status {reply.status}")
    if "text/xml" not in reply.headers.get("Content-Type", "text/xml") or "X-OpenRosa-Version" not in reply.headers:
        raise ListRefused("not an OpenRosa server")
    root = etree.fromstring(reply.body)
    if root.tag != root_tag:
        raise ListRefused(f"the root is {root.tag}")
    return root


def texts(entry: etree._Element) -> dict[str, str]:
    return {etree.QName(child).localname: child.text or "" for child in entry}


def rows_of(content: bytes) -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}


def target_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def with_device(target: str) -> str:
    return f"{target}{'&' if '?' in target else '?'}{DEVICE}"


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
