"""Answers as rows of CSV and OData: nested repeats, places, selects, names in Thai, questions of older versions."""

import pytest

from server.domain.answer_tables import keys, names, values
from server.domain.answer_tables.csv_rows import Columns, Options
from server.domain.answer_tables.odata_rows import tables_of
from server.domain.answer_tables.tree import tree_of


def q(path, kind="input", type="string", **more):
    return {"path": path, "kind": kind, "type": type} | more


VISIT = [
    q("/name"),
    q("/place", type="geopoint"),
    q("/visit", "repeat"),
    q("/visit/day", type="date"),
    q("/visit/g", "group"),
    q("/visit/g/member", "repeat"),
    q("/visit/g/member/age", type="int"),
    q("/meta", "group"),
    q("/meta/instanceID"),
]
ANSWERS = {
    "name": "ก",
    "place": "18.5 99.25 310 4.5",
    "visit": [
        {"day": "2026-11-01", "g": {"member": [{"age": "7"}, {"age": "old"}]}},
        {"day": None, "g": {"member": [{"age": "9"}]}},
    ],
    "meta": {"instanceID": "uuid:1"},
}


def test_a_repeat_is_a_table_and_so_is_one_inside_of_it():
    tables = list(tree_of([VISIT]).tables())

    assert [table.steps for table in tables] == [(), (("visit",),), (("visit",), ("g", "member"))]
    found = [(found["age"], key, above) for found, key, above in keys.rows(ANSWERS, "uuid:1", tables[2].steps)]
    assert found == [
        ("7", "uuid:1/visit[1]/g/member[1]", "uuid:1/visit[1]"),
        ("old", "uuid:1/visit[1]/g/member[2]", "uuid:1/visit[1]"),
        ("9", "uuid:1/visit[2]/g/member[1]", "uuid:1/visit[2]"),
    ]


def test_a_csv_file_has_answers_as_they_were_written_and_a_place_in_four_columns():
    columns = Columns(tree_of([VISIT]), Options())

    assert dict(zip(columns.headers, columns.cells(ANSWERS), strict=True)) == {
        "name": "ก",
        "place-Latitude": "18.5",
        "place-Longitude": "99.25",
        "place-Altitude": "310",
        "place-Accuracy": "4.5",
        "meta-instanceID": "uuid:1",
    }


def test_headers_in_a_repeat_begin_with_its_own_groups():
    _, visit, member = tree_of([VISIT]).tables()

    assert Columns(visit, Options()).headers == ["day"]
    assert Columns(member, Options()).headers == ["age"]


def test_headers_without_groups_that_would_be_the_same_are_numbered():
    tree = tree_of([[q("/a", "group"), q("/a/size"), q("/b", "group"), q("/b/size"), q("/size")]])

    assert Columns(tree, Options(with_groups=False)).headers == ["size", "size~2", "size~3"]
    assert Columns(tree, Options()).headers == ["a-size", "b-size", "size"]


def test_a_select_of_several_may_have_a_column_for_each_choice_also_of_those_the_form_does_not_name():
    select = q("/g/crops", "select", choices=[{"name": "rice"}, {"name": "corn"}])
    seen = {("g", "crops"): ("corn", "tea")}
    columns = Columns(tree_of([[q("/g", "group"), select]]), Options(split=True, seen=seen))

    assert columns.headers == ["g-crops", "g-crops/rice", "g-crops/corn", "g-crops/tea"]
    assert columns.cells({"g": {"crops": "tea rice"}}) == ["tea rice", 1, 0, 1]
    assert columns.cells({}) == [None, None, None, None]


def test_what_only_an_older_version_asked_comes_last_in_its_group():
    new = [q("/g", "group"), q("/g/b"), q("/c")]
    old = [q("/g", "group"), q("/g/a"), q("/g/b"), q("/d")]

    assert Columns(tree_of([new, old]), Options()).headers == ["g-b", "g-a", "c", "d"]


def test_a_question_that_became_a_repeat_keeps_what_was_answered_while_it_was_none():
    new = [q("/x", "repeat"), q("/x/y")]
    old, older = [q("/x", "group"), q("/x/y")], [q("/x")]
    tree = tree_of([new, old, older])
    columns = Columns(tree, Options())

    assert columns.headers == ["x-y", "x"]
    assert columns.cells({"x": {"y": "1"}}) == ["1", None]
    assert columns.cells({"x": "2"}) == [None, "2"]
    assert columns.cells({"x": [{"y": "3"}]}) == [None, None]
    repeat = list(tree.tables())[1]
    assert [found for found, *_ in keys.rows({"x": [{"y": "3"}]}, "k", repeat.steps)] == [{"y": "3"}]


def test_odata_rows_are_typed_and_have_every_property():
    tables = tables_of(tree_of([VISIT]))
    (row,) = tables["Submissions"].rows(ANSWERS, "uuid:1")

    assert row == {
        "__id": "uuid:1",
        "name": "ก",
        "place": {"type": "Point", "coordinates": [99.25, 18.5, 310.0], "properties": {"accuracy": 4.5}},
        "visit@odata.navigationLink": "Submissions('uuid%3A1')/visit",
        "meta": {"instanceID": "uuid:1"},
    }
    (empty,) = tables["Submissions"].rows({}, "uuid:2")
    assert empty.keys() == row.keys()
    assert empty["meta"] == {"instanceID": None}


