"""Answers taken away through ODK Central's API: a million accounts of households, of the real form, in one district.

CSV beside `COPY … TO STDOUT` of the same columns, and OData, over HTTP from our own web server; the time of a page at
row 900,000 beside the first; a zip with a repeat and files; how much a web process grows; and whether readers who
take 10 kB a second are in anybody's way. It takes some minutes and 5 GB of disk, so that it is run by name only.
"""

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from statistics import median
from string import Template
from urllib.parse import urlsplit

import orjson
import psycopg

from bench import figures
from bench.memory import Processes
from bench.stage import Stage, stage
from server.db.queries import forms
from server.db.session import transaction
from server.domain import answers as reading
from server.domain import people
from server.domain.answer_tables.tree import tree_of

SUBMISSIONS, FORUMS, WALK_INS = 1_000_000, 100_000, 3
ROUNDS, PAGES, SLOW = 2, 15, 24
PASSWORD = "a password of measurements"  # noqa: S105
VILLAGE = "50070501"
AT_MOST_MB = 64
ACCOUNTS, FORUM = "household_account", "forum_attendance"
MAKE = """
    insert into submission (workspace_id, form, instance_id, data_class, actor_id, phone_area, village_code,
        received_at)
    select 1, f.id, 'uuid:' || md5(f.id || '-' || n)::uuid, f.data_class, (select min(actor_id) from phone), '500705',
           %(village)s, now() - n * interval '1 second'
    from form f, generate_series(1, %(number)s) n where f.form_id = %(form_id)s
"""
MAKE_VERSIONS = """
    insert into submission_version (workspace_id, form, submission_id, form_version_id, instance_id, xml, sha256,
        answers, actor_id, device_id, user_agent)
    select s.workspace_id, s.form, s.id, v.id, s.instance_id, %(xml)s, sha256(s.instance_id::bytea),
           jsonb_set(%(answers)s::jsonb, '{meta,instanceID}', to_jsonb(s.instance_id)), s.actor_id, 'collect:Aq3vZ0w9',
           'org.odk.collect.android/v2026.3.3'
    from submission s join form f on f.id = s.form join form_version v on v.form = f.id and v.is_current
    where f.form_id = %(form_id)s
"""
PHOTO = """
    with one as (select v.id, 'photo-' || v.id || '.jpg' as name from submission_version v join form f on f.id = v.form
                 where f.form_id = %(form_id)s and v.id %% 100 = 0),
    kept as (insert into blob (workspace_id, sha256, size, content_type) values (1, %(sha256)s, %(size)s, 'image/jpeg'))
    insert into attachment (submission_version_id, name, workspace_id, sha256, received_at)
    select id, name, 1, %(sha256)s, now() from one
"""
COPY = """
    copy (select s.received_at, {fields}, s.instance_id, s.actor_id, a.display_name, 0, 0, null, s.state, v.device_id,
                 s.edits, d.version
          from submission s join submission_version v on v.submission_id = s.id and v.is_current
          join form_version d on d.id = v.form_version_id join actor a on a.id = s.actor_id join form f on f.id = s.form
          where f.form_id = '{form_id}' order by s.id desc) to stdout (format csv)
"""


def measure() -> Iterator[str]:
    with stage(households=2) as ready, ready.connect() as connection:
        furnish(ready, connection)
        with ready.web() as origin:
            reader = Reader(origin)
            yield f"central, {SUBMISSIONS:,} submissions of {ACCOUNTS}, {FORUMS:,} of {FORUM} with {WALK_INS} walk-ins"
            processes = Processes(origin)
            below = f"/v1/projects/1/forms/{ACCOUNTS}"
            yield figures.value("a web process at rest", processes.resident_mb(), "MB")
            yield from files(reader, connection, below)
            grown, high = processes.high_while(lambda: reader.whole(f"{below}/submissions.csv"))
            yield figures.limit("growth during a CSV", grown, "MB", at_most=AT_MOST_MB)
            yield from odata(reader, f"{below}.svc/Submissions", processes)
            yield from zips(reader, processes)
            yield from slow_readers(reader, f"{below}/submissions.csv", processes)
            yield figures.value("a web process at rest again", processes.resident_mb(), "MB")


def files(reader: "Reader", connection: psycopg.Connection, below: str) -> Iterator[str]:
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(SUBMISSIONS / seconds(lambda: copied(connection)))
        ours.append(SUBMISSIONS / seconds(lambda: reader.whole(f"{below}/submissions.csv")))
    yield figures.rate("COPY of the same columns", theirs)
    yield figures.rate("submissions.csv", ours)
    yield figures.share("CSV / COPY", ours, theirs, at_least=0.5)


def odata(reader: "Reader", table: str, processes: Processes) -> Iterator[str]:
    rates = []

    def all_of_it() -> None:
        rates.append(SUBMISSIONS / seconds(lambda: reader.whole(table)))

    grown, _ = processes.high_while(all_of_it)
    yield figures.rate("OData, all rows", rates)
    yield figures.share("OData / 20,000 rows/s", rates, [20_000], at_least=1)
    yield figures.limit("growth meanwhile", grown, "MB", at_most=AT_MOST_MB)
    first = f"{table}?%24top=250"
    link = orjson.loads(reader.whole(f"{table}?%24top=1&%24skip=899999"))["@odata.nextLink"]
    late = urlsplit(link.replace("%24top=1", "%24top=250"))
    times = {"the first page of 250": [], "the page at row 900,000": [], "the same by $skip": []}
    for _ in range(PAGES):
        times["the first page of 250"].append(seconds(lambda: reader.whole(first)))
        times["the page at row 900,000"].append(seconds(lambda: reader.whole(f"{late.path}?{late.query}")))
        times["the same by $skip"].append(seconds(lambda: reader.whole(f"{first}&%24skip=900000")))
    for name, some in times.items():
        yield figures.value(name, 1000 * median(some), "ms")
    ratio = median(times["the page at row 900,000"]) / median(times["the first page of 250"])
    yield figures.limit("late / first", ratio, "", at_most=1.5)
    yield figures.value("$count of all", 1000 * seconds(lambda: reader.whole(f"{table}?%24top=0&%24count=true")), "ms")


