"""Guessing is slow: wrong passwords and codes are counted, and who guessed too often waits."""

import hashlib
import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from server.db.queries import failed_attempts, locks
from server.domain import events
from server.domain.people import system_actor
from server.errors import Problem

MINUTE = timedelta(minutes=1)
NEIGHBOURS = 64  # bits of an IPv6 address that one line has; the others its owner chooses freely


class TooManyAttempts(Problem):
    status, code, central_code = 429, "too-many-attempts", 401.2
    th = "ลองผิดหลายครั้งเกินไป รอ {minutes} นาทีแล้วลองใหม่"
    en = "Too many wrong attempts. Wait {minutes} min, then try again."


@dataclass(frozen=True)
class Limit:
    """So many failures within a while; then one waits until the first of them is that long ago."""

    most: int
    within: timedelta


OF_ONE_ACCOUNT = Limit(5, timedelta(minutes=5))  # one e-mail address, from one network address
OF_ONE_PLACE = Limit(30, timedelta(minutes=15))  # all e-mail addresses together; an office may stand behind one


def counters(what: str, email: str, address: str) -> dict[bytes, Limit]:
    """Under what a failure counts: e-mail and network address together, and the network address alone.

    Digests: neither addresses nor who tried what stand in the table.
    """
    return {
        digest(what, email, address): OF_ONE_ACCOUNT,
        digest("place", place_of(address)): OF_ONE_PLACE,
    }


def check(session: Session, counted: Mapping[bytes, Limit]) -> None:
    """Raises TooManyAttempts while one of the limits is reached."""
    waits = [failed_attempts.wait(session, key, limit.most, limit.within) for key, limit in counted.items()]
    if longest := max((wait for wait in waits if wait is not None), default=None):
        raise TooManyAttempts(minutes=max(1, math.ceil(longest / MINUTE)))


def hold(session: Session, counted: Mapping[bytes, Limit]) -> None:
    """Until the end of the transaction nobody else checks the same: what is tried at once is counted one by one."""
    for key in sorted(counted):
        locks.hold(session, key.hex())


def note(
    session: Session, verb: str, counted: Mapping[bytes, Limit], *, address: str, actor_id: int | None = None
) -> None:
    """Count a failure, and write it into the book of events. actor_id: whose password or code was guessed, if known."""
    failed_attempts.note(session, list(counted))
    known = {} if actor_id is None else {"person": actor_id}
    author = system_actor(session).id
    events.record(session, verb, "sign_in", next(iter(counted)).hex(), actor_id=author, address=address, **known)


def place_of(address: str) -> str:
    """What one line has of a network address; of IPv6 its network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found), NEIGHBOURS), strict=False))


def digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
