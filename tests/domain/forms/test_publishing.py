"""Publishing: a version is for ever, and nothing is published that phones would stumble over."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select

from server.db.models import EntityList, Event, Form, FormVersion
from server.domain.entities import HOUSEHOLD_PROPERTIES
from server.domain.entities.changes import TO_CORRECT_PROPERTIES
from server.domain.forms import publish
from server.domain.forms.problems import FormInvalid
from server.errors import FormVersionExists
from tests.factories import make_system, make_workspace
from tests.forms.converted import xform_text
from tests.forms.sheets import workbook_path
from tests.openrosa.blank import blank


@pytest.fixture
def put(session):
    """Publish in the workspace of a province."""
    workspace_id = make_workspace(session).id
    author = make_system(session).id

    def act(source, file_name="form.xml", **options):
        return publish(session, workspace_id, source, file_name=file_name, actor_id=author, **options)

    return act


def versions(session):
    rows = session.execute(select(FormVersion.version, FormVersion.is_current).order_by(FormVersion.id))
    return [(version, is_current) for version, is_current in rows]


def test_a_workbook_becomes_a_version(put, session):
    workbook = Path(workbook_path("community_plan")).read_bytes()
    version = put(workbook, "community_plan.xlsx")

    assert version.xml.decode() == xform_text("community_plan")
    assert version.md5 == hashlib.md5(version.xml).hexdigest()
    assert version.xlsx == workbook
    assert (session.scalars(select(Form.form_id)).one(), version.is_current) == ("community_plan", True)


def test_a_definition_is_served_byte_for_byte(put):
    xml = blank("small").replace(b"\n", b"\r\n") + b"<!-- end -->"

    assert put(xml).xml == xml


def test_publishing_is_in_the_book(put, session):
    put(blank("small", version="7"))

    event = session.scalars(select(Event)).one()
    assert (event.verb, event.subject, event.details) == ("form.publish", "form", {"form_id": "small", "version": "7"})


def test_a_new_version_retires_the_old_one_which_stays(put, session):
    put(blank("small", version="1"))
    put(blank("small", version="2", title="ชื่อใหม่"))

    assert versions(session) == [("1", False), ("2", True)]
    assert session.scalars(select(Form.title)).one() == "ชื่อใหม่"


def test_a_version_is_published_once(put, session):
    put(blank("small", version="1"))

    with pytest.raises(FormVersionExists):
        put(blank("small", version="1", photos=1))
    assert versions(session) == [("1", True)]


def test_a_version_that_is_there_is_left_alone_when_only_new_ones_are_wanted(put, session):
    put(blank("small", version="1"))

    assert put(blank("small", version="1"), if_new=True) is None
    assert put(blank("small", version="2"), if_new=True).version == "2"


def test_a_form_without_a_version_has_the_blank_one(put):
    assert put(blank("small", version="")).version == ""


def test_the_class_of_a_form_guards_its_answers_and_an_unknown_one_is_guarded_like_names(put, session):
    put(xform_text("household_account").encode())
    put(blank("small"))

    assert dict(session.execute(select(Form.form_id, Form.data_class)).fetchall()) == {
        "household_account": "amounts",
        "small": "names",
    }


def test_a_form_is_for_the_phones_that_it_is_made_for_and_a_new_one_for_teams(put, session):
    put(xform_text("project_progress").encode())
    put(blank("small"))

    roles = dict(session.execute(select(Form.form_id, Form.roles)).fetchall())
    assert set(roles["project_progress"]) == {"tambon_team", "committee_member", "district_officer"}
    assert roles["small"] == ["tambon_team"]


def test_entity_lists_come_into_being_with_their_forms(put, session):
    put(xform_text("household_register").encode())

    made = {one.name: one.properties for one in session.scalars(select(EntityList))}
    assert made == {"households": list(HOUSEHOLD_PROPERTIES), "to_correct": list(TO_CORRECT_PROPERTIES)}


def test_a_list_that_is_there_keeps_its_properties_and_their_order(put, session):
    workspace_id = make_workspace(session).id
    session.add(EntityList(workspace_id=workspace_id, name="households", properties=["old", "house_no"]))
    put(xform_text("household_register").encode())

    properties = session.scalars(select(EntityList.properties).filter_by(name="households")).one()
    assert properties[:2] == ["old", "house_no"]
    assert set(HOUSEHOLD_PROPERTIES) < set(properties)
    assert len(properties) == len(set(properties))


REGISTER = xform_text("household_register")
ELSEWHERE = blank("small").replace(b"<h:head>", b"<h:head><submission action='http://elsewhere'/>")


@pytest.mark.parametrize(
    ("source", "file_name", "says"),
    [
        (b"not a workbook", "form.xlsx", "."),
        (b"<html/>", "form.xml", "primary instance"),
        (b"<!DOCTYPE x><html/>", "form.xml", "document type"),
        (ELSEWHERE, "form.xml", "submission_url"),
        (REGISTER.replace("2024.1.0", "2099.1.0").encode(), "form.xml", "entities-version"),
        (
            blank("small").replace(b"<h:head>", b"<h:head><submission base64RsaPublicKey='x'/>"),
            "form.xml",
            "public_key",
        ),
        (blank("small", title="ก").decode().encode("utf-16"), "form.xml", "UTF-8"),
        (blank("small.xlsx"), "form.xml", "form_id"),
        (blank("a/b"), "form.xml", "form_id"),
        (blank("x" * 256), "form.xml", "form_id"),
        (blank("small", version="9" * 256), "form.xml", "version"),
        (REGISTER.replace('entities:entities-version="2024.1.0"', "").encode(), "form.xml", "entities-version"),
    ],
)
def test_what_phones_would_stumble_over_is_refused(put, session, source, file_name, says):
    with pytest.raises(FormInvalid, match=says):
        put(source, file_name)
    assert versions(session) == []


@pytest.mark.parametrize("form_id", ["แบบสำรวจ ครัวเรือน", "a.b", "xlsx", "x" * 255, "a%2Fb", "a&b"])
def test_any_other_id_will_do(put, session, form_id):
    put(blank(form_id.replace("&", "&amp;")))

    assert session.scalars(select(Form.form_id)).one() == form_id


def test_two_provinces_publish_the_same_form_each_for_itself(put, session):
    put(blank("small"))
    other = make_workspace(session, "51").id
    publish(session, other, blank("small"), file_name="x.xml", actor_id=make_system(session).id)

    assert session.scalars(select(Form.workspace_id).order_by(Form.workspace_id)).all() == [1, other]
