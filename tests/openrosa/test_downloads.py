"""Forms, manifests and media (wire contract 2.4 to 2.6): the same bytes as announced, and nothing sent twice."""

import csv
import io
import re

import pytest
from lxml import etree
from sqlalchemy import update

from server.db.models import Form
from server.db.queries import entities
from server.openrosa.messages import disposition
from tests.factories import make_household, make_project, make_village
from tests.phone import MANIFEST, md5

PLAIN = {"areas_amphoe.csv", "areas_tambon.csv", "villages.csv"}


@pytest.fixture
def household(session, phone):
    """A household in the phone's tambon, and one in the next."""
    make_household(session, "50070601", head_name="นายคนอื่น ตำบลอื่น")
    made = make_household(session, "50070503")
    session.commit()
    return made


def addresses(phone):
    """Every address a phone meets at a sync, with what is announced of it."""
    for form in phone.listing():
        yield form["downloadUrl"], form["hash"], None
        for item in phone.manifest(form["manifestUrl"]):
            yield item["downloadUrl"], item["hash"], item.get("type")


def rows(reply):
    return list(csv.DictReader(io.StringIO(reply.text)))


def test_every_hash_is_that_of_the_bytes_or_the_tag_of_the_list(phone, household):
    for url, announced, kind in addresses(phone):
        reply = phone.get(url)

        assert reply.headers["ETag"] == f'"{announced[4:]}"'
        assert kind == "entityList" or f"md5:{md5(reply.body)}" == announced


def test_whoever_holds_it_is_answered_304_without_a_body(phone, household):
    for url, announced, _ in addresses(phone):
        for tag in (f'"{announced[4:]}"', f'W/"{announced[4:]}"'):
            reply = phone.get(url, **{"If-None-Match": tag})

            assert (reply.status, reply.body) == (304, b"")
            assert reply.headers["Cache-Control"] == "private, no-cache"


def test_head_answers_wherever_get_does_without_a_body(phone, household):
    urls = [url for url, *_ in addresses(phone)]
    for url in [*urls, f"{phone.server_url}/formList", f"{phone.server_url}/forms/community_plan/manifest"]:
        get, head = phone.get(url), phone.get(url, method="HEAD")

        assert (head.status, head.body) == (200, b"")
        assert {name: get.headers[name] for name in ("ETag", "Content-Type", "Cache-Control")} == {
            name: head.headers[name] for name in ("ETag", "Content-Type", "Cache-Control")
        }


def test_nothing_may_be_believed_without_asking(phone, household):
    for url, *_ in addresses(phone):
        assert phone.get(url).headers["Cache-Control"] == "private, no-cache"


def test_no_browser_runs_a_script_in_it(phone, household):
    held = [phone.get(url, **{"If-None-Match": f'"{announced[4:]}"'}) for url, announced, _ in addresses(phone)]

    for reply in [*(phone.get(url) for url, *_ in addresses(phone)), *held]:
        assert reply.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_an_entity_list_that_did_not_change_is_answered_without_touching_its_rows(phone, household, statements):
    url = f"{phone.server_url}/forms/household_register/attachments/households.csv"
    tag = phone.get(url).headers["ETag"]
    statements.clear()

    assert phone.get(url, **{"If-None-Match": tag}).status == 304
    assert not [statement for statement in statements if re.search(r"\bentity\b", statement)]


def test_a_form_that_did_not_change_is_answered_without_reading_it(phone, statements):
    url = f"{phone.server_url}/forms/household_register.xml"
    tag = phone.get(url).headers["ETag"]
    statements.clear()

    assert phone.get(url, **{"If-None-Match": tag}).status == 304
    assert not [statement for statement in statements if "form_version.xml" in statement]


def test_a_manifest_that_did_not_change_is_not_sent_again(phone, household):
    url = f"{phone.server_url}/forms/household_register/manifest"
    first = phone.get(url)

    assert phone.get(url, **{"If-None-Match": first.headers["ETag"]}).status == 304


def test_the_manifest_names_lists_of_entities_as_such(phone, household):
    media = {item["filename"]: item for item in phone.manifest(f"{phone.server_url}/forms/household_register/manifest")}

    assert set(media) == PLAIN | {"households.csv", "to_correct.csv"}
    assert media["households.csv"]["type"] == "entityList"
    assert media["households.csv"]["integrityUrl"] == f"{phone.server_url}/datasets/households/integrity"
    assert not any("type" in media[name] or "integrityUrl" in media[name] for name in PLAIN)


def test_a_manifest_reads_as_openrosa(phone):
    reply = phone.get(f"{phone.server_url}/forms/household_register/manifest")

    assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert reply.headers["X-OpenRosa-Version"] == "1.0"
    assert etree.fromstring(reply.body).tag == f"{MANIFEST}manifest"


def test_an_empty_entity_list_still_has_its_header(phone):
    reply = phone.get(f"{phone.server_url}/forms/household_register/attachments/households.csv")

    assert reply.text.startswith("name,label,__version,amphoe_code,")
    assert reply.text.count("\n") == 1


def test_an_entity_list_has_the_columns_collect_imports(phone, household):
    (row,) = rows(phone.get(f"{phone.server_url}/forms/household_register/attachments/households.csv"))

    assert list(row)[:3] == ["name", "label", "__version"]
    assert (row["name"], row["label"], row["__version"]) == (str(household.uuid), household.label, "1")
    assert not [column for column in list(row)[3:] if column.startswith("__")]
    assert row["house_id11"] == ""


