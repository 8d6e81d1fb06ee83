"""Phones as those who look after them see them: last contact, app, old forms, missing files, what they sent."""

import datetime as dt
import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.db.queries import contacts as queries
from server.db.queries.contacts import Contact, Recent, Used
from server.domain.indicators.calendar import bangkok_midnight
from server.domain.permissions import Caller
from server.errors import NotFound

COLLECT = re.compile(r"org\.odk\.collect\.android/v?(\S+)")
LATELY = dt.timedelta(days=14)
MOST = 50


@dataclass(frozen=True)
class Phone:
    """A phone, and the forms it holds or sent lately."""

    contact: Contact
    used: list[Used]

    @property
    def app(self) -> str | None:
        """What it collects with: the version of Collect, or what another program calls itself."""
        said = self.contact.user_agent or ""
        collect = COLLECT.search(said)
        return f"Collect {collect[1][:20]}" if collect else (said.split(" ")[0][:40] or None)

    @property
    def old(self) -> list[Used]:
        """Forms it still has as they were."""
        return [one for one in self.used if one.is_old]


def phones(session: Session, caller: Caller, now: dt.datetime) -> list[Phone]:
    """The phones at home in the caller's area."""
    found = queries.contacts(session, caller.workspace_id, caller.area_code, midnight=bangkok_midnight(now))
    used: dict[int, list[Used]] = {one.actor_id: [] for one in found}
    for one in queries.used(session, caller.workspace_id, list(used), now - LATELY):
        used[one.actor_id].append(one)
    return [Phone(one, used[one.actor_id]) for one in found]


def phone(session: Session, caller: Caller, actor_id: int, now: dt.datetime) -> Phone:
    """One of them. Raises NotFound."""
    midnight = bangkok_midnight(now)
    where = (caller.workspace_id, caller.area_code)
    found = queries.contacts(session, *where, midnight=midnight, actor_id=actor_id)
    if not found:
        raise NotFound
    return Phone(found[0], queries.used(session, caller.workspace_id, [actor_id], now - LATELY))


def recent(session: Session, phone: Phone, workspace_id: int) -> list[Recent]:
    """What a phone sent last."""
    return queries.recent(session, workspace_id, phone.contact.actor_id, MOST)
