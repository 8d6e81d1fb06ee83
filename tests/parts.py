"""The body of a POST as OkHttp writes it: its parts, and the boundary between them."""

from uuid import uuid4


def xml_part(xml: bytes) -> bytes:
    named = 'form-data; name="xml_submission_file"; filename="แบบทดสอบ_2026-11-22_02-11-01.xml"'
    return f"Content-Disposition: {named}\r\nContent-Type: text/xml\r\n\r\n".encode() + xml


def file_part(name: str, content: bytes, content_type: str = "image/jpeg") -> bytes:
    """Name and file name are the same, in raw UTF-8, as OkHttp writes them."""
    safe = name.replace("\n", "%0A").replace("\r", "%0D").replace('"', "%22")
    named = f'form-data; name="{safe}"; filename="{safe}"'
    return f"Content-Disposition: {named}\r\nContent-Type: {content_type}\r\n\r\n".encode() + content


def multipart(parts: list[bytes]) -> tuple[str, bytes]:
    """The content type and the body of a POST."""
    boundary = str(uuid4())
    body = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts)
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()
