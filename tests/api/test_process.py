"""How the work goes, as JSON."""

from datetime import UTC, datetime

from server.domain.indicators.calendar import bangkok_date, fiscal_year
from tests.factories import make_village

PROCESS = "/areas/5007/process?year=2570"
NUMBERS = {"review_backlog", "review_days_median", "missing_attachments", "accounts", "book_seen_pct"}
NUMBERS |= {"walk_ins_open", "duplicate_house_numbers"}


def test_the_numbers_of_an_area_of_its_parts_and_of_its_teams(reader, phone, session):
    make_village(session, "50070601")
    session.commit()
    sent = phone.fill("household_account", today="2026-11-22")
    assert phone.send(sent).status == 201

    found = reader.get(PROCESS).get_json()

    assert (found["code"], found["year"], found["review_backlog"], found["review_days_median"]) == (
        "5007",
        2570,
        0,
        None,
    )
    assert [(row["code"], row["level"]) for row in found["rows"]] == [
        ("500705", "subdistrict"),
        ("500706", "subdistrict"),
    ]
    assert {
        "missing_attachments",
        "book_seen_pct",
        "walk_ins_open",
        "duplicate_house_numbers",
        "accounts",
    } <= found.keys()
    assert "decided_after" not in found and "books_seen" not in found


def test_a_team_is_told_by_day(reader, phone, session):
    assert phone.send(phone.fill("household_account")).status == 201
    year = fiscal_year(bangkok_date(datetime.now(UTC)))  # nobody has read from the form which year it is of

    (team,) = reader.get(f"/areas/500705/process?year={year}").get_json()["teams"]

    assert (team["name"], team["area_code"], team["submissions"], team["days"]) == (phone.made.name, "500705", 1, 1)
    assert list(team["by_day"].values()) == [1]


def test_the_basis_cannot_be_chosen(reader, phone):
    assert reader.get(f"{PROCESS}&basis=official").status_code == 422
