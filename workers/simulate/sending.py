"""An invented year posted to a running server by phones, as OpenRosa submissions; reviews are left to people."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit
from uuid import uuid4

from lxml import etree

from server.domain.safe_xml import parse
from server.errors import Problem
from workers.simulate.blanks import Blank
from workers.simulate.calendar import Calendar
from workers.simulate.papers import Paper
from workers.simulate.plan import Asked, papers_of, year_without_server
from workers.simulate.project_papers import proposal_paper

HEADERS = {"X-OpenRosa-Version": "1.0", "User-Agent": "yudee-simulate"}
TRIES = 3
TIMEOUT_S = 60


class PhoneNotServed(Problem):
    status, code = 422, "phone-not-served"
    th = "{url} ตอบ {status}: ใช้ที่อยู่ในรหัส QR ของโทรศัพท์ (yudee phones show NAME)"
    en = "{url} answered {status}. Use the address in a phone's QR code (`yudee phones show NAME`)."


class ServerSilent(Problem):
    status, code = 503, "server-silent"
    th = "{url} ไม่ตอบ ตรวจที่อยู่ และตรวจว่าเซิร์ฟเวอร์ทำงานอยู่"
    en = "{url} does not answer. Check the address, and that the server is running."


class NothingToSend(Problem):
    status, code = 409, "nothing-to-send"
    th = "ไม่มีหมู่บ้านจำลองอยู่ในพื้นที่ของโทรศัพท์เหล่านี้ เลือกจังหวัดให้ตรง หรือเพิ่มจำนวนหมู่บ้าน"
    en = "None of the invented villages lies in the area of these phones. Choose their province, or more villages."


@dataclass(frozen=True)
class Sent:
    """What became of the submissions. refused: by status; passed_over: of other phones, or of forms they have not."""

    sent: int
    refused: dict[int, int]
    passed_over: int


@dataclass(frozen=True)
class Phone:
    """A phone's address, the blank forms it was offered and the villages in its lists."""

    url: str
    blanks: dict[str, Blank] = field(repr=False)
    villages: frozenset[str] = field(repr=False)

    def sends(self, paper: Paper) -> bool:
        """Whether the paper is of this phone's area, and of a form it has."""
        return paper.form_id in self.blanks and any(code.startswith(paper.sender) for code in self.villages)


class Sending:
    """`run` yields after each village; `length` is how many there are."""

    def __init__(self, asked: Asked, urls: Sequence[str], connections: int) -> None:
        """Fetches forms and lists. Raises PhoneNotServed, ServerSilent, NothingToSend."""
        self.connections = connections
        self.phones = [fetched(url.rstrip("/")) for url in urls]
        self.calendar = Calendar(asked.plan_year)
        self.year = year_without_server(asked)
        known = {code for phone in self.phones for code in phone.villages}
        self.stories = [one for one in self.year.villages if one.village.code in known]
        if not self.stories:
            raise NothingToSend
        self.sent, self.refused, self.passed_over = 0, {}, 0

    @property
    def length(self) -> int:
        return len(self.stories)

    def run(self) -> Iterator[int]:
        """Villages side by side, each one's papers in their order; safe to do again, as a phone that resends."""
        with ThreadPoolExecutor(self.connections) as pool:
            try:
                for told in pool.map(self.send_village, self.stories):
                    for status in told:
                        self.note(status)
                    yield 1
            finally:
                pool.shutdown(cancel_futures=True)

    def send_village(self, story) -> list[int | None]:
        """The status of each answer; None for what none of the phones sends."""
        proposals = (proposal_paper(one, self.calendar) for one in self.year.projects if one.village is story)
        with kept_alive() as connect:
            return [self.send(paper, connect) for paper in (*papers_of(self.year, story), *proposals)]

    def send(self, paper: Paper, connect: Callable[[str], HTTPConnection]) -> int | None:
        phone = next((one for one in self.phones if one.sends(paper)), None)
        if phone is None:
            return None
        kind, body = multipart(phone.blanks[paper.form_id].filled(paper.answers), paper.files)
        return asked_for(connect, "POST", f"{phone.url}/submission", body, {"Content-Type": kind})[0]

    def note(self, status: int | None) -> None:
        if status is None:
            self.passed_over += 1
        elif status == 201:
            self.sent += 1
        else:
            self.refused[status] = self.refused.get(status, 0) + 1

    def outcome(self) -> Sent:
        return Sent(self.sent, self.refused, self.passed_over)


