"""Photos as they come in: what their cameras say is read once, and what does not fit is noted for the reviewer."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server import storage
from server.db.queries import photos as queries
from server.db.queries.facts import ToDigest
from server.domain import exif, pictures
from server.domain.facts import Facts
from server.domain.facts.photos import Photo, flag_photos, place_of
from server.domain.indicators.calendar import bangkok_date


def note(session: Session, workspace_id: int, read: Sequence[tuple[ToDigest, Facts]]) -> None:
    """Look into the photos of submissions and flag what does not fit; what a camera says changes no count."""
    with_files = {submission.submission_id: (submission, facts) for submission, facts in read if submission.files}
    if not with_files:
        return
    read_new(session, workspace_id, with_files)
    asked = [asked_of(one.submission_id, one.form_id, one.answers) for one, _ in with_files.values()]
    found: dict[int, list[Photo]] = {}
    for row in queries.of_submissions(session, workspace_id, asked):
        found.setdefault(row.submission_id, []).append(photo_of(row))
    for submission_id, photos in found.items():
        flag_photos(photos, with_files[submission_id][1])


def read_new(session: Session, workspace_id: int, submission_ids: Collection[int]) -> None:
    """Read the photos that nobody has looked into; a file that is no picture is passed over."""
    read = {sha256: taken(sha256) for sha256 in queries.unread(session, submission_ids)}
    rows = [row_of(workspace_id, sha256, found) for sha256, found in read.items() if found is not None]
    if rows:
        queries.add(session, rows)


def taken(sha256: bytes) -> exif.Taken | None:
    """What the camera says; None for what is no picture, and for a file that is not there."""
    path = storage.blobs().path(sha256)
    try:
        if pictures.picture_type(pictures.head_of(path)) is None:
            return None
        with path.open("rb") as photo:
            return exif.taken(photo)
    except OSError:
        return None


def row_of(workspace_id: int, sha256: bytes, found: exif.Taken) -> dict:
    point = None if found.position is None else "SRID=4326;POINT({1!r} {0!r})".format(*found.position)
    return {"workspace_id": workspace_id, "sha256": sha256, "taken_at": found.at, "position": point}


def of_submission(session: Session, workspace_id: int, submission_id: int, form_id: str, answers: dict) -> list[Photo]:
    """The photos that have come of a submission as it is now, measured from where its phone stood."""
    asked = [asked_of(submission_id, form_id, answers)]
    return [photo_of(row) for row in queries.of_submissions(session, workspace_id, asked)]


def asked_of(submission_id: int, form_id: str, answers: dict) -> queries.Asked:
    place = place_of(form_id, answers)
    return queries.Asked(submission_id, place.stood_at, place.project_id)


def photo_of(row: Row) -> Photo:
    taken_on = None if row.taken_at is None else bangkok_date(row.taken_at)
    return Photo(row.name, taken_on, row.away_m, row.sent_before)