def test_the_hash_of_a_list_changes_with_the_list_of_this_tambon_only(phone, session, household):
    before = phone.get(f"{phone.server_url}/forms/household_register/manifest").body
    make_household(session, "50070602")
    session.commit()
    after_another = phone.get(f"{phone.server_url}/forms/household_register/manifest").body
    make_household(session, "50070503")
    session.commit()
    after_ours = phone.get(f"{phone.server_url}/forms/household_register/manifest").body

    assert before == after_another
    assert before != after_ours


def test_two_areas_and_two_roles_never_share_a_tag(new_phone, session):
    make_household(session, "50070503")
    phones = [new_phone(), new_phone(area="500706"), new_phone(role="committee_member", area="50070503")]
    tags = {
        phone.get(f"{phone.server_url}/forms/project_progress/attachments/projects.csv").headers.get("ETag")
        for phone in phones
    }

    assert len(tags) == 3


def test_a_phone_gets_its_own_area(phone, session, household):
    make_village(session, "50070504", moo=4)
    make_village(session, "50070601")
    session.commit()
    phone.sync()

    assert set(phone.table("household_register", "villages.csv")) == {"50070503", "50070504"}
    assert set(phone.table("household_register", "areas_tambon.csv")) == {"500705"}
    assert set(phone.table("household_register", "areas_amphoe.csv")) == {"5007"}
    assert set(phone.lists["households"].rows) == {str(household.uuid)}


@pytest.mark.parametrize(
    ("role", "area", "villages"),
    [
        ("tambon_team", "500705", {"50070503"}),
        ("district_officer", "5007", {"50070503", "50070601"}),
        ("evaluation_committee", "50", {"50070503", "50070601", "50060101"}),
    ],
)
def test_those_who_screen_and_evaluate_get_the_projects_of_their_area(new_phone, session, role, area, villages):
    for village in ("50070503", "50070601", "50060101"):
        make_project(session, village)
    phone = new_phone(role=role, area=area)
    phone.sync()

    assert {row["village_code"] for row in phone.lists["projects"].rows.values()} == villages


def test_a_village_knows_its_open_year(phone):
    phone.sync()

    village = phone.table("household_register", "villages.csv")["50070503"]
    assert (village["label"], village["tambon_code"]) == ("ม.3 บ้านทดสอบ 03", "500705")
    assert (village["plan_year"], village["gate"]) == ("2570", "unknown")


def test_a_comma_in_a_name_stays_in_its_cell(phone, session):
    make_household(session, head_name='นาย "ก", ข; ค\nง')
    session.commit()

    (row,) = rows(phone.get(f"{phone.server_url}/forms/household_register/attachments/households.csv"))
    assert row["head_name"] == 'นาย "ก", ข; ค\nง'
    assert (
        ";"
        not in phone.get(f"{phone.server_url}/forms/household_register/attachments/households.csv").text.split("\n")[0]
    )


def test_a_form_that_is_closing_can_still_be_fetched_and_a_closed_one_not(phone, session):
    urls = [
        f"{phone.server_url}/forms/community_plan{end}" for end in (".xml", "/manifest", "/attachments/villages.csv")
    ]
    answers = {}
    for state in ("closing", "closed", "deleted"):
        session.execute(update(Form).values(state=state))
        session.commit()
        answers[state] = {(phone.get(url).status, phone.get(url).problem) for url in urls}

    assert answers == {"closing": {(200, None)}, "closed": {(404, "form-unknown")}, "deleted": {(404, "form-unknown")}}


@pytest.mark.parametrize(
    "path",
    [
        "forms/unknown.xml",
        "forms/project_evaluation.xml",  # there is such a form, for others
        "forms/community_plan/manifest/",
        "forms/community_plan/attachments/households.csv",  # a list, but not of this form
        "forms/community_plan/attachments/..%2Fcommunity_plan.xml",
        "forms/community_plan/attachments/",
        "forms/community_plan/attachments/%00",
        "forms/%E0%A4%A.xml",
        "forms/%zz.xml",
        "forms/%00.xml",
        "forms/community_plan%00/manifest",
        "forms/%FF%FE/manifest",
        "forms/a%0Ab.xml",
        "formlist",
        "",
    ],
)
def test_an_address_that_does_not_exist_is_404_in_the_shape_phones_read(phone, path):
    reply = phone.get(f"{phone.server_url}/{path}")

    assert reply.status == 404
    assert reply.problem in ("not-found", "form-unknown")
    assert b"OpenRosaResponse" in reply.body
    assert "ETag" not in reply.headers


@pytest.mark.parametrize(
    ("name", "plain", "encoded"),
    [
        ("villages.csv", "villages.csv", "villages.csv"),
        ("แผน 1.png", "___ 1.png", "%E0%B9%81%E0%B8%9C%E0%B8%99%201.png"),
        ('a"b.csv', "a_b.csv", "a%22b.csv"),
    ],
)
def test_a_download_is_saved_under_its_name_in_any_alphabet(name, plain, encoded):
    assert disposition(name) == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def test_a_download_says_its_name(phone):
    reply = phone.get(f"{phone.server_url}/forms/community_plan/attachments/villages.csv")

    assert reply.headers["Content-Disposition"].startswith('attachment; filename="villages.csv"')
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_a_list_the_form_names_and_nobody_made_is_left_out(phone, session):
    session.connection().exec_driver_sql("delete from entity_list")
    session.commit()

    media = phone.manifest(f"{phone.server_url}/forms/household_register/manifest")
    assert {item["filename"] for item in media} == PLAIN


def test_a_raised_revision_is_enough_to_be_fetched_again(phone, session):
    url = f"{phone.server_url}/forms/household_register/attachments/households.csv"
    tag = phone.get(url).headers["ETag"]
    entities.raise_revisions(session, 1, "households", {"500705"})
    session.commit()

    assert phone.get(url, **{"If-None-Match": tag}).status == 200
