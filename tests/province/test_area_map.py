"""The map of an area: boundaries coloured by a figure, villages as marks, and the same as a ranking."""

import pytest
from sqlalchemy import text

from server.db.queries import shapes as shapes_of_db
from tests.factories import make_village, make_year
from tests.province.orchard import grade

SQUARE = "MULTIPOLYGON((({0} 18, {0} 19, {1} 19, {1} 18, {0} 18)))"


@pytest.fixture
def drawn(session):
    """Two districts side by side: in 5007 one of two villages is A, in 5008 all are; one village has a place."""
    make_year(session)
    grade(session, "50070501", "A")
    grade(session, "50070502", "C", accounts=10, forum=10)
    grade(session, "50080101", "A")
    for code, west in (("5007", 98), ("5008", 99)):
        asked = {"code": code, "shape": SQUARE.format(west, west + 1)}
        session.execute(text("update area set boundary = ST_GeomFromText(:shape, 4326) where code = :code"), asked)
    session.execute(text("update village set place = ST_Point(98.5, 18.5, 4326) where code = '50070501'"))
    session.commit()
    return session


@pytest.fixture
def province(as_person):
    return as_person("province_officer", "50")


def shapes(page) -> dict[str, str]:
    """{what a shape says when one points at it: its fill}"""
    found = page.tree.xpath('//svg[@class="choropleth"]//g[title]')
    return {" ".join(one[0].text_content().split()): one[1].get("fill") for one in found}


def ranking(page) -> list[list[str]]:
    table = page.tree.xpath('//table[@class="list"]')[-1]
    return [[" ".join(cell.text_content().split()) for cell in row] for row in table.xpath("./tbody/tr")]


def test_districts_are_coloured_by_the_share_of_good_plans(province, drawn):
    assert shapes(province.get("/areas/50/map?year=2570")) == {
        "เขต 5007: 50.0%": "#7bb3ad",
        "เขต 5008: 100.0%": "#0b5d5a",
    }


def test_a_village_with_a_wrong_place_makes_no_dot_of_the_map(province, drawn):
    """Bangkok instead of Chiang Mai: it is told as one that the map cannot show."""
    before = province.get("/areas/50/map?year=2570").tree.xpath('//svg[@class="choropleth"]/@viewbox')
    drawn.execute(text("update village set place = ST_Point(100.5, 13.7, 4326) where code = '50080101'"))
    drawn.commit()

    page = province.get("/areas/50/map?year=2570")
    villages = shapes(province.get("/areas/50/map?year=2570&level=village"))

    assert before and page.tree.xpath('//svg[@class="choropleth"]/@viewbox') == before
    assert len(villages) == 1


def test_the_same_stands_beside_it_in_numbers_the_highest_first(province, drawn):
    rows = ranking(province.get("/areas/50/map?year=2570"))

    assert rows == [["1", "เขต 5008", "100.0%"], ["2", "เขต 5007", "50.0%"]]


@pytest.mark.parametrize(("by", "value"), [("met_1", "50.0%"), ("met_4", "100.0%"), ("graded", "100.0%")])
def test_the_colour_may_tell_another_figure(province, drawn, by, value):
    assert f"เขต 5007: {value}" in shapes(province.get(f"/areas/50/map?year=2570&by={by}"))


def test_what_has_no_figure_is_hatched_not_pale(province, drawn):
    fills = shapes(province.get("/areas/50/map?year=2570&by=progress")).values()

    assert set(fills) == {"url(#unknown)"}


def test_villages_are_marks_and_those_without_a_place_are_told(province, drawn):
    page = province.get("/areas/50/map?year=2570&level=village")

    assert shapes(page) == {"ม.1 บ้านทดสอบ 01: A": "#0b5d5a"}
    assert "มี 2 แห่งไม่อยู่บนแผนที่" in page.text
    assert len(ranking(page)) == 3


def test_an_area_without_a_boundary_is_a_disc_in_the_middle_of_its_villages(province, drawn):
    drawn.execute(text("update area set boundary = null where code = '5007'"))
    drawn.execute(text("update village set place = ST_Point(98.1, 18.5, 4326) where code = '50070502'"))
    drawn.commit()
    page = province.get("/areas/50/map?year=2570")

    assert shapes(page) == {"เขต 5007: 50.0%": "#7bb3ad", "เขต 5008: 100.0%": "#0b5d5a"}
    (disc,) = page.tree.xpath('//svg[@class="choropleth"]//g[title]/circle')
    border = page.tree.xpath('//svg[@class="choropleth"]//g[title]/path/@d')[0]
    assert float(disc.get("cx")) < min(float(x) for x in border.replace("M", "").split()[0:1])


def test_without_boundaries_and_places_there_is_the_ranking(province, session):
    make_year(session)
    make_village(session, "50070501")
    session.commit()
    page = province.get("/areas/50/map?year=2570")

    assert page.tree.xpath('//svg[@class="choropleth"]') == []
    assert "ยังไม่มีเขตหรือพิกัดหมู่บ้าน" in page.text
    assert ranking(page) == [["–", "เขต 5007", "–"]]


def test_a_shape_leads_into_its_area(province, drawn):
    links = province.get("/areas/50/map?year=2570&by=met_1").tree.xpath('//svg[@class="choropleth"]//a/@href')

    assert [link.split("?")[0] for link in links] == ["/areas/5007/map", "/areas/5008/map"]
    assert all("by=met_1" in link for link in links)
    assert province.get(links[0]).status == 200


def test_equals_share_a_place_in_the_ranking(province, drawn):
    for code in ("50090101", "50100101"):
        grade(drawn, code, {"50090101": "C", "50100101": "A"}[code], accounts=10)
    drawn.commit()
    rows = ranking(province.get("/areas/50/map?year=2570"))

    assert [(place, name) for place, name, _ in rows] == [
        ("1", "เขต 5008"), ("1", "เขต 5010"), ("3", "เขต 5007"), ("4", "เขต 5009")
    ]  # fmt: skip


def test_boundaries_are_simplified_once_however_much_is_read_off_them(drawn):
    asked = {"workspace_id": 1, "area_code": "50", "digits": 4, "tolerance": 0.6}
    frame = shapes_of_db.frame(drawn, 1, "50", width=620)
    plan = drawn.execute(text(f"explain (verbose) {shapes_of_db.BOUNDARIES.text}"), asked | frame._asdict()).scalars()

    assert "\n".join(plan).lower().count("st_simplify") == 1


def test_a_boundary_that_crosses_itself_is_drawn_with_its_name(province, drawn):
    bow = "MULTIPOLYGON(((98 18, 99 19, 99 18, 98 19, 98 18)))"
    drawn.execute(text("update area set boundary = ST_GeomFromText(:bow, 4326) where code = '5007'"), {"bow": bow})
    drawn.commit()

    assert shapes(province.get("/areas/50/map?year=2570"))["เขต 5007: 50.0%"] == "#7bb3ad"
