"""One submission put together for its page: answers in words, files, flags, history, what may be decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import beside, corrections, reading
from server.db.queries import flags as queries
from server.db.queries.corrections import Links
from server.db.queries.reading import File, Opened
from server.domain import effects, events, photos
from server.domain.effects import Effect
from server.domain.erasure import ACCOUNT
from server.domain.facts.photos import Photo
from server.domain.finding import WEIGHTS
from server.domain.permissions import AMOUNTS, PROJECTS, Caller
from server.domain.reviews import Seen
from server.errors import NotFound
from server.pages.formats import language
from server.review.answered import Told, mentioned, told
from server.review.differences import Difference, differences


@dataclass(frozen=True)
class Sheet:
    """What the page of a submission shows. photos: what cameras say, by file, for who reviews; differences: from the
    version before; others: what else is known of its household or project; effect: of approving it; seen: what a
    decision on this page rests on.
    """

    submission: Opened
    told: Told
    files: dict[str, File]
    photos: dict[str, Photo]
    missing: tuple[str, ...]
    flags: list[Row]
    versions: list[Row]
    history: list[Row]
    may_review: bool
    may_accept_area: bool
    may_withdraw: bool
    differences: list[Difference]
    others: list[Row]
    effect: Effect | None
    links: Links

    @property
    def seen(self) -> str:
        return f"{self.submission.state}.{self.submission.edits}"


def sheet(session: Session, caller: Caller, submission_id: int, version_id: int | None = None) -> Sheet:
    """A submission as the caller may see it; a look at amounts is written in the book. Raises NotFound."""
    opened = reading.opened(session, caller.workspace_id, submission_id, version_id)
    if opened is None or not is_seen_by(caller, opened):
        raise NotFound
    if opened.data_class == AMOUNTS:
        note_view(session, caller, opened)
    files = {file.name: file for file in reading.files(session, opened.version_id)}
    flags = by_weight(queries.of_submission(session, submission_id))
    versions = reading.versions(session, submission_id)
    may_review = opened.is_current and caller.reviews(opened.form_id)
    is_outside = any(flag.code == "outside_area" for flag in flags)
    return Sheet(
        submission=opened,
        told=told(opened.questions, opened.answers, words(session, caller, opened), language()),
        files=files,
        photos=photos_of(session, caller, opened) if caller.may("file.original") else {},
        missing=tuple(file.name for file in files.values() if file.sha256 is None),
        flags=flags,
        versions=versions,
        history=reading.history(session, caller.workspace_id, submission_id),
        may_review=may_review,
        may_accept_area=opened.is_current and is_outside and caller.may("submission.accept_area"),
        may_withdraw=opened.is_current and opened.form_id == ACCOUNT and caller.may("withdrawal.record"),
        differences=changed(session, caller, opened, versions),
        others=beside.others(session, caller.workspace_id, submission_id, area_code=caller.area_code, sees=caller.sees),
        links=corrections.of(session, submission_id),
        effect=effect_of(session, opened) if may_review else None,
    )


def is_seen_by(caller: Caller, opened: Opened | Row) -> bool:
    """What row-level security says, once more: a page that forgot its scope must not show it."""
    is_here = caller.covers(opened.village_code or "") or caller.covers(opened.phone_area)
    return is_here and opened.data_class in caller.sees


def by_weight(flags: Sequence[Row]) -> list[Row]:
    """The heaviest first, those that were set aside last."""
    return sorted(flags, key=lambda one: (one.reason is not None, -WEIGHTS.get(one.code, 0), one.code))


def changed(session: Session, caller: Caller, now: Opened, versions: Sequence[Row]) -> list[Difference]:
    """What this version says otherwise than the one before it."""
    earlier = [version.id for version in versions if version.id < now.version_id]
    before = reading.opened(session, caller.workspace_id, now.id, max(earlier)) if earlier else None
    if before is None:
        return []
    spoken = words(session, caller, before) | words(session, caller, now)
    old, new = (told(one.questions, one.answers, spoken, language()) for one in (before, now))
    return differences(old, new)


def effect_of(session: Session, opened: Opened) -> Effect | None:
    """What approving does to the official result of the village; None where it has no part in it, or has it already."""
    if opened.data_class == PROJECTS or opened.state == "approved" or not (opened.village_code and opened.plan_year):
        return None
    about = (opened.workspace_id, opened.village_code, opened.plan_year)
    return effects.of_approval(session, *about, [opened.instance_id], datetime.now(UTC))


def photos_of(session: Session, caller: Caller, opened: Opened) -> dict[str, Photo]:
    """What cameras say about the photos, by the names of their files."""
    found = photos.of_submission(session, caller.workspace_id, opened.id, opened.form_id, opened.answers)
    return {photo.name: photo for photo in found}


def note_view(session: Session, caller: Caller, opened: Opened) -> None:
    events.record(
        session,
        "submission.view",
        "submission",
        opened.id,
        actor_id=caller.actor_id,
        workspace_id=caller.workspace_id,
        version=opened.version_id,
    )


def words(session: Session, caller: Caller, opened: Opened) -> dict[str, str]:
    """Words for the households, projects, areas and villages that the answers name."""
    uuids, codes = mentioned(opened.questions, opened.answers)
    places = reading.names(session, caller.workspace_id, codes)
    return reading.labels(session, caller.workspace_id, uuids) | {code: place(row) for code, row in places.items()}


def place(row: Row) -> str:
    """A village with its number, an area in the reader's language."""
    if row.moo is not None:
        number = f"ม.{row.moo}" if language() == "th" else f"Moo {row.moo}"
        return f"{number} {row.name_th}"
    return row.name_en if language() == "en" and row.name_en else row.name_th


def seen_of(text: str) -> Seen | None:
    """What a form says its page showed; None when it says nothing that can be read."""
    state, _, edits = text.partition(".")
    return Seen(state, int(edits)) if edits.isascii() and edits.isdigit() and len(edits) < 10 else None
