"""Entries that two phones changed without knowing of each other: shown to their district, and settled by it."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from server.db.models import Entity, EntityVersion, Event
from tests.factories import make_household
from tests.fixtures.field import drain

LIST = "/conflicts"


@pytest.fixture
def household(phone, new_phone, session):
    """A household of four that one phone says is of five, another of six with a new house number."""
    made = make_household(session, house_no="12", members="4", head_name="นายเดิม ตัวอย่าง")
    session.commit()
    for one, said in ((phone, {"members": "5"}), (new_phone(), {"members": "6", "house_no": "99"})):
        lineage = {"create": "0", "update": "1", "baseVersion": "1", "trunkVersion": "1", "branchId": str(uuid4())}
        usual = {"house_no": "12", "head_name": "นายเดิม ตัวอย่าง"}
        change = one.fill(
            "household_register",
            action="edit",
            household=str(made.uuid),
            entity=lineage | {"label": made.label},
            **(usual | said),
        )
        assert one.send(change).status == 201
    drain()
    return made


def address(household) -> str:
    return f"{LIST}/households/{household.uuid}"


def now(session, household) -> Entity:
    session.rollback()
    session.refresh(household)
    return household


def choices(page) -> dict[str, list[str]]:
    """The values to choose from, by property, the chosen one marked."""
    found: dict[str, list[str]] = {}
    for box in page.tree.xpath("//main//input[@type='radio']"):
        mark = "*" if "checked" in box.attrib else ""
        found.setdefault(box.get("name").removeprefix("value-"), []).append(box.get("value") + mark)
    return found


def test_the_list_of_submissions_leads_to_conflicts_only_when_there_are_some(officer, field, session):
    assert LIST not in officer.get("/review").links()

    make_household(session).conflict = "soft"
    session.commit()

    assert LIST in officer.get("/review").links()


def test_hard_conflicts_come_first_and_those_of_other_districts_not_at_all(officer, as_person, household, session):
    soft = make_household(session)
    soft.conflict = "soft"
    session.commit()

    assert [link for link in officer.get(LIST).links() if link != "/review"] == [address(household), address(soft)]
    elsewhere = as_person(area="5006")
    assert address(household) not in elsewhere.get(LIST).links()
    assert elsewhere.get(address(household)).status == 404


def test_the_page_shows_who_said_what_beside_what_holds(officer, household):
    page = officer.get(address(household))

    assert choices(page)["members"] == ["4", "5", "6*"]
    assert choices(page)["house_no"] == ["12", "99*"]
    assert list(choices(page))[0] in ("members", "house_no")
    assert "head_name" not in choices(page)
    assert len(page.rows()) == 2
    assert [link for link in page.links() if link.startswith("/review/")]


def test_what_is_chosen_is_a_new_version_that_phones_get(officer, phone, household, session):
    phone.sync()
    officer.get(address(household))

    answer = officer.post(address(household), **{"value-members": "5", "value-house_no": "99"})

    assert (answer.status, answer.headers["Location"]) == (302, f"{LIST}?done=resolved")
    entity = now(session, household)
    assert (entity.version, entity.conflict, entity.data["members"], entity.data["house_no"]) == (4, None, "5", "99")
    said = select(EntityVersion.received, EntityVersion.actor_id).where(EntityVersion.version == 4)
    assert session.execute(said).one() == ({"members": "5"}, officer.actor_id)
    phone.sync()
    assert phone.lists["households"].rows[str(household.uuid)]["members"] == "5"


def test_what_holds_may_stay_and_makes_no_version(officer, phone, household, session):
    phone.sync()
    officer.get(address(household))

    officer.post(address(household), **{"value-members": "6"})

    assert (now(session, household).version, now(session, household).conflict) == (3, None)
    before = phone.lists["households"].md5
    phone.sync()
    assert phone.lists["households"].md5 == before


def test_the_book_says_who_settled_what_and_no_value(officer, household, session):
    officer.get(address(household))
    officer.post(address(household), **{"value-members": "5"})

    event = session.scalars(select(Event).where(Event.verb == "entity.resolve")).one()
    assert (event.actor_id, event.subject_id) == (officer.actor_id, str(household.uuid))
    assert event.details == {"list": "households", "conflict": "hard", "properties": ["members"]}


def test_a_change_in_the_meantime_is_shown_first(officer, as_person, household, session):
    officer.get(address(household))
    session.rollback()
    session.refresh(household)
    household.version = 4
    session.commit()

    page = officer.post(address(household), **{"value-members": "5"})

    assert (page.status, page.headers["X-Yudee-Problem"]) == (409, "entity-moved-on")
    assert now(session, household).conflict == "hard"


def test_what_a_colleague_settled_is_told(officer, as_person, household):
    colleague = as_person()
    officer.get(address(household))
    colleague.get(address(household))
    colleague.post(address(household))

    assert officer.post(address(household)).headers["Location"] == f"{LIST}?done=already"
    assert officer.get(address(household)).headers["Location"] == f"{LIST}?done=already"


@pytest.mark.parametrize("name", ["village_code", "nothing", "members\0"])
def test_what_is_no_property_to_choose_cannot_be_set(officer, household, session, name):
    officer.get(address(household))

    assert officer.post(address(household), **{f"value-{name}": "50060101"}).status == 422
    assert now(session, household).conflict == "hard"


def test_what_was_settled_is_not_shown_again_when_others_clash(officer, phone, household, session):
    officer.get(address(household))
    officer.post(address(household), **{"value-members": "5"})
    lineage = {"create": "0", "update": "1", "baseVersion": "3", "trunkVersion": "3", "branchId": str(uuid4())}
    late = phone.fill("household_register", action="edit", household=str(household.uuid), members="7", entity=lineage)
    assert phone.send(late).status == 201
    drain()

    page = officer.get(address(household))

    assert choices(page)["members"] == ["5", "7*"]
