"""What the database itself lets people see: their area and classes of data; without a scope nothing."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from server.db.session import Scope, transaction
from server.domain.permissions import AMOUNTS, ROLES
from tests.factories import make_household, make_project, make_village
from workers.drains import drain_submissions

PROTECTED = ("submission_version", "attachment", "household_money", "entity", "entity_version")
OURS, NEXT, OTHER_PROVINCE = "50070503", "50060101", "51010101"


def scope(role, area, workspace_id=1):
    return Scope(workspace_id, (area,), ROLES[role].sees)


def seen(of, table, column="count(*)"):
    """A figure of a table as a scope sees it."""
    with transaction(of) as session:
        return session.scalar(text(f"select {column} from {table}"))


def classes(of):
    """The classes of the submissions whose answers a scope may read."""
    with transaction(of) as session:
        rows = session.execute(
            text("select distinct s.data_class from submission_version v join submission s on s.id = v.submission_id")
        )
        return {row[0] for row in rows}


@pytest.fixture(autouse=True)
def sent(new_phone, session):
    """In two districts and two provinces: a household, a project, an account with amounts, a plan with a photo."""
    for village in (OURS, NEXT):
        household, project = make_household(session, village), make_project(session, village)
        session.commit()
        phone, place = new_phone(area=village[:6]), {"village_code": village}
        forms = [
            phone.fill("household_account", household=str(household.uuid), **place),
            phone.fill("community_plan", files={"plan_photo_1": village.encode()}, **place),
            phone.fill("forum_attendance", attend_households=str(household.uuid), **place),
            phone.fill("project_progress", project=str(project.id)),
        ]
        assert {phone.send(form).status for form in forms} == {201}
    make_village(session, OTHER_PROVINCE)
    make_household(session, OTHER_PROVINCE)
    session.commit()
    drain_submissions()


def test_the_owner_sees_everything(session):
    counts = {table: session.scalar(text(f"select count(*) from {table}")) for table in PROTECTED}

    assert counts["submission_version"] == 8
    assert counts["household_money"] == counts["attachment"] == 2
    assert counts["entity"] == 5


def test_a_district_officer_sees_their_district_and_all_of_it():
    officer = scope("district_officer", "5007")

    assert {table: seen(officer, table) for table in PROTECTED[:4]} == {
        "submission_version": 4,
        "attachment": 1,
        "household_money": 1,
        "entity": 2,
    }
    assert classes(officer) == {"amounts", "names", "plans", "projects"}


def test_two_districts_see_different_rows():
    places = {area: seen(scope("district_officer", area), "entity", "min(village_code)") for area in ("5007", "5006")}

    assert places == {"5007": OURS, "5006": NEXT}


def test_the_province_sees_neither_amounts_nor_names():
    province = scope("province_officer", "50")

    assert seen(province, "household_money") == 0
    assert classes(province) == {"plans", "projects"}
    assert seen(province, "entity", "string_agg(distinct list_name, ',')") == "projects"
    assert seen(province, "entity_version", "string_agg(distinct list_name, ',')") == "projects"


@pytest.mark.parametrize("role", [name for name, role in ROLES.items() if AMOUNTS not in role.sees])
def test_only_roles_that_see_amounts_see_amounts(role):
    assert seen(scope(role, "50"), "household_money") == 0
    assert "amounts" not in classes(scope(role, "50"))


def test_an_admin_sees_no_answers_at_all():
    admin = scope("admin", "50")

    assert {table: seen(admin, table) for table in PROTECTED} == dict.fromkeys(PROTECTED, 0)


def test_another_province_sees_its_own():
    other = Scope(2, ("51",), frozenset({"names", "amounts", "plans", "projects"}))

    assert seen(other, "submission_version") == 0
    assert seen(other, "entity", "string_agg(village_code, ',')") == OTHER_PROVINCE


def test_the_area_of_one_province_opens_nothing_in_another():
    confused = Scope(2, ("50",), frozenset({"names", "amounts", "plans", "projects"}))

    assert {table: seen(confused, table) for table in PROTECTED} == dict.fromkeys(PROTECTED, 0)


@pytest.mark.parametrize("missing", ["workspace", "areas", "sees"])
def test_the_role_without_one_of_its_settings_sees_nothing(session, missing):
    session.execute(text("set local role yudee_scoped"))
    for name, value in {"workspace": "1", "areas": "{50}", "sees": "{amounts,names,plans,projects}"}.items():
        if name != missing:
            session.execute(text("select set_config(:name, :value, true)"), {"name": f"app.{name}", "value": value})

    assert {table: count(session, table) for table in PROTECTED} == dict.fromkeys(PROTECTED, 0)


def count(session, table):
    """Rows; none where a setting left over from an earlier transaction, an empty text, is not even readable."""
    try:
        with session.begin_nested():
            return session.scalar(text(f"select count(*) from {table}"))
    except DatabaseError as refused:
        assert "malformed array literal" in str(refused) or "invalid input syntax" in str(refused)
        return 0


def test_a_scope_ends_with_its_transaction():
    assert seen(scope("district_officer", "5007"), "submission_version") == 4
    with transaction() as session:
        assert session.scalar(text("select count(*) from submission_version")) == 8
        assert session.scalar(text("select current_user")) == "yudee"


def test_a_scope_that_failed_does_not_stay_on_its_connection():
    for _ in range(10):
        with pytest.raises(DatabaseError), transaction(scope("district_officer", "5007")) as session:
            session.execute(text("select 1/0"))
        with transaction() as session:
            assert session.scalar(text("select count(*) from submission_version")) == 8


@pytest.mark.parametrize(
    "act",
    [
        "update submission_version set answers = '{}'",
        "delete from submission_version",
        "insert into submission_version default values",
        "update submission set data_class = 'plans'",
        "update submission set actor_id = 1",
        "update household_money set submission_id = 1",
        "select * from phone",
        "select * from person",
        "select * from login",
        "select * from api_key",
        "select * from second_factor",
        "select * from recovery_code",
        "select * from identity",
        "select * from finance_block",
        "select * from finance_told",
        "insert into area_finance default values",
        "update assignment set role = 'admin'",
        "update event set verb = 'x'",
        "delete from event",
        "truncate submission_version",
        "alter table submission_version disable row level security",
        "create table mine (id integer)",
    ],
)
def test_people_change_and_see_nothing_beyond_what_pages_need(act):
    refused = pytest.raises(DatabaseError, match="permission denied|must be owner")
    with refused, transaction(scope("district_officer", "5007")) as session:
        session.execute(text(act))


@pytest.mark.parametrize("area", ["", "50'", "5007}", "5007,50", '"', "50 or 1=1", "%", "50_", "๕๐"])
def test_a_strange_area_makes_no_scope(area):
    with pytest.raises(ValueError, match="digits"):
        Scope(1, (area,), frozenset({"amounts"}))


@pytest.mark.parametrize("table", ["event", "grade_event"])
def test_books_are_only_added_to(session, table):
    session.execute(text("insert into grade_event (workspace_id, village_code, plan_year, basis, new_status)"
                         " values (1, '50070503', 2570, 'official', 'graded')"))  # fmt: skip
    for act in (f"update {table} set at = now()", f"delete from {table}"):
        with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
            session.execute(text(act))
