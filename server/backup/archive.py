"""The parts of a backup in a tar, each with its sum: written and read as a stream."""

import hashlib
import io
import tarfile
from collections.abc import Iterator
from typing import BinaryIO

BUFFER = 1 << 18
SUMS = "SHA256SUMS"  # the last part, as `sha256sum --check` reads it


class Writer:
    """Adds parts, in the order in which a reader meets them, and at the end their sums. Blobs are named by theirs."""

    def __init__(self, stream: BinaryIO) -> None:
        self.tar = tarfile.open(fileobj=stream, mode="w|", bufsize=BUFFER, format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.sums: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        self.sums[name] = hashlib.sha256(content).hexdigest()
        self.add_blob(name, io.BytesIO(content), len(content))

    def add_blob(self, name: str, stream: BinaryIO, size: int) -> None:
        """Add `size` bytes of a stream under a name that says what they are."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self.tar.addfile(member, stream)
        self.tar.members.clear()  # it would remember every one

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, raised: type[BaseException] | None, *more: object) -> None:
        if not raised:
            self.add(SUMS, "".join(f"{value}  {name}\n" for name, value in self.sums.items()).encode())
        self.tar.__exit__(raised, *more)


class Part:
    """One part on its way by; it has to be read before the next is asked for."""

    def __init__(self, name: str, size: int, stream: BinaryIO) -> None:
        self.name = name
        self.size = size
        self.stream = stream

    def read(self) -> bytes:
        return self.stream.read()


def parts(stream: BinaryIO) -> Iterator[Part]:
    """The parts of a tar, one after the other. Raises tarfile.TarError."""
    with tarfile.open(fileobj=stream, mode="r|", bufsize=BUFFER) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content is None:
                raise tarfile.ReadError("a part is no file")
            yield Part(member.name, member.size, content)
            tar.members.clear()


def read_sums(content: bytes) -> dict[str, str]:
    """{part: sha256} of what a Writer wrote last."""
    lines = (line.split("  ", 1) for line in content.decode().splitlines())
    return {name: value for value, name in lines}
