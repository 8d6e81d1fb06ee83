"""The documents phones read, whatever is in them."""

from lxml import etree

from server.db.queries.forms import ListedForm
from server.domain.lists import ListFile
from server.openrosa import documents
from tests.phone import LIST, MANIFEST, texts

BASE = "https://yudee.example.org/v1/key/T/projects/1"


def test_an_id_in_any_alphabet_is_percent_encoded_in_addresses_only():
    form = ListedForm(1, "แบบ 1&<b>", "ชื่อ <b>&", "รุ่น 1", "0" * 32, [{"name": "x.csv"}])
    listed = documents.form_list([(form, documents.form_address(BASE, form.form_id))])
    (entry,) = etree.fromstring(listed).iterfind(f"{LIST}xform")
    told = texts(entry)

    assert (told["formID"], told["name"], told["version"]) == ("แบบ 1&<b>", "ชื่อ <b>&", "รุ่น 1")
    assert told["downloadUrl"] == f"{BASE}/forms/%E0%B9%81%E0%B8%9A%E0%B8%9A%201%26%3Cb%3E.xml"
    assert told["manifestUrl"] == f"{BASE}/forms/%E0%B9%81%E0%B8%9A%E0%B8%9A%201%26%3Cb%3E/manifest"


def test_a_file_in_any_alphabet_too():
    file = ListFile("แผน ที่.png", "0" * 32, bytes)
    named = documents.manifest([file], f"{BASE}/forms/a%20b", BASE)
    (entry,) = etree.fromstring(named).iterfind(f"{MANIFEST}mediaFile")
    told = texts(entry)

    assert told["filename"] == "แผน ที่.png"
    assert told["downloadUrl"].endswith(
        "/forms/a%20b/attachments/%E0%B9%81%E0%B8%9C%E0%B8%99%20%E0%B8%97%E0%B8%B5%E0%B9%88.png"
    )


def test_a_message_may_quote_what_xml_cannot_hold():
    root = etree.fromstring(documents.message("ไม่มี \x00\x01\ufffe<b>", nature="error"))

    assert root.findtext("{*}message") == "ไม่มี <b>"


def test_every_document_is_utf8_with_a_declaration():
    for written in (
        documents.form_list([]),
        documents.manifest([], BASE, BASE),
        documents.integrity({}),
        documents.message("ก", nature="error"),
    ):
        assert written.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
