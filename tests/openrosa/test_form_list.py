"""The form list (wire contract 2.3): Collect believes what it says, so it is whole or it is an error."""

import re

import pytest
from lxml import etree
from sqlalchemy import select, update

from server.db.models import Form, FormVersion, Phone
from server.domain.forms import publish
from tests.factories import make_system, make_workspace
from tests.fixtures.web import PUBLIC_URL
from tests.forms.converted import xform_text
from tests.openrosa.blank import blank, newer
from tests.phone import LIST, md5

TEAM = {
    "household_register", "household_account", "forum_attendance", "community_plan", "project_proposal",
    "project_progress",
}  # fmt: skip


def put(session, xml, *, workspace_id=1):
    """Publish one more definition."""
    publish(session, workspace_id, xml, file_name="more.xml", actor_id=make_system(session).id)
    session.commit()


def set_form(session, form_id, **values):
    session.execute(update(Form).where(Form.form_id == form_id).values(**values))
    session.commit()


def test_a_team_is_offered_its_forms(phone):
    assert {form["formID"] for form in phone.listing()} == TEAM


@pytest.mark.parametrize(
    ("role", "area", "forms"),
    [
        ("committee_member", "50070503", {"project_progress"}),
        ("district_officer", "5007", {"project_screening", "project_progress"}),
        ("evaluation_committee", "50", {"project_evaluation"}),
    ],
)
def test_others_are_offered_what_they_fill_in(new_phone, role, area, forms):
    assert {form["formID"] for form in new_phone(role=role, area=area).listing()} == forms


def test_the_reply_is_one_that_collect_takes_for_openrosa(phone):
    reply = phone.get(f"{phone.server_url}/formList")

    assert reply.status == 200
    assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert reply.headers["X-OpenRosa-Version"] == "1.0"
    assert int(reply.headers["X-OpenRosa-Accept-Content-Length"]) >= 10_000_000
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", reply.headers["Date"])
    assert reply.headers["Content-Language"] == "th"
    assert reply.headers["Cache-Control"] == "private, no-cache"


def test_no_cookie_is_set_on_a_phone(phone):
    assert "Set-Cookie" not in phone.get(f"{phone.server_url}/formList").headers


def test_every_entry_has_what_collect_insists_on(phone):
    for form in phone.listing():
        assert all(form[name] for name in ("formID", "name", "version", "hash", "downloadUrl", "manifestUrl"))
        assert re.fullmatch(r"md5:[0-9a-f]{32}", form["hash"])


def test_addresses_keep_the_prefix_of_the_phone_and_the_public_origin(phone):
    prefix = f"{PUBLIC_URL}/v1/key/{phone.made.token}/projects/1/forms/"

    for form in phone.listing():
        assert form["downloadUrl"] == f"{prefix}{form['formID']}.xml"
        assert form["manifestUrl"] == f"{prefix}{form['formID']}/manifest"


def test_the_host_header_does_not_get_into_addresses(phone):
    reply = phone.get(f"{phone.server_url}/formList", Host="evil.example.com")

    assert b"evil" not in reply.body


def test_forms_come_by_name(phone, session):
    for form_id, title in (("household_account", "ก"), ("community_plan", "ข"), ("forum_attendance", "ค")):
        set_form(session, form_id, title=title)

    named = [form["formID"] for form in phone.listing() if len(form["name"]) == 1]

    assert named == ["household_account", "community_plan", "forum_attendance"]


def test_a_form_without_a_title_goes_by_its_id(phone, session):
    set_form(session, "community_plan", title="")

    assert {form["formID"]: form["name"] for form in phone.listing()}["community_plan"] == "community_plan"


def test_a_form_without_a_version_is_listed_with_a_blank_one(phone, session):
    session.execute(update(FormVersion).where(FormVersion.is_current).values(version=""))
    session.commit()

    entries = etree.fromstring(phone.get(f"{phone.server_url}/formList").body)

    assert [version.text for version in entries.iter(f"{LIST}version")] == [None] * len(TEAM)