def fetched(url: str) -> Phone:
    """What a phone has after it scanned its code."""
    with kept_alive() as connect:
        listing = parse(got(connect, f"{url}/formList"))
        forms = {one.findtext("{*}formID"): one for one in listing.iterfind("{*}xform")}
        blanks = {name: Blank(got(connect, at(url, one, "downloadUrl"))) for name, one in forms.items()}
        villages = frozenset(code for one in forms.values() for code in listed_villages(connect, url, one))
    return Phone(url, blanks, villages)


def listed_villages(connect: Callable[[str], HTTPConnection], url: str, form: etree._Element) -> Iterator[str]:
    """The codes of the villages that a form is offered to choose from."""
    if form.find("{*}manifestUrl") is None:
        return
    for file in parse(got(connect, at(url, form, "manifestUrl"))).iterfind("{*}mediaFile"):
        if file.findtext("{*}filename") == "villages.csv":
            rows = csv.DictReader(io.StringIO(got(connect, at(url, file, "downloadUrl")).decode("utf-8-sig")))
            yield from (row["name"] for row in rows)


def at(url: str, element: etree._Element, name: str) -> str:
    """An address that the server wrote, at the origin by which we came."""
    came_by, written = urlsplit(url), urlsplit(element.findtext(f"{{*}}{name}"))
    return written._replace(scheme=came_by.scheme, netloc=came_by.netloc).geturl()


def got(connect: Callable[[str], HTTPConnection], url: str) -> bytes:
    """Raises PhoneNotServed."""
    status, body = asked_for(connect, "GET", url)
    if status != 200:
        raise PhoneNotServed(url=origin_of(url), status=status)
    return body


def origin_of(url: str) -> str:
    """Without the path, which holds the phone's token."""
    return urlsplit(url)._replace(path="", query="").geturl()


@contextmanager
def kept_alive() -> Iterator[Callable[[str], HTTPConnection]]:
    """Connections to the origins of addresses, one each, closed at the end."""
    opened: dict[str, HTTPConnection] = {}

    def connect(url: str) -> HTTPConnection:
        origin = urlsplit(url)
        if origin.netloc not in opened:
            kind = HTTPSConnection if origin.scheme == "https" else HTTPConnection
            opened[origin.netloc] = kind(origin.netloc, timeout=TIMEOUT_S)
        return opened[origin.netloc]

    try:
        yield connect
    finally:
        for connection in opened.values():
            connection.close()


def asked_for(
    connect: Callable[[str], HTTPConnection],
    method: str,
    url: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, bytes]:
    """Status and body; tried again when the connection broke: a submission that came in is recognised.

    Raises ServerSilent.
    """
    target = urlsplit(url)._replace(scheme="", netloc="").geturl()
    for _ in range(TRIES):
        connection = connect(url)
        try:
            connection.request(method, target, body, HEADERS | (headers or {}))
            answer: HTTPResponse = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException):
            connection.close()
    raise ServerSilent(url=origin_of(url))


def multipart(xml: bytes, files) -> tuple[str, bytes]:
    """(content type, body) of a POST as Collect makes it."""
    boundary = uuid4().hex
    parts = [("xml_submission_file", "submission.xml", "text/xml", xml)]
    parts += [(name, name, "application/octet-stream", content) for name, content in files.items()]
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: {kind}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, file, kind, content in parts
    )
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()
