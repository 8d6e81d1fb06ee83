"""Areas, villages, households and projects by command: all rows or none, faults by row, JSON for scripts."""

import datetime as dt
import json

from sqlalchemy import func, select

from server.db.models import Area, Criteria, Entity, Village
from server.domain.indicators.calendar import bangkok_date, fiscal_year
from tests.factories import make_area, make_village, make_workspace

THIS_YEAR = fiscal_year(bangkok_date(dt.datetime.now(dt.UTC)))


def test_the_schema_is_brought_up_to_date(yudee):
    assert yudee("migrate").status == 0


def test_areas_are_loaded_and_the_present_fiscal_year_is_opened(yudee, session):
    assert "25 districts, 204 subdistricts" in yudee("areas", "load").out

    assert yudee("areas", "load", "--json").json["changed"] == 0
    assert session.scalars(select(Criteria.plan_year)).all() == [THIS_YEAR]


def test_villages_then_households_then_projects_are_imported(yudee, csv_file, session):
    make_area(session, "500705")
    villages = csv_file("code,moo,name_th,kind,lon,lat\n50070503,3,บ้านน้ำใส,village,98.83,19.01\n")
    assert yudee("villages", "import", villages).out == "villages: 1 new, 0 changed, 0 unchanged\n"

    households = csv_file("village_code,house_no,head_name,members\n50070503,1,นายสมมุติ ตัวอย่าง,4\n")
    assert yudee("households", "import", households, "--json").json == {"added": 1, "changed": 0, "unchanged": 0}

    heading = "village_code,fiscal_year,title,programme,impl_unit,stage,budget_approved\n"
    projects = csv_file(heading + "50070503,2570,ฝายสมมุติ,3,joint,funded,250000\n")
    assert yudee("projects", "import", projects, "--province", 50).status == 0
    assert session.scalar(select(func.count(Entity.uuid))) == 2


SQUARE = [[98.8, 19.0], [98.9, 19.0], [98.9, 19.1], [98.8, 19.1], [98.8, 19.0]]
BOW_TIE = [[98.8, 19.0], [98.9, 19.1], [98.9, 19.0], [98.8, 19.1], [98.8, 19.0]]


def geojson(**rings) -> str:
    """A file with a polygon for each area: `geojson(_500705=SQUARE)`."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code.strip("_")},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for code, ring in rings.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_boundaries_are_imported(yudee, csv_file, session):
    make_area(session, "500705")
    file = csv_file(geojson(_5007=SQUARE, _500705=SQUARE))

    assert yudee("areas", "import-boundaries", file).out == "boundaries: 2 new, 0 changed, 0 unchanged\n"
    again = yudee("areas", "import-boundaries", file, "--json").json
    assert again == {"added": 0, "changed": 0, "unchanged": 2, "elsewhere": []}


def test_faults_of_boundaries_are_told_by_feature(yudee, csv_file, session):
    make_area(session, "500705")
    file = csv_file(geojson(_500799=SQUARE, _500705=BOW_TIE))

    ended = yudee("areas", "import-boundaries", file)
    assert ended.status == 1
    assert ended.err.splitlines() == [
        "feature 1, code “500799”: There is no such area here. Check the code, or run `yudee areas load`.",
        "feature 2, geometry “500705”: The boundary crosses itself at 98.85, 19.05. In QGIS use “Fix geometries”.",
        "yudee: Nothing was imported. Faults found: 2. [features-refused]",
    ]
    told = yudee("areas", "import-boundaries", file, "--json").json
    assert [(fault["feature"], fault["code"]) for fault in told["faults"]] == [
        (1, "area-unknown"),
        (2, "crosses-itself"),
    ]
    assert session.scalar(select(func.count(Area.boundary))) == 0


def test_a_subdistrict_outside_its_district_is_imported_with_a_warning(yudee, csv_file, session):
    make_area(session, "500705")
    beside = [[lon + 1, lat] for lon, lat in SQUARE]

    ended = yudee("areas", "import-boundaries", csv_file(geojson(_5007=SQUARE, _500705=beside)))

    assert (ended.status, ended.out) == (0, "boundaries: 2 new, 0 changed, 0 unchanged\n")
    assert ended.err.startswith("warning: more than half of subdistrict 500705 lies outside its district.")


def test_a_file_that_is_too_large_is_not_read_to_its_end(yudee, tmp_path, session):
    make_area(session, "500705")
    file = tmp_path / "huge.geojson"
    with file.open("wb") as stream:
        stream.truncate(10**12)  # a terabyte of nothing

    assert "[file-too-large]" in yudee("areas", "import-boundaries", file).err


def test_faults_are_told_by_row_and_nothing_is_imported(yudee, csv_file, session):
    make_village(session, "50070503")
    file = csv_file("village_code,house_no,head_name\n50070503,1,นาย ก\n๕๐๐๗๐๕๐๓,2,นาย ข\n50070599,3,นาย ค\n")

    ended = yudee("households", "import", file)

    assert ended.status == 1
    assert ended.err.splitlines() == [
        "row 3, village_code “๕๐๐๗๐๕๐๓”: These are Thai digits. Type 50070503.",
        "row 4, village_code “50070599”: There is no such village here. Check the code, or import the village first.",
        "yudee: Nothing was imported. Faults found: 2. [rows-refused]",
    ]
    assert session.scalar(select(func.count(Entity.uuid))) == 0


def test_scripts_get_every_fault_in_both_languages(yudee, csv_file, session):
    make_village(session, "50070503")
    file = csv_file("village_code,house_no,head_name\n" + "50070503,1,นาย ก\n" * 60)

    ended = yudee("households", "import", file, "--json")

    assert (ended.status, ended.json["code"], len(ended.json["faults"])) == (1, "rows-refused", 59)
    assert ended.json["faults"][0] == {
        "row": 3,
        "column": "house_no",
        "value": "",
        "code": "repeated",
        "th": "ซ้ำกับแถว 2",
        "en": "The same as row 2.",
    }
    assert "นาย ก" not in ended.out + ended.err


def test_people_see_the_first_faults_only(yudee, csv_file, session):
    make_village(session, "50070503")
    file = csv_file("village_code,house_no,head_name\n" + "50070503,1,นาย ก\n" * 60)

    lines = yudee("households", "import", file).err.splitlines()

    assert (len(lines), lines[50]) == (52, "… +9")


def test_a_terminal_in_thai_speaks_thai(yudee, csv_file, session, monkeypatch):
    make_village(session, "50070503")
    monkeypatch.setenv("LC_ALL", "th_TH.UTF-8")

    ended = yudee("villages", "import", csv_file("code;moo;name_th\n50070503;3;บ้าน\n"))

    assert ended.err == "yudee: คอลัมน์คั่นด้วย “;” ต้องคั่นด้วยเครื่องหมายจุลภาค (,) [file-separated-otherwise]\n"


def test_one_of_several_provinces_must_be_named(yudee, csv_file, session):
    make_area(session, "510101")
    make_workspace(session, "50")
    file = csv_file("code,moo,name_th\n51010101,1,บ้านหนึ่ง\n")

    assert "[province-needed]" in yudee("villages", "import", file).err
    assert yudee("villages", "import", file, "--province", 51).status == 0
    assert session.scalars(select(Village.code)).all() == ["51010101"]


def test_without_any_province_the_next_step_is_named(yudee, csv_file):
    ended = yudee("villages", "import", csv_file("code,moo,name_th\n50070503,3,บ้าน\n"))

    assert (ended.status, "yudee areas load" in ended.err) == (1, True)