def test_a_form_that_expects_no_file_has_no_manifest(phone, session):
    put(session, blank("survey"))

    listed = {form["formID"]: form for form in phone.listing()}

    assert "manifestUrl" not in listed["survey"]
    assert "manifestUrl" in listed["household_register"]


@pytest.mark.parametrize("state", ["closing", "closed", "deleted"])
def test_only_open_forms_are_listed(phone, session, state):
    set_form(session, "community_plan", state=state)

    assert {form["formID"] for form in phone.listing()} == TEAM - {"community_plan"}


def test_only_the_newest_version_is_listed(phone, session):
    put(session, newer("community_plan"))

    assert {form["formID"]: form["version"] for form in phone.listing()}["community_plan"] == "2999010101"


def test_form_id_asks_for_one_form(phone):
    (form,) = texts(phone, "?formID=community_plan")

    assert form == "community_plan"


def test_form_id_of_no_form_gives_an_empty_list(phone):
    assert texts(phone, "?formID=unknown") == []


@pytest.mark.parametrize("query", ["?verbose=true", "?listAllVersions=true", "?deviceID=collect%3Aabc&x=%E0%A4%A"])
def test_other_parameters_are_ignored(phone, query):
    assert set(texts(phone, query)) == TEAM


def texts(phone, query):
    root = etree.fromstring(phone.get(f"{phone.server_url}/formList{query}").body)
    return [element.text for element in root.iter(f"{LIST}formID")]


@pytest.mark.parametrize("date", ["Sun, 22 Nov 2026 02:11:01 GMT", "yesterday", ""])
def test_the_date_of_a_phone_is_never_believed(phone, date):
    assert phone.get(f"{phone.server_url}/formList", Date=date).status == 200


@pytest.mark.parametrize("version", ["", "2.0", "1"])
@pytest.mark.parametrize(
    "path", ["formList", "forms/community_plan/manifest", "submission", "datasets/households/integrity"]
)
def test_without_the_version_header_nothing_is_served(phone, path, version):
    reply = phone.get(f"{phone.server_url}/{path}", **{"X-OpenRosa-Version": version})

    assert (reply.status, reply.problem) == (400, "openrosa-version-missing")


def test_a_list_that_did_not_change_is_not_sent_again(phone):
    first = phone.get(f"{phone.server_url}/formList")
    again = phone.get(f"{phone.server_url}/formList", **{"If-None-Match": first.headers["ETag"]})
    weak = phone.get(f"{phone.server_url}/formList", **{"If-None-Match": f"W/{first.headers['ETag']}"})

    assert [reply.status for reply in (first, again, weak)] == [200, 304, 304]
    assert again.body == b""
    assert again.headers["X-OpenRosa-Version"] == "1.0"


def test_a_changed_list_is_sent(phone, session):
    first = phone.get(f"{phone.server_url}/formList")
    set_form(session, "community_plan", state="closed")
    again = phone.get(f"{phone.server_url}/formList", **{"If-None-Match": first.headers["ETag"]})

    assert again.status == 200


def test_a_visit_is_noted_at_most_once_a_minute(phone, session):
    times = []
    for _ in range(2):
        phone.listing()
        times.append(session.scalar(select(Phone.last_seen_at)))
        session.rollback()

    assert times[0] is not None
    assert times[0] == times[1]


def test_the_forms_of_another_province_are_not_seen(phone, session):
    other = make_workspace(session, "51")
    put(session, newer("project_screening"), workspace_id=other.id)

    assert {form["formID"] for form in phone.listing()} == TEAM


def test_the_hash_is_that_of_the_bytes_served(phone):
    for form in phone.listing():
        assert f"md5:{md5(phone.get(form['downloadUrl']).body)}" == form["hash"]


def test_what_was_published_is_what_is_served(phone):
    assert phone.get(f"{phone.server_url}/forms/community_plan.xml").body == xform_text("community_plan").encode()
