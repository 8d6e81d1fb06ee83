"""Figures about the server for Prometheus: of all its processes, and of no person."""

import hmac
import ipaddress
from collections import defaultdict
from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, current_app, request
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from redis.exceptions import RedisError

from server import counts
from server.auth import ANYBODY, allows, bearer_token
from server.db.queries import watching
from server.db.session import transaction
from server.domain import health
from server.errors import Problem
from server.health import places

metrics = Blueprint("metrics", __name__)
BY_A_PROXY = ("X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via")

# What processes count: name in Redis -> (name here, what it is, labels)
COUNTED = {
    "receipts": ("yudee_receipts", "Submissions received: new ones, and those sent again", ("kind",)),
    "requests": ("yudee_requests", "Answers to requests", ("room", "status")),
    "request_seconds": ("yudee_request_seconds", "Seconds taken to answer", ("room",)),
    "problems": ("yudee_problems", "Requests refused, by the code of the Problem", ("code",)),
    "drained_rows": ("yudee_drained_rows", "Rows that jobs worked off", ("job",)),
    "drain_seconds": ("yudee_drain_seconds", "Seconds that jobs took", ("job",)),
    "drain_failures": ("yudee_drain_failures", "Jobs that failed", ("job",)),
}
# What the look at the server's parts brings: (part, figure) -> (name here, what it is)
OF_PARTS = {
    ("failing", "number"): ("yudee_failing_submissions", "Submissions that make our code fail"),
    ("published", "forms"): ("yudee_forms", "Forms that are published and open"),
    ("backup", "age_s"): ("yudee_backup_age_seconds", "Since the last backup"),
    ("clock", "age_s"): ("yudee_clock_age_seconds", "Since the clock's last beat"),
    ("disk", "free_bytes"): ("yudee_disk_free_bytes", "Room on the fullest disk with data"),
    ("disk", "total_bytes"): ("yudee_disk_total_bytes", "Size of that disk"),
    ("files", "missing"): ("yudee_files_missing", "Files that are not there, of those looked for in this scrape"),
}
TABLES = ["submission", "event"]


class MetricsClosed(Problem):
    status, code = 403, "metrics-closed"
    th = "อ่านค่าเหล่านี้ได้จากเครื่องนี้หรือเครือข่ายภายในโดยไม่ผ่านพร็อกซี หรือด้วยโทเคนใน YUDEE_METRICS_TOKEN"
    en = "Read this from the machine or its private network without a proxy, or with the token in YUDEE_METRICS_TOKEN."


@metrics.get("/metrics")
@allows(ANYBODY)
def figures() -> Response:
    if not (is_near() or has_token()):
        raise MetricsClosed
    registry = CollectorRegistry()
    registry.register(Figures(places()))
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(registry), content_type=content_type, headers={"Cache-Control": "no-store"})


def is_near() -> bool:
    """Whether the other end of the line itself is of the private network: what a proxy passes on is not."""
    if any(name in request.headers for name in BY_A_PROXY):
        return False
    before_proxy_fix = request.environ.get("werkzeug.proxy_fix.orig", {})
    peer = before_proxy_fix.get("REMOTE_ADDR") or request.environ.get("REMOTE_ADDR") or ""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_private or address.is_loopback


def has_token() -> bool:
    token = current_app.config["METRICS_TOKEN"]
    return bool(token) and hmac.compare_digest(bearer_token().encode(), token.encode())


class Figures:
    """What a scrape reads, in a few statements that cost the same however much has been received."""

    def __init__(self, at: health.Places) -> None:
        self.at = at

    def collect(self) -> Iterator[Metric]:
        parts = health.look(self.at)
        yield from of_parts(parts)
        yield from counted()
        if parts[0].state != health.BROKEN:
            with transaction() as session:
                found = watching.estimates(session, TABLES)
            yield gauge(
                "yudee_rows", "Rows of tables, estimated", ("table",), ((name,) for name in found), found.values()
            )

    def describe(self) -> list[Metric]:
        """Nothing: whoever registers this does not want it looked at."""
        return []


def of_parts(parts: Iterable[health.Part]) -> Iterator[Metric]:
    by_name = {part.name: part for part in parts}
    states = [health.STATES.index(part.state) for part in by_name.values()]
    told = "How a part is: 0 well, 1 not to be seen, 2 late, 3 broken"
    yield gauge("yudee_part_state", told, ("part",), ((name,) for name in by_name), states)
    work = {name: part.figures for name, part in by_name.items() if "waiting" in part.figures}
    names = [(name,) for name in work]
    yield gauge(
        "yudee_waiting", "Rows that wait for a worker", ("work",), names, [one["waiting"] for one in work.values()]
    )
    lag = [one["age_s"] or 0 for one in work.values()]
    yield gauge("yudee_lag_seconds", "How long the oldest of them has waited", ("work",), names, lag)
    if "queue" in by_name and (alive := by_name["queue"].figures):
        yield gauge("yudee_workers", "Workers alive", ("queue",), ((name,) for name in alive), alive.values())
    for (part, figure), (name, told) in OF_PARTS.items():
        value = by_name[part].figures.get(figure) if part in by_name else None
        if value is not None:
            yield gauge(name, told, (), [()], [value])


def counted() -> Iterator[Metric]:
    """What all processes have counted; nothing while Redis is away."""
    try:
        totals, flags = counts.totals(), counts.kept("open_flags")
    except RedisError:
        return
    by_name: dict[str, dict[tuple[str, ...], float]] = defaultdict(dict)
    for (name, *labels), value in totals.items():
        by_name[name][tuple(labels)] = value
    for name, (ours, told, labels) in COUNTED.items():
        family = CounterMetricFamily(ours, told, labels=labels)
        for values, value in sorted(by_name[name].items()):
            family.add_metric(values, value)
        yield family
    told = "Flags of what waits for a decision, counted every ten minutes"
    yield gauge("yudee_open_flags", told, ("code",), ((code,) for code in flags), flags.values())


def gauge(
    name: str, told: str, labels: tuple[str, ...], label_values: Iterable[tuple[str, ...]], values: Iterable[object]
) -> Metric:
    family = GaugeMetricFamily(name, told, labels=labels)
    for labelled, value in zip(label_values, values, strict=True):
        family.add_metric(labelled, float(value))
    return family
