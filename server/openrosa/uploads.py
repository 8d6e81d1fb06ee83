"""A phone's POST taken apart: multipart, on disk beyond 32 kB a part, with limits on everything."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from multipart import MultipartError, MultipartParser, MultipartPart, ParserLimitReached, parse_options_header
from werkzeug.wrappers import Request

from server.domain.safe_xml import MAX_BYTES
from server.domain.submissions import FilePart, Upload
from server.errors import StorageFull, UploadTooLarge, UploadUnreadable, XmlPartMissing

XML_PART = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"  # on all but the last POST; which files are missing, the XML says
MAX_UPLOAD_MB = 500  # one file above the announced size still comes in a single POST
MAX_PARTS = 1000
SPOOL = 32_768
MEGABYTE = 1_000_000


@contextmanager
def read_upload(request: Request, *, workspace_id: int, token: str) -> Iterator[Upload]:
    """The upload, whose files can be read inside the block.

    Raises UploadUnreadable, UploadTooLarge, XmlPartMissing and StorageFull, always with the whole body read: a phone
    that is still writing would not see the answer.
    """
    with ExitStack() as opened:
        parts = []
        for part in read_parts(request):
            opened.callback(part.close)
            parts.append(part)
        yield Upload(
            workspace_id=workspace_id,
            token=token,
            xml=xml_of(parts),
            files=tuple(file_part(part) for part in parts if part.name not in (XML_PART, INCOMPLETE)),
            device_id=request.args.get("deviceID"),
            user_agent=request.headers.get("User-Agent"),
        )


def read_parts(request: Request) -> Iterator[MultipartPart]:
    try:
        yield from parser(request)
    except ParserLimitReached as limit:
        raise UploadTooLarge(limit_mb=MAX_UPLOAD_MB) from limit
    except (MultipartError, UnicodeError) as error:
        raise UploadUnreadable(why=str(error) if isinstance(error, MultipartError) else "not UTF-8") from error
    except OSError as error:
        raise StorageFull from error
    finally:
        exhaust(request)


def parser(request: Request) -> MultipartParser:
    content_type, options = parse_options_header(request.headers.get("Content-Type", ""))
    if content_type != "multipart/form-data":
        raise UploadUnreadable(why="not multipart/form-data")
    return MultipartParser(
        request.stream,
        options.get("boundary", ""),
        content_length=-1 if request.content_length is None else request.content_length,
        part_limit=MAX_PARTS,
        spool_limit=SPOOL,
        memory_limit=SPOOL * MAX_PARTS,
        disk_limit=MAX_UPLOAD_MB * MEGABYTE,
    )


def exhaust(request: Request) -> None:
    """Read what is left of the body, as far as a body may go."""
    left = MAX_UPLOAD_MB * MEGABYTE
    while left > 0 and (chunk := request.stream.read(SPOOL)):
        left -= len(chunk)


def xml_of(parts: list[MultipartPart]) -> bytes:
    documents = [part for part in parts if part.name == XML_PART]
    if len(documents) != 1:
        raise XmlPartMissing
    if documents[0].size > MAX_BYTES:
        raise UploadTooLarge(limit_mb=MAX_BYTES // MEGABYTE)
    return documents[0].raw


def file_part(part: MultipartPart) -> FilePart:
    """Phones name the part after the file; some other clients only give a file name."""
    names = tuple(name for name in (part.name, part.filename) if name)
    return FilePart(names, part.content_type, part.file)