def test_odata_rows_of_a_repeat_know_the_row_above_and_are_found_below_it():
    tables = tables_of(tree_of([VISIT]))
    first, second = tables["Submissions.visit"].rows(ANSWERS, "uuid:1")
    members = list(tables["Submissions.visit.g.member"].rows(ANSWERS, "uuid:1"))

    assert first["__Submissions-id"] == "uuid:1"
    assert first["g"] == {"member@odata.navigationLink": f"Submissions('uuid%3A1')/visit('{first['__id']}')/g/member"}
    assert [one["__Submissions-visit-id"] for one in members] == [first["__id"], first["__id"], second["__id"]]
    assert [one["age"] for one in members] == [7, None, 9]


def test_odata_rows_may_hold_the_rows_of_their_repeats():
    (row,) = tables_of(tree_of([VISIT]), expand=True)["Submissions"].rows(ANSWERS, "uuid:1")

    alone = tables_of(tree_of([VISIT]))
    assert [one["__id"] for one in row["visit"]] == [
        one["__id"] for one in alone["Submissions.visit"].rows(ANSWERS, "uuid:1")
    ]
    assert [one["age"] for visit in row["visit"] for one in visit["g"]["member"]] == [7, None, 9]


def test_only_the_selected_properties_are_there():
    tables = tables_of(tree_of([VISIT]), select=[("meta",), ("name",)])
    (row,) = tables["Submissions"].rows(ANSWERS, "uuid:1")

    assert row == {"__id": "uuid:1", "name": "ก", "meta": {"instanceID": "uuid:1"}}


def test_thai_names_that_would_be_the_same_for_odata_are_told_apart():
    tree = tree_of([[q("/ชื่อ"), q("/อายุ"), q("/2x"), q("/a-b"), q("/a_b")]])
    (row,) = tables_of(tree)["Submissions"].rows({"ชื่อ": "ก", "อายุ": "7", "2x": "c", "a-b": "d", "a_b": "e"}, "k")

    assert row == {"__id": "k", "_": "ก", "__2": "7", "_2x": "c", "a_b": "d", "a_b_2": "e"}


def test_repeats_whose_files_would_have_one_name_are_numbered():
    tree = tree_of([[q("/a", "group"), q("/a/r", "repeat"), q("/b", "group"), q("/b/r", "repeat"), q("/s", "repeat")]])

    assert [name for _, name in names.table_files("ครัวเรือน", tree)] == [
        "ครัวเรือน.csv",
        "ครัวเรือน-r~1.csv",
        "ครัวเรือน-r~2.csv",
        "ครัวเรือน-s.csv",
    ]


@pytest.mark.parametrize("form_id", ["../../etc/passwd", "..", "a\\b", 'a"b\n', "."])
def test_no_name_of_a_form_leads_out_of_a_folder(form_id):
    name = names.file_name(form_id)

    assert name
    assert not name.startswith(".")
    assert not set(name) & set('/\\:*?"<>|\n')


@pytest.mark.parametrize(
    ("type", "said", "read"),
    [
        ("int", " 7 ", 7),
        ("int", "7.0", None),
        ("int", "9223372036854775808", None),
        ("decimal", "-1.50", -1.5),
        ("decimal", "1e999", None),
        ("decimal", "NaN", None),
        ("boolean", "true", True),
        ("boolean", "yes", None),
        ("date", "2026-11-01", "2026-11-01"),
        ("date", "2026-11-01T00:00:00+07:00", "2026-11-01"),
        ("date", "1/11/2026", None),
        ("dateTime", "2026-11-01T08:00:00.000+07", "2026-11-01T08:00:00.000+07:00"),
        ("dateTime", "2026-11-01T08:00:00.000+0700", "2026-11-01T08:00:00.000+07:00"),
        ("dateTime", "2026-11-01T08:00:00Z", "2026-11-01T08:00:00Z"),
        ("dateTime", "2026-11-01T08:00:00", "2026-11-01T08:00:00Z"),
        ("dateTime", "yesterday", None),
        ("geopoint", "18.5 99.25", {"type": "Point", "coordinates": [99.25, 18.5]}),
        ("geopoint", "91 99", None),
        ("geopoint", "18.5", None),
        ("geotrace", "18 99 0 0; 19 99 0 0", {"type": "LineString", "coordinates": [[99, 18, 0], [99, 19, 0]]}),
        ("geotrace", "18 99", None),
        (
            "geoshape",
            "18 99;19 99;19 98",
            {"type": "Polygon", "coordinates": [[[99, 18], [99, 19], [98, 19], [99, 18]]]},
        ),
        ("geoshape", "18 99;19 99;18 99", None),
    ],
)
def test_what_is_not_of_its_type_is_null(type, said, read):
    assert values.reader_of(type)(said) == read


@pytest.mark.parametrize(
    ("type", "said", "read"),
    [
        ("geopoint", "18.5 99.25 310 4.5", "POINT (99.25 18.5 310)"),
        ("geotrace", "18 99 0 0;19 99 0 0", "LINESTRING (99 18 0,99 19 0)"),
        ("geoshape", "18 99;19 99;19 98;18 99", "POLYGON ((99 18,99 19,98 19,99 18))"),
        ("geoshape", "nowhere", None),
    ],
)
def test_places_may_be_well_known_text(type, said, read):
    assert values.reader_of(type, wkt=True)(said) == read
