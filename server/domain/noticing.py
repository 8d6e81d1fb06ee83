"""What is noticed about single submissions while they are digested, beside what their answers say; no count changes."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from server import storage
from server.db.queries import noticed as queries
from server.db.queries.facts import ToDigest
from server.domain import photos
from server.domain.answers import value_at
from server.domain.facts import Facts
from server.domain.facts.pace import AUDIT, flag_pace
from server.domain.facts.positions import position

FIRST = 5  # submissions of a new phone
LONGEST_AUDIT = 1 << 20  # bytes; of a longer trail the beginning is read
STOOD_AT = {"forum_attendance": "/place_gps", "household_register": "/location"}  # of projects, see projects.lives

Read = Sequence[tuple[ToDigest, Facts]]


def note(session: Session, workspace_id: int, read: Read, questions: Mapping[int, list[dict]]) -> None:
    """Flag photos, pace, place and new phones of submissions. questions: by version of the form."""
    photos.note(session, workspace_id, read)
    note_pace(session, [one for one in read if not one[0].is_encrypted], questions)
    note_places(session, workspace_id, read)
    first = queries.first_of_phones(session, workspace_id, [one.actor_id for one, _ in read], FIRST)
    for one, facts in read:
        if one.submission_id in first:
            facts.flag("new_phone")


def note_pace(session: Session, read: Read, questions: Mapping[int, list[dict]]) -> None:
    """Flag what was filled in too fast."""
    trails = audits(session, [one for one, _ in read])
    for one, facts in read:
        flag_pace(one.answers, questions[one.form_version_id], facts, trails.get(one.submission_id))


def audits(session: Session, submissions: Iterable[ToDigest]) -> dict[int, str]:
    """The audit trails that have come, by submission; a file that is not there is passed over."""
    named = {one.submission_id: value_at(one.answers, AUDIT) for one in submissions if one.files}
    named = {submission_id: name for submission_id, name in named.items() if name}
    sha256s = queries.audit_trails(session, named) if named else {}
    found = {}
    for submission_id, sha256 in sha256s.items():
        try:
            with storage.blobs().path(sha256).open("rb") as file:
                found[submission_id] = file.read(LONGEST_AUDIT).decode(errors="replace")
        except OSError:
            continue
    return found


def note_places(session: Session, workspace_id: int, read: Read) -> None:
    """Flag what was filled in outside the subdistrict of its village."""
    stood = []
    for one, facts in read:
        path = STOOD_AT.get(one.form_id)
        point = position(value_at(one.answers, path)).point if path else None
        if point and facts.village_code:
            stood.append((one.submission_id, point, facts.village_code))
    outside = queries.outside_tambon(session, workspace_id, stood) if stood else ()
    for one, facts in read:
        if one.submission_id in outside:
            facts.flag("outside_tambon")