def zips(reader: "Reader", processes: Processes) -> Iterator[str]:
    taken = []
    path = f"/v1/projects/1/forms/{FORUM}/submissions.csv.zip"
    grown, _ = processes.high_while(lambda: taken.append(seconds(lambda: reader.whole(path))))
    yield figures.value(f"zip of {FORUMS:,} with a repeat and {FORUMS // 100:,} photos", taken[0], "s")
    yield figures.limit("growth meanwhile", grown, "MB", at_most=AT_MOST_MB)


def slow_readers(reader: "Reader", path: str, processes: Processes) -> Iterator[str]:
    """Readers of 10 kB a second, and how long somebody else waits for a page of 250 meanwhile."""
    page = f"{path.rpartition('/')[0]}.svc/Submissions?%24top=250"
    alone = [seconds(lambda: reader.whole(page)) for _ in range(PAGES)]
    stop = threading.Event()
    slow = [threading.Thread(target=reader.slowly, args=(path, stop)) for _ in range(SLOW)]

    def beside() -> list[float]:
        for one in slow:
            one.start()
        time.sleep(5)
        return [seconds(lambda: reader.whole(page)) for _ in range(PAGES)]

    grown, waited = processes.high_while(beside)
    stop.set()
    for one in slow:
        one.join()
    yield figures.value("a page alone", 1000 * median(alone), "ms")
    yield figures.value(f"beside {SLOW} readers of 10 kB/s", 1000 * median(waited), "ms")
    yield figures.limit("beside / alone", median(waited) / median(alone), "", at_most=2)
    yield figures.limit("growth meanwhile", grown, "MB", at_most=AT_MOST_MB)


class Reader:
    """Somebody of the district, over HTTP with a token."""

    def __init__(self, origin: str) -> None:
        self.at = urlsplit(origin)
        body = orjson.dumps({"email": "officer@example.org", "password": PASSWORD})
        self.headers = {"Content-Type": "application/json"}
        token = orjson.loads(self.whole("/v1/sessions", body))["token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def whole(self, path: str, body: bytes | None = None) -> bytes:
        """The last 10 kB of an answer, or all of a short one."""
        connection = http.client.HTTPConnection(self.at.hostname, self.at.port, timeout=600)
        connection.request("POST" if body else "GET", path, body, self.headers)
        answer = connection.getresponse()
        kept = b""
        while chunk := answer.read(1 << 18):
            kept = chunk if len(kept) > 1 << 20 else kept + chunk
        connection.close()
        assert answer.status == 200, (answer.status, kept[:500])
        return kept

    def slowly(self, path: str, stop: threading.Event) -> None:
        with socket.create_connection((self.at.hostname, self.at.port)) as one:
            head = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
            one.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n{head}\r\n".encode())
            while not stop.wait(0.1):
                one.recv(1_000)


def furnish(ready: Stage, connection: psycopg.Connection) -> None:
    with transaction() as session:
        named = {"role": "district_officer", "area_code": "5007", "workspace_id": 1}
        people.add(session, "officer@example.org", password=PASSWORD, **named)
    fill(ready, connection, ACCOUNTS, SUBMISSIONS)
    fill(ready, connection, FORUM, FORUMS)
    content = b"\xff\xd8\xff" + bytes(range(256)) * 400
    name = sha256(content).hexdigest()
    photo = Path(ready.settings.blobs.removeprefix("file:")) / name[:2] / name
    photo.parent.mkdir(parents=True, exist_ok=True)
    photo.write_bytes(content)
    connection.execute(PHOTO, {"form_id": FORUM, "sha256": bytes.fromhex(name), "size": len(content)})
    for table in ("submission", "submission_version", "attachment"):
        connection.execute(f"vacuum analyze {table}")


def fill(ready: Stage, connection: psycopg.Connection, form_id: str, number: int) -> None:
    said = ready.answers | {"version": ready.versions[form_id], "village": VILLAGE, "household": "", "instance": "1"}
    said["tambon"] = VILLAGE[:6]
    body = Path(__file__).with_name(f"{form_id}.xml").read_text()
    xml = Template(body).safe_substitute({**said, "ticks": "", "photo": ""}).encode()
    found, _ = reading.read_sent(reading.read_instance(xml), reading.shape_of(questions_of(form_id)))
    if form_id == FORUM:
        walk_in = {"wi_name": "นางสมมุติ", "wi_house_no": "12/3"}
        found["walk_in"] = [walk_in] * WALK_INS
    asked = {
        "form_id": form_id,
        "number": number,
        "village": VILLAGE,
        "xml": xml,
        "answers": orjson.dumps(found).decode(),
    }
    connection.execute(MAKE, asked)
    connection.execute(MAKE_VERSIONS, asked)


def questions_of(form_id: str) -> list[dict]:
    with transaction() as session:
        return forms.questions(session, forms.by_form_id(session, 1, form_id))[0]


def copied(connection: psycopg.Connection) -> None:
    paths = [field.path for field in tree_of([questions_of(ACCOUNTS)]).fields()]
    fields = ", ".join(f"v.answers #>> '{{{','.join(path)}}}'" for path in paths)
    with connection.cursor().copy(COPY.format(fields=fields, form_id=ACCOUNTS)) as copy:
        for _ in copy:
            pass


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
