"""Every fault of the envelope: a clear answer with a stable code, and nothing kept by half."""

from uuid import uuid4

import pytest
from sqlalchemy import func, update

from server.db.models import Phone
from tests.kernel import files_up_to
from tests.parts import file_part, multipart, xml_part

PHOTO = {"photo.jpg": b"a photo"}


def plan(*, inner="", attributes="id='community_plan' version='{version}'", declaration="", instance_id=None):
    """A plan with a photo, as text with a place for the version."""
    ids = f"<meta><instanceID>{instance_id or f'uuid:{uuid4()}'}</instanceID></meta>"
    return f"{declaration}<data {attributes}><plan_photo_1>photo.jpg</plan_photo_1>{inner}{ids}</data>"


@pytest.fixture
def version(phone):
    phone.sync()
    return phone.forms["community_plan"].version


@pytest.fixture
def refuse(phone, kept, version):
    """Send the XML with its photo; it must be refused and leave nothing."""

    def send(xml, *, files=PHOTO, by=None):
        content = xml.replace("{version}", version).encode() if isinstance(xml, str) else xml
        before = kept()
        reply = (by or phone).post(content, files)
        assert kept() == before
        assert b"OpenRosaResponse" in reply.body
        return reply.status, reply.problem

    return send


def test_the_plan_of_these_tests_is_taken_when_nothing_is_wrong_with_it(phone, version):
    assert phone.post(plan().replace("{version}", version).encode(), PHOTO).status == 201


DEEP = "<g>" * 100 + "</g>" * 100
BILLION = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10 if n else "ha"}">' for n in range(10))
NOT_XML = {
    "nothing": b"",
    "blanks": b"  \n ",
    "text": b"hello",
    "json": b'{"id": "community_plan"}',
    "broken off": plan().encode()[:-8],
    "two roots": (plan() + plan()).encode(),
    "an unknown entity": plan(inner="<x>&nbsp;</x>").encode(),
    "an unknown prefix": plan(inner="<odk:x/>").encode(),
    "invalid UTF-8": plan(inner="<x>\udcff</x>").encode("utf-8", "surrogateescape"),
    "a control character": plan(inner="<x>\x07</x>").encode(),
    "NUL": plan(inner="<x>\0</x>").encode(),
    "NUL by its number": plan(inner="<x>&#0;</x>").encode(),
    "half a surrogate by its number": plan(inner="<x>&#xD800;</x>").encode(),
    "an encoding nobody has": plan(declaration='<?xml version="1.0" encoding="klingon"?>').encode(),
    "a wrong encoding": plan(declaration='<?xml version="1.0" encoding="UTF-16"?>').encode(),
    "the same attribute twice": plan(attributes="id='community_plan' id='x'").encode(),
    "no form": plan(attributes="version='1'").encode(),
    "a blank form": plan(attributes="id=''").encode(),
    "an image": b"\x89PNG\r\n\x1a\n" + bytes(100),
}
BOMB = plan(declaration=f"<!DOCTYPE d [{BILLION}]>", inner="<x>&b9;</x>")
BOMB_IN_ATTRIBUTE = plan(declaration=f"<!DOCTYPE d [{BILLION}]>", inner="<x a='&b9;'/>")
FILE = plan(declaration='<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>', inner="<x>&f;</x>")
TO_HURT = {
    "entities that multiply": BOMB.encode(),
    "entities that multiply in an attribute": BOMB_IN_ATTRIBUTE.encode(),
    "entities in UTF-16": BOMB.encode("utf-16"),
    "entities in an attribute in UTF-16": BOMB_IN_ATTRIBUTE.encode("utf-16-be"),
    "a file of the server": FILE.encode(),
    "a document type elsewhere": plan(declaration='<!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd">').encode(),
    "a document type that says nothing": plan(declaration="<!DOCTYPE data>").encode(),
    "a document type in UTF-32": plan(declaration="<!DOCTYPE data>").encode("utf-32"),
    "a document type in EBCDIC": plan(declaration="<?xml version='1.0' encoding='cp037'?><!DOCTYPE data>").encode(
        "cp037"
    ),
    "too deep": plan(inner=DEEP).encode(),
    "very deep": plan(inner="<g>" * 100_000).encode(),
    "100,001 siblings": plan(inner="<x/>" * 100_001).encode(),
}


@pytest.mark.parametrize("fault", NOT_XML)
def test_what_is_not_a_form_in_xml_is_refused(refuse, fault):
    assert refuse(NOT_XML[fault]) == (400, "xml-unreadable")


@pytest.mark.parametrize("fault", TO_HURT)
def test_xml_made_to_hurt_is_refused(refuse, fault):
    assert refuse(TO_HURT[fault]) == (400, "xml-unreadable")


def test_fifty_megabytes_of_xml_are_too_much(refuse):
    assert refuse(plan(inner=f"<x>{'x' * 50_000_000}</x>")) == (413, "upload-too-large")


