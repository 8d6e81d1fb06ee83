"""Ways to bend an upload from the bytes of its XML outwards: parts, the body, the request around it."""

from dataclasses import dataclass, field, replace
from random import Random

from tests.fuzzing import values

BOUNDARY = "3b1f4c1e-8f0e-4b66-9a53-7b0c2f1d6a55"
XML_HEAD = b'Content-Disposition: form-data; name="xml_submission_file"; filename="x.xml"\r\nContent-Type: text/xml'


@dataclass(frozen=True)
class Part:
    """A part of a body: its header lines and its content."""

    head: bytes
    content: bytes

    @classmethod
    def file(cls, name: str, content: bytes, kind: str = "image/jpeg") -> "Part":
        named = f'Content-Disposition: form-data; name="{name}"; filename="{name}"\r\nContent-Type: {kind}'
        return cls(named.encode("utf-8", "surrogateescape"), content)


@dataclass(frozen=True)
class Request:
    """An upload with what surrounds it. environ: what differs from a phone's own request; told: what was bent."""

    parts: tuple[Part, ...]
    body: bytes = b""
    environ: dict[str, str] = field(default_factory=dict)
    query: str = "deviceID=collect%3AAq3vZ0w9LmT5xYbC"
    length: int | None = None
    is_chunked: bool = False
    told: tuple[str, ...] = ()


# Bytes


def bend_xml(random: Random, xml: bytes, others: list[bytes]) -> bytes:
    """Change one thing about the bytes of a document."""
    where = random.randint(0, len(xml))
    match random.randrange(8):
        case 0:
            return xml[:where]
        case 1:
            return xml[:where] + random.choice(values.IN_XML) + xml[where:]
        case 2:
            return spliced(random, xml, random.choice(others))
        case 3:
            encoding = random.choice(values.ENCODINGS)
            declared = random.choice((encoding, "utf-8", "klingon", ""))
            text = xml.decode("utf-8", "replace").replace("UTF-8", declared, 1)
            return text.encode(encoding, "replace")
        case 4:
            end = xml.find(b"?>") + 2
            return xml[:end] + random.choice(values.DOCTYPES).encode() + xml[end:]
        case 5:
            return xml + random.choice((b" ", b"\0", b"<x/>", xml, b"<!-- -->"))
        case 6:
            return random.choice((b" ", b"\n", b"\0", b"\xef\xbb\xbf", b"x")) + xml
        case _:
            return flipped(random, xml)


def spliced(random: Random, one: bytes, other: bytes) -> bytes:
    return one[: random.randint(0, len(one))] + other[random.randint(0, len(other)) :]


def flipped(random: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 3, 20)) if content else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


# Parts


def bend_parts(random: Random, parts: list[Part]) -> list[Part]:
    """Change one thing about the parts of a body."""
    at = random.randrange(len(parts)) if parts else 0
    one = parts[at] if parts else Part(XML_HEAD, b"")
    name, kind = random.choice(values.NAMES), random.choice(values.TYPES)
    changed = [
        lambda: parts[:at] + parts[at + 1 :],
        lambda: [*parts, one],
        lambda: random.sample(parts, len(parts)),
        lambda: [*parts, Part.file(name, b"x", kind)],
        lambda: [*parts[:at], Part.file(name, one.content, kind), *parts[at + 1 :]],
        lambda: [*parts[:at], Part(one.head, b""), *parts[at + 1 :]],
        lambda: [
            *parts[:at],
            Part(one.head.rpartition(b": ")[0] + b": " + kind.encode(), one.content),
            *parts[at + 1 :],
        ],
        lambda: [*parts[:at], Part(one.head, one.content + bytes(70_000)), *parts[at + 1 :]],
        lambda: [*parts, Part(b'Content-Disposition: form-data; name="*isIncomplete*"', b"yes")],
        lambda: [*parts[:at], Part(bent_head(random, one.head), one.content), *parts[at + 1 :]],
        lambda: [*parts, *(Part.file(f"{number}.jpg", b"x") for number in range(random.choice((5, 120, 1_010))))],
        lambda: [*parts[:at], Part(one.head, f"--{BOUNDARY}\r\n\r\nx".encode() + one.content), *parts[at + 1 :]],
    ]
    return random.choice(changed)()


def bent_head(random: Random, head: bytes) -> bytes:
    lines = (
        b"Content-Length: 5",
        b"Content-Transfer-Encoding: base64",
        b"X: " + b"y" * 9_000,
        b"\x80: x",
        b": x",
        b"X",
    )
    changed = (
        head + b"\r\n" + random.choice(lines),
        head.replace(b"\r\n", b"\n"),
        head.replace(b"form-data", random.choice((b"attachment", b"", b"form-data; form-data"))),
        head.replace(b'"', b""),
        head.replace(b"; name=", b"; name*=utf-8''"),
        head.replace(b"; filename=", b"; filename*=UTF-8''a%2F; filename="),
        flipped(random, head),
        b"",
        head[: random.randint(0, len(head))],
    )
    return random.choice(changed)


# The body, and the request around it


def body_of(parts: list[Part]) -> bytes:
    joined = b"".join(f"--{BOUNDARY}\r\n".encode() + part.head + b"\r\n\r\n" + part.content + b"\r\n" for part in parts)
    return joined + f"--{BOUNDARY}--\r\n".encode()


def bend_body(random: Random, body: bytes, other: bytes) -> bytes:
    where = random.randint(0, len(body))
    changed = (
        lambda: body[:where],
        lambda: body[:where] + random.randbytes(random.choice((1, 4, 40))) + body[where:],
        lambda: flipped(random, body),
        lambda: spliced(random, body, other),
        lambda: body.replace(b"\r\n", b"\n"),
        lambda: b"preamble\r\n" + body,
        lambda: body + body,
        lambda: body.replace(f"--{BOUNDARY}--".encode(), f"--{BOUNDARY}".encode()),
        lambda: b"",
    )
    return random.choice(changed)()


def bend_request(random: Random, request: Request) -> Request:
    match random.randrange(6):
        case 0:
            name = random.choice(list(values.HEADERS))
            return replace(request, environ=request.environ | {name: random.choice(values.HEADERS[name])})
        case 1:
            kind = random.choice(values.CONTENT_TYPES).format(BOUNDARY)
            return replace(request, environ=request.environ | {"CONTENT_TYPE": kind})
        case 2:
            return replace(request, query=random.choice(values.QUERIES))
        case 3:
            return replace(request, length=max(0, len(request.body) + random.choice((-1000, -1, 1, 1000))))
        case 4:
            return replace(request, is_chunked=True)
        case _:
            length = random.choice(("", "x", "-1", "1e3", "+5", " 7 ", "9" * 30, "\xb2"))
            return replace(request, environ=request.environ | {"CONTENT_LENGTH": length})
