"""Whatever the order in which the pieces of a submission and of its edits arrive, what is stored is the same."""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.db.models import Attachment, Submission, SubmissionVersion
from tests.filled import Filled

PHOTOS = ("plan_photo_1", "plan_photo_2", "plan_photo_3")


@dataclass(frozen=True)
class Piece:
    """One POST: the XML of a version (0 is the original, 1 its edit …) and some of the files it names."""

    version: int
    files: frozenset[str]


@st.composite
def deliveries(draw):
    """(what each version names, the pieces in order of arrival): each version at least once, some pieces again."""
    named = draw(st.lists(st.frozensets(st.sampled_from(PHOTOS)), min_size=1, max_size=4))
    pieces = []
    for version, names in enumerate(named):
        sent = st.frozensets(st.sampled_from(sorted(names)) if names else st.nothing())
        pieces += [Piece(version, files) for files in draw(st.lists(sent, min_size=1, max_size=3))]
    again = draw(st.lists(st.sampled_from(pieces), max_size=4))
    return named, draw(st.permutations(pieces + again))


def fill(phone, named) -> list[Filled]:
    """A chain of edits in which version n answers with the photos it names."""
    versions = []
    for names in named:
        answers = {photo: f"{photo}.jpg" if photo in names else "" for photo in PHOTOS}
        versions.append(phone.edit(versions[-1], **answers) if versions else phone.fill("community_plan", **answers))
    return versions


def deliver(phone, versions, pieces) -> None:
    """Send every piece until it is taken; an edit waits for what it edits."""
    waiting = list(pieces)
    while waiting:
        refused = []
        for piece in waiting:
            files = {f"{photo}.jpg": photo.encode() for photo in piece.files}
            reply = phone.post(versions[piece.version].xml, files)
            assert reply.status == 201 or reply.problem == "edited-submission-unknown"
            refused += [piece] if reply.status != 201 else []
        assert len(refused) < len(waiting)
        waiting = refused


def stored(session, versions):
    """Of each version: whether it is the current one, and which of its files are here."""
    session.rollback()
    rows = session.execute(
        select(SubmissionVersion.instance_id, SubmissionVersion.is_current, Attachment.name, Attachment.sha256)
        .outerjoin(Attachment, Attachment.submission_version_id == SubmissionVersion.id)
        .where(SubmissionVersion.instance_id.in_(version.instance_id for version in versions))
    ).all()
    numbers = {version.instance_id: number for number, version in enumerate(versions)}
    current = {numbers[row.instance_id]: row.is_current for row in rows}
    files = {(numbers[row.instance_id], row.name, row.sha256 is not None) for row in rows if row.name}
    return current, files


def expected(named, pieces):
    """The last version is current; a file is there when it came with its version or with an earlier one."""
    current = {number: number == len(named) - 1 for number in range(len(named))}
    came = {(piece.version, photo) for piece in pieces for photo in piece.files}
    files = {
        (number, f"{photo}.jpg", any((earlier, photo) in came for earlier in range(number + 1)))
        for number, names in enumerate(named)
        for photo in names
    }
    return current, files


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(delivery=deliveries())
def test_the_order_of_arrival_never_matters(phone, session, delivery):
    named, pieces = delivery
    versions = fill(phone, named)

    deliver(phone, versions, pieces)

    assert stored(session, versions) == expected(named, pieces)
    submission = session.scalars(select(Submission).where(Submission.instance_id == versions[0].instance_id)).one()
    assert (submission.edits, submission.state) == (len(named) - 1, "edited" if len(named) > 1 else "received")
