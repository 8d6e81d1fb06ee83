"""A phone that gets its forms: the form list, every manifest, and whatever forms and files it does not have yet."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bench.bodies import asking
from bench.driver import Answer, Connection, connect

ADDRESS = re.compile(rb"<(downloadUrl|manifestUrl)>([^<]+)<")
FILE = re.compile(rb"<hash>([^<]+)</hash><downloadUrl>([^<]+)<")


@dataclass
class Phone:
    """A phone on one connection. held: what it has, by path; took: (what was asked for, seconds) of each request."""

    origin: str
    key: str
    held: dict[str, Answer] = field(default_factory=dict)
    took: list[tuple[str, float]] = field(default_factory=list)

    async def sync(self) -> None:
        """Raises Refused when the server answers with anything but 200 or 304."""
        connection = await connect(self.origin)
        listing = await self.ask(connection, "formList", f"{self.key}/formList")
        addresses = list(paths(ADDRESS, listing.body))
        files = {}
        for _, path in (one for one in addresses if one[0] == "manifestUrl"):
            manifest = await self.ask(connection, "manifest", path)
            files |= dict(paths(FILE, manifest.body))  # a file of several forms has one hash, and is fetched once
        for _, path in (one for one in addresses if one[0] == "downloadUrl"):
            await self.ask(connection, "form", path)
        for path in files.values():
            await self.ask(connection, path.rsplit("/", 1)[-1], path)
        connection.transport.close()

    async def ask(self, connection: Connection, what: str, path: str) -> Answer:
        """Fetch an address, or keep what is here of it when that is what the server has."""
        lines = [f"If-None-Match: {self.held[path].header('etag')}"] if path in self.held else []
        start = time.perf_counter()
        answer = await connection.ask(asking("GET", f"{self.origin}{path}", *lines), 200, 304)
        self.took.append((what, time.perf_counter() - start))
        if answer.status == 200:
            self.held[path] = answer
        return self.held[path]


def paths(pattern: re.Pattern, document: bytes) -> Iterator[tuple[str, str]]:
    """(what is said of it, path) of the addresses in a document of OpenRosa."""
    for said, address in pattern.findall(document):
        yield said.decode(), urlsplit(address.decode()).path
