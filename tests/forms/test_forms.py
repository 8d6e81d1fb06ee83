"""Every form converts without a warning, says what its expected page says, and asks phones the right things."""

from dataclasses import replace
from functools import cache

import pytest
from lxml import etree
from pyxform.xls2xform import convert

from server.domain.entities import PROJECT_PROPERTIES
from tests.forms.converted import xform_text
from tests.forms.sheets import FORM_IDS, FORMS, differences, read_expected, read_workbook, workbook_path

THAI, ENGLISH = "ไทย (th)", "English (en)"
NAMESPACES = {
    "x": "http://www.w3.org/2002/xforms",
    "h": "http://www.w3.org/1999/xhtml",
    "jr": "http://openrosa.org/javarosa",
    "odk": "http://www.opendatakit.org/xforms",
    "orx": "http://openrosa.org/xforms",
    "entities": "http://www.opendatakit.org/xforms/entities",
}
LISTS = {
    "household_register": {"areas_amphoe", "areas_tambon", "villages", "households", "to_correct"},
    "household_account": {"areas_amphoe", "areas_tambon", "villages", "households", "to_correct"},
    "forum_attendance": {"areas_amphoe", "areas_tambon", "villages", "households"},
    "community_plan": {"areas_amphoe", "areas_tambon", "villages"},
    "project_proposal": {"areas_amphoe", "areas_tambon", "villages"},
    "project_screening": {"projects"},
    "project_progress": {"projects"},
    "project_evaluation": {"projects"},
}
UPDATING = ("project_screening", "project_progress", "project_evaluation")
each_form = pytest.mark.parametrize("form_id", FORM_IDS)


@cache
def xform(form_id):
    return etree.fromstring(xform_text(form_id).encode())


def find(form_id, xpath):
    return xform(form_id).xpath(xpath, namespaces=NAMESPACES)


def bind(form_id, path):
    (found,) = find(form_id, f"//x:bind[@nodeset='{path}']")
    return found


def test_every_workbook_has_an_expected_page_and_the_other_way_round():
    assert sorted(path.stem for path in FORMS.glob("*.xlsx")) == FORM_IDS == sorted(LISTS)


@each_form
def test_a_form_converts_and_passes_odk_validate_without_a_warning(form_id):
    warnings = []

    convert(workbook_path(form_id), warnings=warnings, validate=True)

    assert warnings == []


@each_form
def test_a_workbook_says_what_its_page_says(form_id):
    found = differences(form_id, read_workbook(workbook_path(form_id)), read_expected(form_id))

    assert not found, "\n".join(found)


@each_form
def test_a_changed_cell_is_named_by_form_row_and_column(form_id):
    workbook = read_workbook(workbook_path(form_id))
    for sheet, rows in workbook.items():
        first_use = {column: row for row in reversed(rows) for column in row.cells}
        for column, row in first_use.items():
            changed = [replace(r, cells=r.cells | {column: "something else"}) if r is row else r for r in rows]

            found = differences(form_id, workbook | {sheet: changed}, read_expected(form_id))

            assert len(found) == 1
            assert found[0].startswith(f"{form_id}, {sheet}, row {row.number}")
            assert column in ("name", "list_name") or f"column {column}: the workbook says 'something else'" in found[0]


@each_form
def test_a_removed_and_an_added_row_are_named(form_id):
    workbook, expected = read_workbook(workbook_path(form_id)), read_expected(form_id)
    rows = workbook["choices"]

    one_less = differences(form_id, workbook | {"choices": rows[:-1]}, expected)
    one_more = differences(form_id, workbook | {"choices": [*rows, rows[-1]]}, expected)

    assert one_less == [f"{form_id}, choices: the row '{rows[-1].name}' is missing at the end"]
    assert one_more == [f"{form_id}, choices, row {rows[-1].number}: the row '{rows[-1].name}' is not expected"]


@each_form
def test_the_form_id_is_the_file_name_and_the_version_is_ten_digits(form_id):
    (root,) = find(form_id, "//x:instance[1]/x:data")

    assert root.get("id") == form_id
    assert len(root.get("version")) == 10
    assert root.get("version").isdigit()


@each_form
def test_thai_is_the_default_language_and_every_text_has_both(form_id):
    translations = {t.get("lang"): t for t in find(form_id, "//x:itext/x:translation")}
    texts = {
        language: {text.get("id"): "".join(text.itertext()).strip() for text in translation}
        for language, translation in translations.items()
    }

    assert [language for language, t in translations.items() if t.get("default")] == [THAI]
    assert set(texts) == {THAI, ENGLISH}
    assert set(texts[THAI]) == set(texts[ENGLISH])
    assert [name for language in texts for name, text in texts[language].items() if text in ("", "-")] == []


@each_form
def test_no_label_hint_or_message_is_written_in_one_language_only(form_id):
    plain = find(form_id, "//h:body//*[self::x:label or self::x:hint][not(@ref)]")
    messages = [m for m in find(form_id, "//x:bind/@jr:constraintMsg") if not m.startswith("jr:itext(")]

    assert plain == []
    assert messages == []


