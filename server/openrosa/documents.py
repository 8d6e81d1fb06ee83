"""The XML documents of OpenRosa: form list, manifest, integrity, message. Pure: no request, no database."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from lxml import etree

from server.db.queries.forms import ListedForm
from server.domain.lists import ListFile

RESPONSE = "http://openrosa.org/http/response"
FORMS_LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"


def form_address(base: str, form_id: str) -> str:
    """Where a phone finds a form, below its own address, which every address it is told repeats."""
    return f"{base}/forms/{quote(form_id, safe='')}"


def form_list(forms: Iterable[tuple[ListedForm, str]]) -> bytes:
    """forms: each with its address."""
    root = document("xforms", FORMS_LIST)
    for form, address in forms:
        entry = child(root, "xform")
        child(entry, "formID", form.form_id)
        child(entry, "name", form.title or form.form_id)
        child(entry, "version", form.version)
        child(entry, "hash", f"md5:{form.md5}")
        child(entry, "downloadUrl", f"{address}.xml")
        if form.media:
            child(entry, "manifestUrl", f"{address}/manifest")
    return written(root)


def manifest(files: Iterable[ListFile], address: str, base: str) -> bytes:
    """The files of a form that have content; only lists of entities can be asked for their integrity.

    address: that of the form; base: that of the phone.
    """
    root = document("manifest", MANIFEST)
    for file in files:
        kind = {"type": kind_of(file)} if file.entity_list else {}
        entry = child(root, "mediaFile", **kind)
        child(entry, "filename", file.name)
        child(entry, "hash", f"md5:{file.md5}")
        child(entry, "downloadUrl", f"{address}/attachments/{quote(file.name, safe='')}")
        if file.entity_list:
            child(entry, "integrityUrl", f"{base}/datasets/{quote(file.entity_list, safe='')}/integrity")
    return written(root)


def kind_of(file: ListFile) -> str:
    """Of a list of entities: phones make no local ones where those wait for approval."""
    return "approvalEntityList" if file.waits_for_approval else "entityList"


def integrity(is_gone: Mapping[str, bool]) -> bytes:
    """Of each entity by its id, whether the phone should forget it."""
    root = etree.Element("data")
    entities = etree.SubElement(root, "entities")
    for uuid, gone in is_gone.items():
        child(etree.SubElement(entities, "entity", id=uuid), "deleted", "true" if gone else "false")
    return written(root)


def message(text: str, *, nature: str) -> bytes:
    """The envelope whose message Collect shows to the enumerator."""
    root = document("OpenRosaResponse", RESPONSE)
    root.set("items", "0")
    child(root, "message", "".join(letter for letter in text if letter.isprintable()), nature=nature)
    return written(root)


def document(name: str, namespace: str) -> etree._Element:
    return etree.Element(etree.QName(namespace, name), nsmap={None: namespace})


def child(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    """An element in the namespace of its parent."""
    element = etree.SubElement(parent, etree.QName(etree.QName(parent).namespace, name), **attributes)
    element.text = text
    return element


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