@pytest.mark.parametrize("name", ["id", "version", "instanceID", "deprecatedID"])
def test_an_absurdly_long_id_is_refused(refuse, name):
    absurd = {
        "id": plan(attributes=f"id='{'x' * 300}' version='1'"),
        "version": plan(attributes=f"id='community_plan' version='{'9' * 300}'"),
        "instanceID": plan(instance_id="x" * 300),
        "deprecatedID": plan(instance_id="x</instanceID><deprecatedID>" + "y" * 300 + "</deprecatedID><instanceID>"),
    }

    assert refuse(absurd[name]) == (400, "xml-unreadable")


def test_an_id_of_255_letters_is_taken(phone, version):
    xml = plan(instance_id="ก" * 255).replace("{version}", version).encode()

    assert phone.post(xml).status == 201


def test_an_unknown_form_is_404(refuse):
    assert refuse(plan(attributes="id='unknown' version='1'")) == (404, "form-unknown")


@pytest.mark.parametrize("version", ["1", "", "2026", "'; drop table form; --".replace("'", "&apos;")])
def test_an_unknown_version_is_404(refuse, version):
    assert refuse(plan(attributes=f"id='community_plan' version='{version}'")) == (404, "form-version-unknown")


def test_a_form_without_a_version_is_the_blank_version(refuse):
    assert refuse(plan(attributes="id='community_plan'")) == (404, "form-version-unknown")


def test_case_counts_in_ids(refuse):
    assert refuse(plan(attributes="id='Community_Plan' version='{version}'")) == (404, "form-unknown")


# Who sends


def test_a_revoked_phone_is_403(phone, session, refuse):
    session.execute(update(Phone).values(revoked_at=func.now()))
    session.commit()

    assert refuse(plan()) == (403, "phone-unknown")


@pytest.mark.parametrize("token", ["x" * 64, "x", "x" * 65, "a%00b", "é" * 64, "'" * 64])
def test_a_token_nobody_holds_is_403(phone, refuse, token):
    stranger = phone.at(server_url=f"https://yudee.example.org/v1/key/{token}/projects/1")

    assert refuse(plan(), by=stranger) == (403, "phone-unknown")


def test_an_unknown_form_is_not_told_to_strangers(phone, refuse):
    stranger = phone.at(server_url=f"https://yudee.example.org/v1/key/{'x' * 64}/projects/1")

    assert refuse(plan(attributes="id='unknown'"), by=stranger) == (403, "phone-unknown")


def test_a_project_that_does_not_exist_is_404(phone, refuse):
    lost = phone.at(server_url=f"https://yudee.example.org/v1/key/{phone.made.token}/projects/99")

    assert refuse(plan(), by=lost) == (404, "not-found")


@pytest.mark.parametrize("number", ["0", "2147483647", "2147483648", "99999999999999999999", "-1", "one", "1%00"])
def test_a_number_of_a_project_may_be_absurd(phone, refuse, number):
    lost = phone.at(server_url=f"https://yudee.example.org/v1/key/{phone.made.token}/projects/{number}")

    assert refuse(plan(), by=lost) == (404, "not-found")


# Parts and file names


def send_parts(phone, kept, parts, **headers):
    before = kept()
    reply = phone.post_parts(parts, **headers)
    assert kept() == before
    return reply.status, reply.problem


@pytest.fixture
def xml(version):
    return plan().replace("{version}", version).encode()


def test_without_the_xml_part_nothing_is_taken(phone, kept):
    assert send_parts(phone, kept, [file_part("photo.jpg", b"a photo")]) == (400, "xml-part-missing")


def test_without_any_part_nothing_is_taken(phone, kept):
    assert send_parts(phone, kept, []) == (400, "xml-part-missing")


def test_two_xml_parts_are_one_too_many(phone, kept, xml):
    assert send_parts(phone, kept, [xml_part(xml), xml_part(xml)]) == (400, "xml-part-missing")


def test_an_empty_xml_part_is_no_form(phone, kept):
    assert send_parts(phone, kept, [xml_part(b"")]) == (400, "xml-unreadable")


PATHS = [
    "../photo.jpg",
    "/etc/passwd",
    "..",
    ".",
    "a/b.jpg",
    "a\\b.jpg",
    "C:\\photo.jpg",
    "photo\t.jpg",
    "\x01.jpg",
    "x" * 256,
]


@pytest.mark.parametrize("name", PATHS)
def test_a_part_named_like_a_path_is_refused(phone, kept, xml, name):
    assert send_parts(phone, kept, [xml_part(xml), file_part(name, b"x")]) == (400, "file-name-unsafe")


@pytest.mark.parametrize("name", [name for name in PATHS if name.isprintable()])
def test_an_answer_that_names_a_path_is_refused(refuse, name):
    xml = plan().replace("photo.jpg", name)

    assert refuse(xml, files={}) == (400, "file-name-unsafe")


