"""Approved projects of a table: project rows in satang, entities as phones know them, running numbers."""

import pytest
from sqlalchemy import func, select

from server.db.models import Entity, Project
from server.domain.imports import projects
from server.domain.imports.outcome import Imported
from server.domain.imports.sheets import RowsRefused
from tests.factories import make_project, make_system, make_village

HEADING = (
    "project_code,village_code,fiscal_year,title,programme,impl_unit,stage,"
    "budget_approved,planned_start,planned_end,lon,lat\n"
)
ROW = "2570-5007-0007,50070503,2570,ฝายสมมุติ,3,joint,funded,250000,2026-10-01,2027-09-30,98.83,19.01\n"


@pytest.fixture
def load(session):
    workspace_id = make_village(session, "50070503").workspace_id

    def load(rows):
        author = make_system(session).id
        return projects.import_csv(session, workspace_id, (HEADING + rows).encode(), actor_id=author)

    return load


def refused(load, rows):
    with pytest.raises(RowsRefused) as caught:
        load(rows)
    return [(fault.row, fault.column, fault.fault.code) for fault in caught.value.faults]


def test_a_project_is_stored_in_satang_with_its_site(load, session):
    assert load(ROW) == Imported(added=1)

    project = session.scalar(select(Project))
    assert (project.project_code, project.budget_approved, project.stage) == ("2570-5007-0007", 25_000_000, "funded")
    assert session.execute(select(func.ST_X(Project.site), func.ST_Y(Project.site))).one() == (98.83, 19.01)


def test_phones_get_the_project_as_an_entity_of_the_same_id(load, session):
    load(ROW)

    entity = session.scalar(select(Entity))
    assert entity.uuid == session.scalar(select(Project.id))
    assert entity.label == "2570-5007-0007 ฝายสมมุติ"
    assert entity.data == {
        "project_code": "2570-5007-0007",
        "stage": "funded",
        "amphoe_code": "5007",
        "tambon_code": "500705",
        "village_code": "50070503",
        "fiscal_year": "2570",
        "proposal_kind": "project",
        "project_title": "ฝายสมมุติ",
        "programme": "3",
        "impl_unit": "joint",
        "budget_approved": "250000",
        "planned_start": "2026-10-01",
        "planned_end": "2027-09-30",
        "geometry": "19.01 98.83 0 0",
    }


def test_running_numbers_go_on_from_the_highest_of_their_year_and_district(load, session):
    make_project(session, project_code="2570-5007-0041")

    load(
        ",50070503,2570,หนึ่ง,1,village,approved,1000,,,,\n"
        "2570-5007-0050,50070503,2570,สอง,1,village,approved,1000,,,,\n"
        ",50070503,2570,สาม,1,village,approved,1000,,,,\n"
        ",50070503,2571,สี่,1,village,approved,1000,,,,\n"
    )

    codes = dict(session.execute(select(Project.title, Project.project_code)).all())
    assert (codes["หนึ่ง"], codes["สาม"], codes["สี่"]) == ("2570-5007-0051", "2570-5007-0052", "2571-5007-0001")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("2570-5007-0007", "2570-5007-7"), ("project_code", "project-code")),
        (("2570-5007-0007", "2569-5007-0007"), ("project_code", "project-code")),
        (("50070503", "50070599"), ("village_code", "village-unknown")),
        ((",2570,", ",2027,"), ("fiscal_year", "ce-year")),
        ((",3,joint", ",6,joint"), ("programme", "out-of-range")),
        (("joint", "company"), ("impl_unit", "not-one-of")),
        (("funded", "proposed"), ("stage", "not-one-of")),
        (("250000", "250000.50"), ("budget_approved", "not-whole")),
        (("250000", "-1"), ("budget_approved", "out-of-range")),
        (("2026-10-01", "2569-10-01"), ("planned_start", "be-year")),
        (("2027-09-30", "2026-09-30"), ("planned_end", "ends-before-start")),
        (("98.83,19.01", "19.01,98.83"), ("lon", "swapped")),
    ],
)
def test_a_wrong_row_is_refused(load, session, change, fault):
    assert refused(load, ROW.replace(*change)) == [(2, *fault)]
    assert session.scalar(select(func.count(Project.id))) == 0


def test_a_code_or_title_that_is_taken_is_refused(load):
    load(ROW)

    assert refused(load, ROW) == [(2, "project_code", "in-register")]
    assert refused(load, ROW.replace("2570-5007-0007", "")) == [(2, "title", "in-register")]


def test_a_row_twice_in_the_file_is_refused(load):
    assert refused(load, ROW + ROW) == [(3, "project_code", "repeated"), (3, "title", "repeated")]
