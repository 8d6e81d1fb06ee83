"""Areas and villages at a browser: seen, imported by a table, corrected one by one."""

import io

import pytest
from sqlalchemy import func, select, update

from server.db.models import Event, Village
from server.db.queries.villages import point
from tests.factories import make_area, make_village, make_year

HEADING = "code,moo,name_th,kind,lon,lat\n"


@pytest.fixture
def admin(as_person, session):
    make_village(session, "50070503", name_th="บ้านดอย", place=point(98.83, 19.01))
    make_village(session, "50070504", name_th="บ้านทุ่ง")
    make_year(session, 2570)
    session.commit()
    return as_person("admin", "50")


def upload(admin, rows, heading=HEADING):
    admin.get("/admin/areas")
    return admin.post("/admin/areas/villages", file=(io.BytesIO((heading + rows).encode()), "villages.csv"))


def correct(admin, code="50070503", **typed):
    admin.get(f"/admin/villages/{code}")
    return admin.post(f"/admin/villages/{code}", **{"name_th": "บ้านดอย", "lat": "19.01", "lon": "98.83"} | typed)


def stored(session, code="50070503"):
    session.rollback()
    place = func.ST_X(Village.place), func.ST_Y(Village.place)
    return session.execute(select(Village.name_th, *place).where(Village.code == code)).one()


def test_areas_lead_from_the_province_down_to_the_villages_with_what_is_missing(admin):
    (district,) = admin.get("/admin/areas").rows()
    assert district.startswith("เขต 5007 5007 1 2 1")

    (subdistrict,) = admin.get("/admin/areas/5007").rows()
    assert subdistrict.startswith("เขต 500705 500705 2 1 ไม่มี")

    doi, thung = admin.get("/admin/areas/500705").rows()
    assert "19.01000, 98.83000" in doi
    assert "ไม่มีจุด" in thung


def test_a_village_out_of_use_is_shown_and_not_changed(admin, session):
    session.execute(update(Village).where(Village.code == "50070504").values(active=False))
    session.commit()

    assert "เลิกใช้" in admin.get("/admin/areas/500705").rows()[1]
    assert admin.get("/admin/villages/50070504").status == 404


def test_communities_under_no_subdistrict_stand_with_the_province(admin, session):
    session.add(Village(workspace_id=1, code="50990001", moo=1, name_th="ชุมชนสมมุติ", kind="community"))
    session.commit()

    assert "ชุมชนสมมุติ" in admin.get("/admin/areas").rows()[-1]


@pytest.mark.parametrize("code", ["51", "5006", "50070503", "5x", "๕๐", "0"])
def test_what_is_no_area_of_the_province_is_not_there(admin, session, code):
    make_area(session, "51")
    session.commit()

    assert admin.get(f"/admin/areas/{code}").status == 404


def test_a_table_brings_villages_and_says_how_many(admin, session):
    upload(admin, "50070505,5,บ้านใหม่,,98.84,19.02\n50070504,4,บ้านทุ่งทอง,,,\n50070503,3,บ้านดอย,,98.83,19.01\n")

    assert "ใหม่ 1 แก้ไข 1 เหมือนเดิม 1" in admin.follow().text
    assert stored(session, "50070504").name_th == "บ้านทุ่งทอง"
    event = session.scalars(select(Event).where(Event.verb == "villages.import")).one()
    assert event.actor_id == admin.actor_id


def test_a_table_with_faults_is_refused_with_every_fault_by_row(admin, session):
    page = upload(admin, "50070505,5,บ้านใหม่,,,\n50070506,7,บ้านเจ็ด,,,\n51070501,1,บ้านอื่น,,19.01,98.83\n")

    assert page.status == 422
    assert [row.split()[:2] for row in page.rows()[:2]] == [["3", "moo"], ["4", "code"]]
    session.rollback()
    assert session.get(Village, (1, "50070505")) is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a workbook", "รหัส;ชื่อ\n".encode(), "ข้อมูล".encode("cp874")])
def test_what_is_no_table_is_said(admin, content):
    admin.get("/admin/areas")
    page = admin.post("/admin/areas/villages", file=(io.BytesIO(content), "villages.csv"))

    assert (page.status, bool(page.tree.xpath('//*[@role="alert"]'))) == (422, True)


def test_name_and_point_are_corrected_and_the_book_names_the_fields(admin, session):
    assert correct(admin, name_th=" บ้านดอยคำ ", lat="19.5", lon="98.9").status == 302

    assert "บันทึกแล้ว" in admin.follow().text
    assert stored(session) == ("บ้านดอยคำ", 98.9, 19.5)
    event = session.scalars(select(Event).where(Event.verb == "village.change")).one()
    assert (event.subject_id, event.actor_id) == ("50070503", admin.actor_id)
    assert event.details == {"fields": ["name_th", "lon", "lat"]}


def test_what_is_saved_as_it_was_is_no_event(admin, session):
    correct(admin)

    assert session.scalar(select(func.count(Event.id)).where(Event.verb == "village.change")) == 0


def test_a_point_is_taken_away_by_blanks(admin, session):
    correct(admin, lat="", lon="")

    assert stored(session) == ("บ้านดอย", None, None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name_th": " "}, "ต้องไม่ว่าง"),
        ({"name_th": "ก" * 101}, "ยาวเกิน 100"),
        ({"lat": "๑๙.๐๑"}, "เป็นเลขไทย"),
        ({"lat": ""}, "ต้องมีทั้ง lon และ lat"),
        ({"lat": "98.83", "lon": "19.01"}, "สลับกัน"),
        ({"lat": "51.5", "lon": "0"}, "ต้องอยู่ระหว่าง"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_saved(admin, session, typed, words):
    page = correct(admin, **typed)

    assert page.status == 422
    assert words in page.tree.xpath('string(//small[@class="fault"])')
    assert page.tree.xpath('//input[@aria-invalid="true"]')
    assert stored(session) == ("บ้านดอย", 98.83, 19.01)


def test_of_two_administrators_the_second_is_told_that_the_village_changed(admin, as_person, session):
    other = as_person("admin", "50")
    for one in (admin, other):
        one.get("/admin/villages/50070503")
    point_ = {"lat": "19.01", "lon": "98.83"}
    first = admin.post("/admin/villages/50070503", name_th="หนึ่ง", **point_)
    second = other.post("/admin/villages/50070503", name_th="สอง", **point_)

    assert (first.status, second.status) == (302, 409)
    assert stored(session).name_th == "หนึ่ง"
    assert second.tree.xpath('//input[@name="name_th"]/@value') == ["สอง"]