def test_a_name_that_is_not_utf8_is_refused(phone, kept, xml):
    part = b'Content-Disposition: form-data; name="\xe0\xb8.jpg"; filename="\xe0\xb8.jpg"\r\n\r\nx'

    assert send_parts(phone, kept, [xml_part(xml), part]) == (400, "upload-unreadable")


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"x",
        b"\r\n\r\nx",
        b'Content-Disposition: attachment; filename="x"\r\n\r\nx',
        b'Content-Disposition form-data\r\n\r\nx',
        b'Content-Disposition: form-data; name="x"\r\nContent-Length: 5\r\n\r\nx',
    ],
)  # fmt: skip
def test_a_malformed_part_is_refused(phone, kept, xml, part):
    assert send_parts(phone, kept, [xml_part(xml), part]) == (400, "upload-unreadable")


def test_too_many_parts_are_refused(phone, kept, xml):
    parts = [xml_part(xml), *(file_part(f"{n}.jpg", b"x") for n in range(1000))]

    assert send_parts(phone, kept, parts) == (400, "upload-unreadable")


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=another",
        "multipart/form-data; boundary=\xe0",
        "multipart/mixed; boundary={boundary}",
        f"multipart/form-data; boundary={'x' * 5000}",
    ],
)
def test_a_wrong_content_type_or_boundary_is_refused(phone, kept, xml, content_type):
    boundary = multipart([])[0].rsplit("=", 1)[1]
    sent = content_type.replace("{boundary}", boundary)

    assert send_parts(phone, kept, [xml_part(xml)], **{"Content-Type": sent}) == (400, "upload-unreadable")


def test_a_body_that_breaks_off_is_refused(phone, kept, xml):
    content_type, body = multipart([xml_part(xml), file_part("photo.jpg", b"x" * 1000)])
    before = kept()
    target = f"/v1/key/{phone.made.token}/projects/1/submission"
    for end in (1, 50, len(body) // 2, len(body) - 500, len(body) - 5):
        headers = {"X-OpenRosa-Version": "1.0", "Content-Type": content_type}
        assert phone.wire("POST", target, headers, body[:end]).problem == "upload-unreadable"
    assert kept() == before


def test_an_xml_submission_not_in_parts_is_refused(phone, kept, xml):
    before = kept()
    headers = {"X-OpenRosa-Version": "1.0", "Content-Type": "text/xml"}
    reply = phone.wire("POST", f"/v1/key/{phone.made.token}/projects/1/submission", headers, xml)

    assert (reply.status, reply.problem) == (400, "upload-unreadable")
    assert kept() == before


# Unusual, and taken


UNUSUAL = {
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-8 with a mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "TIS-620": lambda text: b'<?xml version="1.0" encoding="TIS-620"?>' + text.encode("tis-620"),
    "comments": lambda text: text.replace("<meta>", "<!-- a <b> --><?p i?><meta>").encode(),
    "CDATA": lambda text: text.replace("<meta>", "<note><![CDATA[<b>&]]></note><meta>").encode(),
    "100,000 letters": lambda text: text.replace("<meta>", f"<note>{'ก' * 100_000}</note><meta>").encode(),
    "an attribute of a megabyte": lambda text: text.replace("<meta>", f"<note a='{'x' * 1_000_000}'/><meta>").encode(),
    "90,000 siblings": lambda text: text.replace("<meta>", "<note/>" * 90_000 + "<meta>").encode(),
    "sixty levels": lambda text: text.replace("<meta>", "<g>" * 60 + "</g>" * 60 + "<meta>").encode(),
    "four-byte letters": lambda text: text.replace("<meta>", "<note>😀𝄞</note><meta>").encode(),
    "unknown questions": lambda text: text.replace("<meta>", "<never_asked>x</never_asked><meta>").encode(),
    "another order": lambda text: text.replace("<data", "<data xmlns:orx='http://openrosa.org/xforms'").encode(),
}


@pytest.mark.parametrize("habit", UNUSUAL)
def test_what_is_only_unusual_is_taken_and_kept_as_it_came(phone, session, version, habit):
    xml = UNUSUAL[habit](plan(inner="<written><plan_title>แผน</plan_title></written>").replace("{version}", version))

    assert phone.post(xml).status == 201
    row = session.connection().exec_driver_sql("select xml, answers from submission_version").one()
    assert row.xml == xml
    assert row.answers["written"]["plan_title"] == "แผน"


# Strangers


def test_a_stranger_writes_nothing_to_the_disk_however_much_they_send(phone, xml, kept):
    """The kernel refuses every byte here; a large upload of a phone we know is told so, a stranger gets no so far."""
    parts = [xml_part(xml), file_part("photo.jpg", bytes(11_000_000))]
    stranger, before = phone.at(server_url=f"https://yudee.example.org/v1/key/{'x' * 64}/projects/1"), kept()
    with files_up_to(0):
        answers = [one.post_parts(parts) for one in (stranger, phone)]

    assert [reply.problem for reply in answers] == ["phone-unknown", "storage-full"]
    assert kept() == before
