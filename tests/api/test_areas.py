"""Where one may look."""

import pytest

from tests.factories import make_village


@pytest.fixture
def places(session):
    make_village(session, "50070503")
    make_village(session, "50070504", active=False)
    make_village(session, "50010101")
    session.commit()


def test_areas_are_the_callers_own_and_those_inside(reader, places):
    areas = reader.get("/areas").get_json()

    assert [(area["code"], area["level"], area["parent"]) for area in areas] == [
        ("5007", "district", "50"),
        ("500705", "subdistrict", "5007"),
        ("50070503", "village", "500705"),
    ]
    assert areas[0] == {
        "code": "5007", "level": "district", "parent": "50", "name_th": "เขต 5007", "name_en": "Area 5007",
    }  # fmt: skip


def test_areas_of_one_level_can_be_asked_for(new_reader, places):
    province = new_reader("province_officer", "50")

    assert [area["code"] for area in province.get("/areas?level=district").get_json()] == ["5001", "5007"]
    assert province.get("/areas?level=continent").get_json()["errors"].keys() == {"level"}
