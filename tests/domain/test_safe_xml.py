"""XML from outside is parsed without believing it."""

import threading

import pytest
from lxml import etree

from server.domain.safe_xml import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, UnsafeXml, child, local_name, parse, text_of


def nested(levels):
    return b"<g>" * levels + b"</g>" * levels


def refused(xml):
    with pytest.raises(UnsafeXml) as error:
        parse(xml)
    return str(error.value)


def test_a_document_is_parsed():
    assert parse(b"<a><b>1</b></a>").findtext("b") == "1"


def test_every_limit_is_reached_and_not_passed():
    assert parse(nested(MAX_DEPTH)) is not None
    assert "levels" in refused(nested(MAX_DEPTH + 1))
    assert parse(b"<a>" + b"<b/>" * (MAX_ELEMENTS - 1) + b"</a>") is not None
    assert "elements" in refused(b"<a>" + b"<b/>" * MAX_ELEMENTS + b"</a>")
    assert parse(b"<a>" + b" " * (MAX_BYTES - 7) + b"</a>") is not None
    assert "larger" in refused(b"<a>" + b" " * (MAX_BYTES - 6) + b"</a>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037"])
@pytest.mark.parametrize(
    "inside", ["", "[<!ENTITY a 'b'>]", 'SYSTEM "file:///etc/passwd"', 'PUBLIC "-//x" "http://127.0.0.1:1/"']
)
def test_no_document_type_in_any_encoding(encoding, inside):
    declared = f"<?xml version='1.0' encoding='{encoding.removesuffix('-le').removesuffix('-be')}'?>"

    assert refused(f"{declared}<!DOCTYPE a {inside}><a/>".encode(encoding)) in (
        "a document type is not allowed",
        "not well-formed",
    )


def test_a_file_of_the_server_is_never_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("told")
    xml = f'<!DOCTYPE a [<!ENTITY s SYSTEM "file://{secret}">]><a>&s;</a>'

    assert "told" not in refused(xml.encode())
    assert "told" not in refused(xml.encode("utf-16"))


def test_an_include_is_an_element_like_others(tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_text("<told/>")
    root = parse(f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{secret}"/></a>'.encode())

    assert [local_name(element) for element in root] == ["include"]


def test_why_never_repeats_what_was_sent():
    assert refused(b"<a>\xe0\xb8\x99 secret </b>") == "not well-formed"


def test_comments_and_instructions_are_not_there():
    root = parse(b"<a><!-- x -->1<?p q?>2</a>")

    assert text_of(root) == "12"
    assert len(root) == 0


def test_names_are_local():
    root = parse(
        b'<a xmlns:orx="http://openrosa.org/xforms"><orx:meta><orx:instanceID> uuid:1 </orx:instanceID></orx:meta></a>'
    )

    assert text_of(child(child(root, "meta"), "instanceID")) == "uuid:1"
    assert child(None, "meta") is None
    assert text_of(child(root, "nothing")) is None


@pytest.mark.parametrize("xml", [b"<a/>", b"<a></a>", b"<a> \n </a>"])
def test_blank_is_none(xml):
    assert text_of(parse(xml)) is None


def test_threads_parse_side_by_side():
    results = []

    def work(number):
        results.extend(parse(f"<a>{number}</a>".encode()).text == str(number) for _ in range(200))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(results) == 1600
    assert all(results)


def test_a_parsed_element_writes_back():
    assert etree.tostring(parse("<a>ก</a>".encode()), encoding="unicode") == "<a>ก</a>"
