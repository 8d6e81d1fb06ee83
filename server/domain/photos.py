"""Photos as they come in: what their cameras say is read once, and what does not fit is noted for the reviewer."""

from sqlalchemy.orm import Session

from server import storage
from server.db.queries import photos as queries
from server.db.queries.facts import ToDigest
from server.domain import exif, pictures
from server.domain.facts import Facts
from server.domain.facts.photos import Photo, flag_photos, place_of
from server.domain.indicators.calendar import bangkok_date


def note(session: Session, submission: ToDigest, facts: Facts) -> None:
    """Look into the photos of a submission and flag what does not fit; what a camera says changes no count."""
    if submission.files:
        read_new(session, submission)
        answers = submission.form_id, submission.answers
        flag_photos(of_submission(session, submission.workspace_id, submission.submission_id, *answers), facts)


def read_new(session: Session, submission: ToDigest) -> None:
    """Read the photos that nobody has looked into; a file that is no picture is passed over."""
    read = {sha256: taken(sha256) for sha256 in queries.unread(session, submission.submission_id)}
    rows = [row_of(submission.workspace_id, sha256, found) for sha256, found in read.items() if found is not None]
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
    place = place_of(form_id, answers)
    return [
        Photo(row.name, None if row.taken_at is None else bangkok_date(row.taken_at), row.away_m, row.sent_before)
        for row in queries.of_submission(session, workspace_id, submission_id, place.stood_at, place.project_id)
    ]
