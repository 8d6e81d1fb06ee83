"""Answers to phones: the OpenRosa envelopes, their headers, and Problems as a sentence Collect shows."""

from datetime import UTC, datetime
from email.utils import format_datetime

from flask import Response, request
from lxml import etree

from server.errors import Problem

RESPONSE = "http://openrosa.org/http/response"
FORMS_LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
ACCEPT_BYTES = 100_000_000
RECEIVED = {"th": "ได้รับข้อมูลครบถ้วนแล้ว ขอบคุณ", "en": "Received. Thank you."}


def locale() -> str:
    """Thai, unless the phone asks for English before Thai."""
    return request.accept_languages.best_match(("th", "en"), "th")


def openrosa(body: bytes | str = b"", status: int = 200) -> Response:
    """A reply with the headers without which Collect says "not an OpenRosa server"."""
    response = Response(body, status, content_type="text/xml; charset=utf-8")
    response.headers["X-OpenRosa-Version"] = "1.0"
    response.headers["X-OpenRosa-Accept-Content-Length"] = str(ACCEPT_BYTES)
    response.headers["Date"] = format_datetime(datetime.now(UTC), usegmt=True)
    response.headers["Cache-Control"] = "no-store" if request.method == "POST" else "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding, Accept-Language, Origin"
    response.headers["Content-Language"] = locale()
    return response


def message(text: str, *, nature: str, status: int) -> Response:
    """The envelope whose message Collect shows to the enumerator."""
    root = etree.Element("OpenRosaResponse", nsmap={None: RESPONSE}, items="0")
    etree.SubElement(root, "message", nature=nature).text = text
    return openrosa(document(root), status)


def received() -> Response:
    """201: the phone may forget its copy."""
    return message(RECEIVED[locale()], nature="submit_success", status=201)


def refused(problem: Problem) -> Response:
    """A Problem in the reader's language, its stable code for programs in a header."""
    response = message(problem.text(locale()), nature="error", status=problem.status)
    response.headers["X-Yudee-Problem"] = problem.code
    return response


def listing(root: etree._Element) -> Response:
    """A form list or manifest, answered by 304 when the phone holds it already."""
    response = openrosa(document(root))
    response.add_etag()
    return response.make_conditional(request)


def element(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    """A child with text, in the parent's namespace."""
    namespace = etree.QName(parent).namespace
    etree.SubElement(parent, etree.QName(namespace, name), **attributes).text = text


def document(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