@each_form
def test_the_lists_a_form_reads_come_from_files(form_id):
    sources = {i.get("id"): i.get("src") for i in find(form_id, "//x:instance[@src]")}

    assert sources == {name: f"jr://file-csv/{name}.csv" for name in LISTS[form_id]}


@each_form
def test_a_form_starts_with_the_same_metadata(form_id):
    preloads = [
        (b.get("nodeset"), b.get(f"{{{NAMESPACES['jr']}}}preloadParams")) for b in find(form_id, "//x:bind")[:5]
    ]

    assert preloads == [(f"/data/{name}", name) for name in ("start", "end", "today", "deviceid", "username")]


@each_form
def test_no_form_keeps_the_last_submission_on_the_phone(form_id):
    assert "last-saved" not in etree.tostring(xform(form_id), encoding="unicode")


@pytest.mark.parametrize(
    ("form_id", "auto_delete", "client_editable"),
    [
        ("household_register", "true", None),
        ("household_account", "true", None),
        ("forum_attendance", "false", "true"),
        ("community_plan", "false", "true"),
        ("project_proposal", "false", "true"),
    ],
)
def test_personal_answers_leave_the_phone_and_plans_stay_editable(form_id, auto_delete, client_editable):
    (submission,) = find(form_id, "//x:submission")

    assert submission.get(f"{{{NAMESPACES['orx']}}}auto-delete") == auto_delete
    assert submission.get(f"{{{NAMESPACES['odk']}}}client-editable") == client_editable


@pytest.mark.parametrize("form_id", UPDATING)
def test_forms_about_a_project_under_way_leave_keeping_and_deleting_to_the_phone(form_id):
    assert find(form_id, "//x:submission") == []


@pytest.mark.parametrize(
    ("form_id", "dataset"),
    [("household_register", "households"), *((form_id, "projects") for form_id in ("project_proposal", *UPDATING))],
)
def test_entity_forms_follow_the_2024_1_specification(form_id, dataset):
    assert find(form_id, "//x:model/@entities:entities-version") == ["2024.1.0"]
    assert [e.get("dataset") for e in find(form_id, "//*[local-name()='entity']")] == [dataset]


@pytest.mark.parametrize("form_id", ["household_account", "forum_attendance", "community_plan"])
def test_other_forms_write_no_entities(form_id):
    assert find(form_id, "//*[local-name()='entity'] | //x:bind/@entities:saveto | //@entities:entities-version") == []


def test_the_register_creates_only_for_new_and_updates_otherwise():
    attributes = {
        name: bind("household_register", f"/data/meta/entity/@{name}").get("calculate").split()
        for name in ("create", "update", "id")
    }

    assert attributes == {
        "create": ["/data/action", "=", "'new'"],
        "update": ["/data/action", "!=", "'new'"],
        "id": ["/data/entity_id"],
    }


def test_a_proposal_only_creates_a_project_that_is_proposed():
    (entity,) = find("project_proposal", "//*[local-name()='entity']")
    stage = bind("project_proposal", "/data/proposed_stage")

    assert dict(entity.attrib) == {"dataset": "projects", "id": "", "create": "1"}
    assert stage.get(f"{{{NAMESPACES['entities']}}}saveto") == "stage"
    assert "'proposed'" in stage.get("calculate")


@pytest.mark.parametrize("form_id", UPDATING)
def test_a_form_about_a_project_under_way_only_updates_it_and_never_its_stage(form_id):
    (entity,) = find(form_id, "//*[local-name()='entity']")

    assert dict(entity.attrib) == {
        "dataset": "projects", "id": "", "update": "1", "baseVersion": "", "trunkVersion": "", "branchId": ""
    }  # fmt: skip
    assert bind(form_id, "/data/meta/entity/@id").get("calculate").strip() == "/data/project"
    assert not {"stage", "project_code", "budget_approved"} & set(find(form_id, "//x:bind/@entities:saveto"))


@pytest.mark.parametrize("form_id", ["household_register", *UPDATING])
def test_updates_say_on_which_version_they_are_based(form_id):
    for attribute, column in [
        ("baseVersion", "__version"),
        ("trunkVersion", "__trunkVersion"),
        ("branchId", "__branchId"),
    ]:
        assert bind(form_id, f"/data/meta/entity/@{attribute}").get("calculate").endswith(f"]/{column}")


@pytest.mark.parametrize("form_id", ["household_account", "forum_attendance", "community_plan"])
def test_the_plan_year_follows_the_village_that_is_tapped(form_id):
    (setvalue,) = find(form_id, "//x:select1[@ref='/data/area/village_code']/x:setvalue")

    assert setvalue.get("event") == "xforms-value-changed"
    assert setvalue.get("ref").endswith("/plan_year")
    assert "instance('villages')" in setvalue.get("value")


def test_what_forms_write_of_a_project_is_what_the_list_has():
    saved = {name for form_id in ("project_proposal", *UPDATING) for name in find(form_id, "//x:bind/@entities:saveto")}

    assert saved == set(PROJECT_PROPERTIES) - {"project_code", "budget_approved"}
