"""A phone's POST taken apart: multipart, on disk beyond 32 kB a part, with limits on everything."""

from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, NamedTuple
from urllib.parse import parse_qs
from wsgiref.types import WSGIEnvironment

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header
from werkzeug.wsgi import get_content_length, get_input_stream

from server import request_ids
from server.domain import submissions
from server.domain.safe_xml import MAX_BYTES
from server.domain.submissions import FilePart, Upload
from server.errors import PhoneUnknown, StorageFull, UploadTooLarge, UploadUnreadable, XmlPartMissing

XML_PART = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"  # on all but the last POST; which files are missing, the XML says
MAX_UPLOAD_MB = 500  # one file above the announced size still comes in a single POST
CLIENT = ("HTTP_ODK_CLIENT", "HTTP_USER_AGENT")  # a web client names itself in front of its browser
MAX_PARTS = 1000
SPOOL = 32_768
MEGABYTE = 1_000_000
LARGE = 10 * MEGABYTE


class Part(NamedTuple):
    """One part of a body: its head, and its content in memory or on disk."""

    head: MultipartSegment
    content: BinaryIO


def read_upload(
    environ: WSGIEnvironment,
    opened: ExitStack,
    *,
    workspace_id: int,
    token: str | None,
    person_id: int | None = None,
) -> Upload:
    """The upload of a phone, or of a person who is known, whose files can be read until `opened` closes them.

    Raises UploadUnreadable, UploadTooLarge, XmlPartMissing and StorageFull, always with the whole body read: a phone
    that is still writing would not see the answer.
    """
    body, length = get_input_stream(environ), get_content_length(environ)
    if token is not None and (length is None or length > LARGE):
        check_sender(body, workspace_id, token)
    parts = read_parts(environ, body, opened)
    return Upload(
        workspace_id=workspace_id,
        token=token,
        person_id=person_id,
        xml=xml_of(parts),
        files=files_among(parts),
        device_id=device_of(environ.get("QUERY_STRING", "")),
        user_agent=" ".join(environ[name] for name in CLIENT if name in environ) or None,
        request_id=request_ids.current(),
    )


def check_sender(body: BinaryIO, workspace_id: int, token: str) -> None:
    """A stranger does not fill our disk: who sends is asked before a large body is kept. Raises PhoneUnknown."""
    try:
        submissions.check_sender(workspace_id, token)
    except PhoneUnknown:
        exhaust(body)
        raise


def read_parts(environ: WSGIEnvironment, body: BinaryIO, opened: ExitStack) -> list[Part]:
    """The parts of the body; `opened` closes their files, whatever happens."""
    try:
        return list(spooled(parser(environ), body, opened))
    except (MultipartError, UnicodeError) as error:
        raise UploadUnreadable(why=str(error) if isinstance(error, MultipartError) else "not UTF-8") from error
    except OSError as error:
        raise StorageFull from error
    finally:
        exhaust(body)


def parser(environ: WSGIEnvironment) -> PushMultipartParser:
    content_type, options = parse_options_header(environ.get("CONTENT_TYPE", ""))
    if content_type != "multipart/form-data":
        raise UploadUnreadable(why="not multipart/form-data")
    length = get_content_length(environ)
    return PushMultipartParser(
        options.get("boundary", ""), content_length=-1 if length is None else length, max_segment_count=MAX_PARTS
    )


def spooled(parser: PushMultipartParser, body: BinaryIO, opened: ExitStack) -> Iterator[Part]:
    left = MAX_UPLOAD_MB * MEGABYTE
    for event in parser.parse_blocking(body.read):
        if isinstance(event, MultipartSegment):
            file = opened.enter_context(SpooledTemporaryFile(SPOOL))  # noqa: SIM115 - `opened` closes it
            yield Part(event, file)
        elif event:
            left -= file.write(event)
            if left < 0:
                raise UploadTooLarge(limit_mb=MAX_UPLOAD_MB)


def exhaust(body: BinaryIO) -> None:
    """Read what is left of the body, as far as a body may go."""
    left = MAX_UPLOAD_MB * MEGABYTE
    while left > 0 and (chunk := body.read(SPOOL)):
        left -= len(chunk)


def xml_of(parts: list[Part]) -> bytes:
    documents = [part for part in parts if part.head.name == XML_PART]
    if len(documents) != 1:
        raise XmlPartMissing
    if documents[0].head.size > MAX_BYTES:
        raise UploadTooLarge(limit_mb=MAX_BYTES // MEGABYTE)
    documents[0].content.seek(0)
    return documents[0].content.read()


def files_among(parts: list[Part]) -> tuple[FilePart, ...]:
    """What comes beside the XML."""
    return tuple(file_part(part) for part in parts if part.head.name not in (XML_PART, INCOMPLETE))


def file_part(part: Part) -> FilePart:
    """Phones name the part after the file; some other clients only give a file name."""
    names = tuple(name for name in (part.head.name, part.head.filename) if name)
    return FilePart(names, part.head.content_type or submissions.ANY_TYPE, part.content)


def device_of(query: str) -> str | None:
    """What the phone calls itself in the address it posts to."""
    return parse_qs(query).get("deviceID", [None])[0]
