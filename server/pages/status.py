"""Whether everything works, for people: what is late or broken and what to do."""

from datetime import UTC, datetime

from flask import Blueprint, render_template

from server.auth import SIGNED_IN, person_required
from server.domain import health
from server.domain.permissions import Caller
from server.health import places
from server.pages.words import N_

status = Blueprint("status", __name__, template_folder="templates")

PARTS = {
    "database": N_("Database"),
    "submissions": N_("Reading what teams send"),
    "villages": N_("Computing villages"),
    "projects": N_("Computing projects"),
    "checks": N_("Comparing submissions"),
    "forms": N_("Converting forms"),
    "exports": N_("Files asked for"),
    "failing": N_("Submissions that cannot be read"),
    "published": N_("Published forms"),
    "backup": N_("Backup"),
    "files": N_("Stored files"),
    "queue": N_("Queue and workers"),
    "clock": N_("Clock"),
    "blobs": N_("Keeping files"),
    "disk": N_("Disk"),
    "encryption": N_("Encryption"),
}
STATES = {
    health.OK: (N_("Well"), "yes"),
    health.UNKNOWN: (N_("Not known"), ""),
    health.LATE: (N_("Needs care"), "flag"),
    health.BROKEN: (N_("Broken"), "no"),
}


LATE_BY_TIME = ("submissions", "villages", "projects", "checks", "forms", "exports", "clock")


@status.get("/status")
@person_required(SIGNED_IN)
def shown(caller: Caller) -> str:
    """All parts for those who operate the server; for everybody else what they notice themselves, the worst first."""
    parts = [part for part in health.look(places()) if caller.may("people.manage") or part.is_of_all]
    parts.sort(key=lambda part: -health.STATES.index(part.state))
    late = {part.name for part in parts if part.state == health.LATE and part.name in LATE_BY_TIME}
    told = {"late": late, "parts": parts, "worst": health.worst(parts), "names": PARTS, "states": STATES}
    return render_template("pages/status.html", **told, at=datetime.now(UTC), operates=caller.may("people.manage"))
