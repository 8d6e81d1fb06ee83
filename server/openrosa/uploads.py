"""A phone's POST taken apart: multipart, streamed to disk beyond 64 kB, with limits on everything."""

from flask import Request
from multipart import MultipartError, MultipartParser, ParserLimitReached, parse_options_header

from server.domain.safe_xml import MAX_BYTES
from server.domain.submissions import FilePart, Upload
from server.errors import UploadTooLarge, UploadUnreadable, XmlPartMissing

XML_PART = "xml_submission_file"
MAX_UPLOAD_MB = 500  # one file above the announced size still comes in a single POST
MAX_PARTS = 1000
UNSAFE = ("/", "\\", "\0", "..")


def read_upload(request: Request, *, workspace_id: int, token: str) -> Upload:
    """Raises UploadUnreadable, UploadTooLarge and XmlPartMissing."""
    parts = read_parts(request)
    documents = [part for part in parts if part.name == XML_PART]
    if len(documents) != 1:
        raise XmlPartMissing
    if documents[0].size > MAX_BYTES:
        raise UploadTooLarge(limit_mb=MAX_BYTES // 1_000_000)
    return Upload(
        workspace_id=workspace_id,
        token=token,
        xml=documents[0].raw,
        files=tuple(file_part(part) for part in parts if part.name != XML_PART and is_file(part)),
        device_id=request.args.get("deviceID"),
        user_agent=request.headers.get("User-Agent"),
    )


def read_parts(request: Request) -> list:
    content_type, options = parse_options_header(request.headers.get("Content-Type", ""))
    if content_type != "multipart/form-data" or not options.get("boundary"):
        raise UploadUnreadable(why="not multipart/form-data")
    try:
        parser = MultipartParser(
            request.stream,
            options["boundary"],
            content_length=request.content_length or -1,
            part_limit=MAX_PARTS,
            disk_limit=MAX_UPLOAD_MB * 1_000_000,
        )
        return list(parser)
    except ParserLimitReached as limit:
        raise UploadTooLarge(limit_mb=MAX_UPLOAD_MB) from limit
    except (MultipartError, UnicodeDecodeError) as error:
        raise UploadUnreadable(why=type(error).__name__) from error


def is_file(part) -> bool:
    """Not the `*isIncomplete*` mark, and named like a file rather than a path.

    Phones name the part after the file; some other clients only give a filename.
    """
    name = part_name(part)
    return bool(name) and not name.startswith("*") and not any(bad in name for bad in UNSAFE)


def part_name(part) -> str:
    return part.name if part.filename is None or part.name != "file" else part.filename


def file_part(part) -> FilePart:
    return FilePart(part_name(part), part.content_type or "application/octet-stream", part.file)
