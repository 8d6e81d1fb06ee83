"""Progress of projects, from a phone's report to the figures of the province."""

import pytest

from tests.factories import make_area, make_project
from tests.fixtures.field import drain

PROGRESS = "/areas/5007/progress?year=2570&basis=provisional"
AT_SITE, FAR = "19.0101 98.8301 0 5", "19.2 98.83 0 5"


@pytest.fixture
def project(province):
    made = make_project(province, title="=ฝายชะลอน้ำ", budget_approved=10_000_000)
    make_project(province, stage="approved", budget_approved=30_000_000)
    make_project(province, fiscal_year=2569)
    place = {"id": str(made.id), "code": made.project_code}
    province.commit()
    return place


def report(phone, project, **answers):
    filled = phone.fill("project_progress", project=project["id"], today="2026-11-22", **answers)
    assert phone.send(filled).status == 201
    drain()
    return filled


def one(answer, project):
    return next(row for row in answer.get_json()["projects"] if row["id"] == project["id"])


def test_a_report_from_the_site_with_a_photo_is_geo_tagged(reader, phone, project):
    filled = report(phone, project, site_gps=AT_SITE, files={"photo_1": b"a photo"})

    row = one(reader.get(PROGRESS), project)
    assert (row["percent_physical"], row["disbursed_baht"], row["percent_disbursed"]) == (40, 40000.0, 40.0)
    assert (row["location_class"], row["geo_tagged"], row["geo_tagged_on"]) == ("on_site", True, "2026-11-22")
    assert 0 < row["distance_m"] < 50
    assert row["latest_report"] == filled.instance_id


@pytest.mark.parametrize(
    ("boundary", "inside"),
    [(None, None), ("MULTIPOLYGON(((98.8 19, 98.9 19, 98.9 19.1, 98.8 19)))", True)],
    ids=["no boundary", "a boundary around the site"],
)
def test_whether_it_was_made_inside_the_tambon_is_known_where_there_is_a_boundary(
    reader, phone, project, province, boundary, inside
):
    make_area(province, "500705").boundary = boundary and f"SRID=4326;{boundary}"
    province.commit()
    report(phone, project, site_gps=AT_SITE)

    assert one(reader.get(PROGRESS), project)["inside_tambon"] is inside


def test_very_different_reports_of_committee_and_team_are_told(reader, phone, project):
    report(phone, project, percent_physical="40")
    before = one(reader.get(PROGRESS), project)["reports_differ"]
    report(phone, project, percent_physical="90", reporter_role="committee")

    assert (before, one(reader.get(PROGRESS), project)["reports_differ"]) == (False, True)


def test_the_area_sums_its_projects_of_the_year_weighted_by_baht(reader, phone, project):
    report(phone, project, site_gps=FAR)

    whole = reader.get(PROGRESS).get_json()
    assert (whole["by_stage"], len(whole["projects"])) == ({"in_progress": 1, "approved": 1}, 2)
    assert (whole["physical_pct"], whole["disbursed_pct"], whole["geo_tagged"]) == (10.0, 10.0, 0)
    assert one(reader.get(PROGRESS), project)["location_class"] == "far"


def test_officially_a_report_counts_once_it_is_approved(reader, phone, project):
    report(phone, project, site_gps=AT_SITE)

    assert one(reader.get("/areas/5007/progress?year=2570"), project)["percent_physical"] == 0


@pytest.mark.parametrize(("role", "area"), [("district_chief", "5007"), ("evaluation_committee", "50")])
def test_roles_that_open_no_submissions_are_not_told_which(new_reader, phone, project, role, area):
    report(phone, project, site_gps=AT_SITE)

    answer = new_reader(role, area).get(PROGRESS)
    assert one(answer, project)["percent_physical"] == 40
    assert "uuid:" not in answer.text


def test_projects_of_another_district_are_not_there(new_reader, project):
    assert new_reader(area="5001").get(PROGRESS).status_code == 404
    assert new_reader(area="5001").get("/areas/5001/progress?year=2570").get_json()["projects"] == []
