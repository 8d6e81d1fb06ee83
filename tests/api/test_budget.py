"""The budget table, from the projects in the database to JSON and spreadsheet."""

import csv
import io

import pytest
from sqlalchemy import text

from server.db.models import ProjectStanding
from tests.api.results import COMPUTED_AT
from tests.factories import make_area, make_project

BUDGET = "/areas/50/budget?year=2550"
SEED = [  # programme, projects, baht: the province's published year 2550
    (1, 495, 36_928_000),
    (2, 267, 22_123_000),
    (3, 100, 8_464_000),
    (4, 42, 2_765_000),
    (5, 394, 22_720_000),
]


def project(session, baht, village="50070503", **changes):
    kind = {"kind": "plan_making"} if changes.get("programme", 1) is None else {}
    return make_project(session, village, fiscal_year=2550, budget_approved=baht * 100, **(kind | changes))


def disbursed(session, made, baht, basis="official"):
    flags = dict.fromkeys(("geo_tagged", "stale", "behind", "overdue", "money_ahead", "reports_differ"), False)
    numbers = {"percent_physical": 50, "disbursed": baht * 100, "as_of": COMPUTED_AT.date(), "computed_at": COMPUTED_AT}
    session.add(ProjectStanding(workspace_id=1, project_id=made.id, basis=basis, **numbers, **flags))


@pytest.fixture
def province(new_reader):
    return new_reader("province_officer", "50")


# Each programme's projects get a thousand baht, the first one what is left of its money.
PUBLISHED = text("""
    insert into project (workspace_id, id, project_code, village_code, fiscal_year, title, programme, impl_unit,
                         entered_stage, stage, budget_approved)
    select 1, gen_random_uuid(), concat(cast(:programme as integer), '-', n), concat('500705', n % 8 + 11), 2550,
           'โครงการ', :programme, 'village', 'approved', (array['approved', 'in_progress', 'evaluated'])[n % 3 + 1],
           case n when 1 then (cast(:baht as bigint) - 1000 * (:projects - 1)) * 100 else 100000 end
    from generate_series(1, :projects) n
""")


def test_the_published_budget_of_2550_comes_out(province, session):
    make_area(session, "500705")
    for programme, projects, baht in SEED:
        session.execute(PUBLISHED, {"programme": programme, "projects": projects, "baht": baht})
    session.commit()

    found = province.get(BUDGET).get_json()
    assert [line["projects"] for line in found["programmes"]] == [495, 267, 100, 42, 394]
    assert [line["million_baht"] for line in found["programmes"]] == [36.928, 22.123, 8.464, 2.765, 22.720]
    assert [line["pct"] for line in found["programmes"]] == [39.71, 23.79, 9.10, 2.97, 24.43]
    total = found["total"]
    assert (total["projects"], total["million_baht"], total["pct"]) == (1298, 93.0, 100.0)
    assert (found["year"], found["basis"]) == (2550, "official")
    below = province.get("/areas/500705/budget?year=2550").get_json()["rows"]
    assert sum(row["total"]["baht"] for row in below) == 93_000_000


def test_one_project_takes_all_and_the_other_programmes_show_zero(province, session):
    project(session, 100_500)
    session.commit()

    first, *others = province.get(BUDGET).get_json()["programmes"]
    assert (first["projects"], first["baht"], first["million_baht"], first["pct"]) == (1, 100_500.0, 0.101, 100.0)
    assert [(one["projects"], one["million_baht"], one["pct"]) for one in others] == [(0, 0.0, 0.0)] * 4


def test_money_that_moved_is_told_of_official_reports(province, session):
    made = project(session, 30_000, stage="in_progress", transferred=2_000_000)
    disbursed(session, made, 10_000)
    disbursed(session, made, 29_000, "provisional")
    project(session, 30_000)
    session.commit()

    total = province.get(BUDGET).get_json()["total"]
    assert (total["transferred_baht"], total["transferred_pct"]) == (20_000.0, 33.33)
    assert (total["disbursed_baht"], total["disbursed_pct"]) == (10_000.0, 16.66)


def test_what_is_not_approved_cancelled_or_of_another_year_is_left_out_and_plan_making_stands_apart(province, session):
    project(session, 1_000)
    for stage in ("proposed", "forwarded", "not_approved", "cancelled"):
        project(session, 50_000, stage=stage)
    make_project(session, budget_approved=7_000_000, fiscal_year=2551)
    project(session, 20_000, programme=None)
    session.commit()

    found = province.get(BUDGET).get_json()
    assert (found["total"]["projects"], found["total"]["baht"]) == (1, 1_000.0)
    assert (found["plan_making"]["projects"], found["plan_making"]["baht"], found["plan_making"]["pct"]) == (
        1, 20_000.0, None,
    )  # fmt: skip


def test_a_project_that_is_not_decided_yet_has_no_budget_and_breaks_nothing(province, session):
    project(session, 0, stage="approved")
    session.commit()

    assert province.get(BUDGET).get_json()["total"]["pct"] is None


def test_every_area_below_has_its_own_table_with_projects_or_without(province, session):
    project(session, 1_000)
    project(session, 3_000, "50080101", programme=2)
    make_area(session, "5009")
    session.commit()

    rows = {row["code"]: row for row in province.get(BUDGET).get_json()["rows"]}
    assert [(code, row["total"]["baht"]) for code, row in rows.items()] == [
        ("5007", 1_000.0), ("5008", 3_000.0), ("5009", 0.0),
    ]  # fmt: skip
    assert rows["5008"]["programmes"][1]["pct"] == 100.0
    below = province.get("/areas/500705/budget?year=2550").get_json()["rows"]
    assert [(row["code"], row["level"]) for row in below] == [("50070503", "village")]


def test_the_table_for_spreadsheets_has_seven_lines_for_each_area(province, session):
    project(session, 1_000)
    session.commit()

    answer = province.get("/areas/50/budget.csv?year=2550")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["code"], row["line"], row["programme"]) for row in rows[:7]] == [
        *(("50", "programme", str(number)) for number in range(1, 6)), ("50", "total", ""), ("50", "plan_making", ""),
    ]  # fmt: skip
    assert (rows[0]["baht"], rows[0]["million_baht"], rows[0]["pct"]) == ("1000.00", "0.001", "100.00")
    assert len(rows) == 14
    assert "แผนงาน" in province.get("/areas/50/budget.csv?year=2550&lang=th").text


def test_there_is_no_basis_to_choose(province, session):
    project(session, 1_000)
    session.commit()

    answer = province.get(f"{BUDGET}&basis=provisional")
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["basis"])


def test_an_area_that_nobody_has_is_told_apart(reader, session):
    project(session, 1_000)
    session.commit()

    assert reader.get("/areas/500799/budget?year=2550").get_json()["code"] == "area-unknown"
    assert reader.get("/areas/5008/budget?year=2550").status_code == 404
