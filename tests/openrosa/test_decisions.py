"""Whatever is sent in whatever order, each answer and all that is kept are those of the table (wire contract 2.9)."""

import hashlib
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from server.db.models import Attachment, Form, Submission, SubmissionVersion
from tests.openrosa.decisions import Message, Table

PHOTOS = ("plan_photo_1", "plan_photo_2")
IDS = ("a", "b", "a1", "a2", "b1")
CONTENTS = (b"light", b"dark")

# Which version edits which: mostly as a phone would have it, sometimes as none would.
USUAL = {"a": None, "b": None, "a1": "a", "a2": "a1", "b1": "b"}
files = st.dictionaries(st.sampled_from(PHOTOS), st.sampled_from(CONTENTS))


@st.composite
def posts(draw):
    """(instance id, deprecated id, answers, files) of one POST; ids stand for others, made for each run."""
    instance_id = draw(st.sampled_from(IDS))
    other = draw(st.sampled_from((None, *IDS))) if draw(st.integers(0, 3)) == 0 else USUAL[instance_id]
    answers = 1 if draw(st.integers(0, 5)) == 0 else 0
    return instance_id, other, answers, draw(files)


happenings = st.one_of(
    *[posts()] * 12,
    st.tuples(st.just("delete"), st.sampled_from(IDS)),
    st.tuples(st.just("form"), st.sampled_from(("open", "open", "closing", "closed"))),
)


@pytest.fixture
def field(phone, session):
    """A field where what happens is done for real, and told to the table."""
    template = phone.fill("community_plan", plan_photo_1="p1", plan_photo_2="p2", instanceID="THIS").xml
    return Field(phone, session, template)


class Field:
    """The server and the table, side by side."""

    def __init__(self, phone, session, template: bytes) -> None:
        self.phone, self.session, self.template = phone, session, template

    def begin(self) -> None:
        self.ids, self.table = {name: f"uuid:{uuid4()}" for name in IDS}, Table()
        self.set_form("open")

    def happens(self, what) -> None:
        if what[0] == "delete":
            self.delete(self.ids[what[1]])
        elif what[0] == "form":
            self.set_form(what[1])
        else:
            self.post(*what)

    def post(self, name, other, answers, came) -> None:
        """Send it; the answer must be that of the table."""
        deprecated_id = other and self.ids[other]
        named = {photo: f"{photo}-{name[0]}.jpg" for photo in PHOTOS}
        files = {named[photo]: content for photo, content in came.items()}
        message = Message(self.ids[name], deprecated_id, answers, frozenset(named.values()), files)
        reply = self.phone.post(self.xml(message, named), files)
        assert (reply.status, reply.problem) == self.table.answer(message)

    def xml(self, message, named) -> bytes:
        ids = message.instance_id.encode()
        if message.deprecated_id:
            ids += f"</instanceID><deprecatedID>{message.deprecated_id}</deprecatedID><instanceID>".encode()
            ids = ids.removesuffix(b"<instanceID>")
            xml = self.template.replace(b"THIS</instanceID>", ids)
        else:
            xml = self.template.replace(b"THIS", ids)
        for photo, file in named.items():
            xml = xml.replace(f"<{photo}>p{photo[-1]}<".encode(), f"<{photo}>{file}<".encode())
        return xml + b"\n" * message.answers

    def delete(self, instance_id) -> None:
        found = self.table.submissions.get(instance_id)
        if found is not None:
            found.is_deleted = True
        self.change(update(Submission).where(Submission.instance_id == instance_id).values(deleted_at=func.now()))

    def set_form(self, state) -> None:
        self.table.form_state = state
        self.change(update(Form).where(Form.form_id == "community_plan").values(state=state))

    def change(self, statement) -> None:
        self.session.execute(statement)
        self.session.commit()

    def kept(self):
        """As the database has it: {first id: (edits, [(instance id, is current, {file: sha256})])}."""
        self.session.rollback()
        mine = Submission.instance_id.in_(self.ids.values())
        rows = select(Submission.instance_id, Submission.edits, SubmissionVersion).join(SubmissionVersion).where(mine)
        kept: dict = {}
        for first, edits, version in self.session.execute(rows.order_by(SubmissionVersion.id)):
            slots = select(Attachment.name, Attachment.sha256).where(Attachment.submission_version_id == version.id)
            here = dict(self.session.execute(slots).all())
            kept.setdefault(first, (edits, []))[1].append((version.instance_id, version.is_current, here))
        return kept

    def expected(self):
        """The same as the table has it."""
        return {
            first: (
                kept.edits,
                [
                    (version.message.instance_id, version is kept.versions[-1], hashed(version.files))
                    for version in kept.versions
                ],
            )
            for first, kept in self.table.submissions.items()
        }


def hashed(files):
    return {name: content and hashlib.sha256(content).digest() for name, content in files.items()}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example(what=[("a", None, 0, {}), ("b", None, 0, {}), ("a", "b", 0, {})])  # the id of another one's
@example(what=[("a", None, 0, {}), ("a1", "a", 0, {}), ("a2", "a", 0, {})])  # somebody edited it meanwhile
@example(what=[("a", None, 0, {PHOTOS[0]: content}) for content in CONTENTS])  # another photo under the same name
@given(what=st.lists(happenings, min_size=1, max_size=25))
def test_every_answer_and_all_that_is_kept_are_those_of_the_table(field, what):
    field.begin()

    for one in what:
        field.happens(one)

    assert field.kept() == field.expected()
