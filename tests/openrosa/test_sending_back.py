"""A form the district sent back comes to its team in Collect, is filled in again there, and is put in its place."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from server.db.models import IndicatorResult, Submission
from server.db.session import transaction
from server.domain import phones, reviews
from server.domain.people import caller as caller_of
from server.domain.to_correct import entry_of
from tests.engine import shared_engine
from tests.engine_phone import EnginePhone
from tests.factories import make_household, make_person
from tests.fixtures.field import drain

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
ACCOUNT = {"village_code": "50070503", "consent_plan_use": "yes", "book_seen": "yes", "entry_mode": "summary"}
ACCOUNT |= {"r_all": 90000, "p_all": 70000, "d_all": 0, "totals_confirmed": "yes"}
WHY = "ยอดรายจ่ายไม่ตรงกับสมุด"


@pytest.fixture
def team(new_phone, tmp_path):
    phone = EnginePhone(new_phone(), shared_engine(), tmp_path / "phone", at=NOON)
    phone.sync()
    return phone


@pytest.fixture
def decide(session):
    """The district decides on a submission: `decide(instance_id, "approved")`."""

    def decided(instance_id, state):
        email = make_person(session).email
        session.commit()
        with transaction() as deciding:
            named = deciding.scalar(select(Submission.id).where(Submission.instance_id == instance_id))
            reviews.review(deciding, caller_of(deciding, email, 1), named, state, WHY)
        drain()

    return decided


def sent(phone, form) -> str:
    done = phone.finish(form)
    assert {reply.status for reply in phone.send_all()} == {201}
    drain()
    return done.instance_id


def hash_of(phone) -> str:
    """What the manifest of the account says of the list."""
    (account,) = [form for form in phone.listing() if form["formID"] == "household_account"]
    (item,) = [one for one in phone.manifest(account["manifestUrl"]) if one["filename"] == "to_correct.csv"]
    return item["hash"]


def states(session, *instance_ids) -> list[str]:
    session.rollback()
    known = dict(session.execute(select(Submission.instance_id, Submission.state)).all())
    return [known[one] for one in instance_ids]


def test_a_team_corrects_an_account_that_was_sent_back(team, session, decide):
    household = str(make_household(session).uuid)
    session.commit()
    team.sync()
    first = team.open("household_account").fill(ACCOUNT | {"household": household})
    assert not first.is_asked("corrects")
    old = sent(team, first)
    decide(old, "has_issues")

    team.sync()
    form = team.open("household_account")
    entry = str(entry_of("household_account", old))
    assert list(form.choices("corrects")) == [entry]
    form.fill({"corrects": entry})
    assert WHY in form.label("corrects_note")
    new = sent(team, form.fill(ACCOUNT | {"household": household, "p_all": 72000}))
    team.sync()
    assert not team.lists["to_correct"].entities
    decide(new, "approved")

    assert states(session, old, new) == ["rejected", "approved"]
    counted = select(IndicatorResult.num).filter_by(indicator=1, village_code="50070503", basis="official")
    assert session.scalars(counted).all() == [1]


def test_an_account_of_another_household_is_filled_in_as_ever(team, session, decide):
    households = [str(make_household(session).uuid) for _ in range(2)]
    session.commit()
    team.sync()
    old = sent(team, team.open("household_account").fill(ACCOUNT | {"household": households[0]}))
    decide(old, "has_issues")
    team.sync()
    other = sent(team, team.open("household_account").fill(ACCOUNT | {"household": households[1]}))

    assert states(session, old, other) == ["has_issues", "received"]
    assert not team.open("household_register").is_asked("corrects")


def test_only_phones_of_the_tambon_see_that_something_was_sent_back(phone, new_phone, decide):
    beside, elsewhere = new_phone(), new_phone(area="500706")
    all_phones = (phone, beside, elsewhere)
    form = phone.fill("household_account")
    phone.send(form)
    drain()
    before = [hash_of(one) for one in all_phones]
    decide(form.instance_id, "has_issues")

    assert [hash_of(one) == was for one, was in zip(all_phones, before, strict=True)] == [False, False, True]
    assert [len(synced(one).lists["to_correct"].rows) for one in all_phones] == [1, 1, 0]


def synced(phone):
    phone.sync()
    return phone


def test_a_village_committee_gets_its_form_and_no_list(new_phone, phone, decide):
    form = phone.fill("household_account")
    phone.send(form)
    drain()
    decide(form.instance_id, "has_issues")
    committee = new_phone(role="committee_member", area="50070503")
    committee.sync()

    assert "project_progress" in committee.forms
    assert "to_correct" not in committee.lists


def test_what_a_revoked_phone_sent_is_corrected_by_another_of_its_tambon(phone, new_phone, session, decide):
    old = phone.fill("household_account")
    phone.send(old)
    drain()
    decide(old.instance_id, "has_issues")
    with transaction() as revoking:
        phones.revoke(revoking, phone.made.name, workspace_id=1)
    other = new_phone()
    new = other.fill("household_account", corrects=str(entry_of("household_account", old.instance_id)))
    assert [other.send(new).status for _ in range(2)] == [201, 201]
    drain()
    decide(new.instance_id, "approved")

    assert states(session, old.instance_id, new.instance_id) == ["rejected", "approved"]
