"""Whatever the order, repetition and batches in which the messages about one entity come, it ends as the same."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy import update as update_of

from server.db.models import Entity, EntityVersion, Submission, SubmissionFlag
from server.db.session import transaction
from server.domain import entity_lists, reviews
from server.domain.entities import backlog
from tests.factories import make_system
from tests.orchards import survey, update
from workers.drains import drain_submissions

CREATE, DRAIN, APPROVE, FORCE = "create", "drain", "approve", "force"


@dataclass(frozen=True)
class Story:
    """What happens: how many links two phones' offline chains have, and in which order everything comes.

    steps: CREATE, DRAIN, APPROVE, FORCE (nothing that waits is waited for any longer), or a link of a chain as
    ("mine", 1); what comes twice was sent twice.
    """

    mine: int
    theirs: int
    steps: list
    is_approved: bool


@st.composite
def stories(draw, forces=0):
    """forces: how often nothing that waits is waited for any longer."""
    mine, theirs, is_approved = draw(st.integers(0, 3)), draw(st.integers(0, 2)), draw(st.booleans())
    links = [("mine", number) for number in range(1, mine + 1)]
    links += [("theirs", number) for number in range(1, theirs + 1)]
    again = draw(st.lists(st.sampled_from([CREATE, *links]), max_size=3))
    drains = [DRAIN] * draw(st.integers(0, 3))
    acts = [APPROVE] * is_approved + [FORCE] * forces
    steps = draw(st.permutations([CREATE, *links, *again, *drains, *acts]))
    return Story(mine, theirs, steps, is_approved)


def messages(story: Story) -> dict:
    """Every form by its step. I change the owner, they the size; both began offline on the first version."""
    uuid, branches = str(uuid4()), {"mine": str(uuid4()), "theirs": str(uuid4())}
    forms = {CREATE: survey({"id": uuid, "label": "สวน"}, owner="0", area="0")}
    for number in range(1, story.mine + 1):
        lineage = {"branchId": branches["mine"], "trunkVersion": ""}
        forms["mine", number] = survey(update(uuid, number, label=f"สวน {number}", **lineage), owner=str(number))
    for number in range(1, story.theirs + 1):
        lineage = {"branchId": branches["theirs"], "trunkVersion": "1"}
        forms["theirs", number] = survey(update(uuid, number, **lineage), area=str(number))
    return {"uuid": UUID(uuid), "forms": forms}


def tell(session, story: Story, forms: dict, phones: dict, officer) -> None:
    """Do the steps; an approval waits for what it approves."""
    approvals = 0
    for step in [*story.steps, DRAIN]:
        if step == DRAIN:
            drain_submissions()
        elif step == APPROVE:
            approvals += 1
        elif step == FORCE:
            force(forms)
        else:
            phone = phones["theirs" if step[0] == "theirs" else "mine"]
            assert phone.post(forms[step].xml).status == 201
        if approvals and approve(session, forms[CREATE], officer):
            approvals = 0
    drain_submissions()


def force(forms: dict) -> None:
    """The clock strikes, six days after everything that has come so far."""
    now = dt.datetime.now(dt.UTC)
    named = Submission.instance_id.in_(form.instance_id for form in forms.values())
    drain_submissions()
    with transaction() as passing:
        passing.execute(update_of(Submission).where(named).values(received_at=now - dt.timedelta(days=6)))
    with transaction() as striking:
        backlog.force_overdue(striking, 1, now=now)
    drain_submissions()


def approve(session, form, officer) -> bool:
    session.rollback()
    submission = session.scalar(select(Submission.id).where(Submission.instance_id == form.instance_id))
    if submission is not None:
        with transaction() as deciding:
            reviews.review(deciding, officer, submission, "approved")
    return submission is not None


def ended(session, uuid: UUID, forms: dict):
    """(label, data, conflict) of the entity, how many versions it has, and the flags of each message."""
    session.rollback()
    entity = session.execute(select(Entity.label, Entity.data, Entity.conflict).where(Entity.uuid == uuid)).first()
    versions = session.scalars(select(EntityVersion.version).where(EntityVersion.uuid == uuid)).all()
    named = {form.instance_id: step for step, form in forms.items()}
    flagged = select(Submission.instance_id, SubmissionFlag.code).join(
        SubmissionFlag, SubmissionFlag.submission_id == Submission.id
    )
    rows = session.execute(flagged.where(Submission.instance_id.in_(named)))
    return entity and tuple(entity), sorted(versions), {named[instance]: code for instance, code in rows}


def expected(story: Story, forms: dict):
    if not story.is_approved:
        waiting = {step: "entity_unknown" for step in forms if step != CREATE}
        return None, [], waiting | {CREATE: "entity_needs_approval"}
    label = f"สวน {story.mine}" if story.mine else "สวน"
    conflict = "soft" if story.mine and story.theirs else None
    entity = (label, {"owner": str(story.mine), "rai": str(story.theirs)}, conflict)
    return entity, list(range(1, len(forms) + 1)), {}


@pytest.fixture
def field(surveyor, new_phone, sign_in):
    """Two phones and an officer."""
    return {"mine": surveyor, "theirs": new_phone()}, sign_in()


@pytest.fixture
def approving(field):
    """The list's entities wait for approval."""
    with transaction() as deciding:
        author = make_system(deciding).id
        entity_lists.set_approval(deciding, 1, "orchards", is_required=True, actor_id=author)


USUAL = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


@settings(max_examples=20, **USUAL)
@given(story=stories())
def test_the_order_of_messages_about_an_entity_never_matters(session, field, approving, story):
    phones, officer = field
    told = messages(story)

    tell(session, story, told["forms"], phones, officer)

    assert ended(session, told["uuid"], told["forms"]) == expected(story, told["forms"])


@settings(max_examples=20, **USUAL)
@given(story=st.integers(1, 2).flatmap(stories))
def test_nor_does_it_for_what_it_says_when_force_was_used_before_all_had_come(session, field, story):
    phones, officer = field
    told = messages(story)

    tell(session, story, told["forms"], phones, officer)

    (label, data, _), _, flags = ended(session, told["uuid"], told["forms"])
    assert (label, data) == (
        f"สวน {story.mine}" if story.mine else "สวน",
        {"owner": str(story.mine), "rai": str(story.theirs)},
    )
    assert flags == {}
