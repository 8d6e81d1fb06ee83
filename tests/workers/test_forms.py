"""Workbooks are converted in a worker: a draft comes out, or what is wrong; nothing a workbook holds can stop it."""

import pytest
from sqlalchemy import select

from server.db.models import Form, FormUpload, FormVersion
from server.domain.forms import apart, uploads
from server.domain.forms.problems import FileUnusable, RolesUnknown
from tests import orchards
from tests.domain.forms.test_conversion import survey, workbook
from tests.factories import make_system, make_workspace
from tests.openrosa.blank import blank
from workers import forms


@pytest.fixture
def upload(app, session):
    """Upload a file and let the worker have it; returns its outcome."""

    def act(source, file_name="form.xlsx", roles=("tambon_team",)):
        author = make_system(session).id
        taken = uploads.take(
            session, make_workspace(session).id, source, file_name=file_name, roles=roles, actor_id=author
        )
        session.commit()
        forms.convert_forms()
        session.expire_all()
        return session.get(FormUpload, taken.id)

    return act


def test_a_workbook_becomes_a_draft_for_those_it_was_uploaded_for(upload, session):
    done = upload(workbook(), roles=["committee_member", "tambon_team"])

    assert done.outcome == {"form_id": "survey"}
    assert done.source is None
    (form,) = session.scalars(select(Form))
    assert form.roles == ["tambon_team", "committee_member"]
    draft = session.scalars(select(FormVersion)).one()
    assert (draft.version, draft.published_at, draft.xlsx[:2]) == ("1", None, b"PK")


def test_a_definition_becomes_a_draft_as_it_is(upload, session):
    assert upload(blank("survey"), "survey.XML").outcome == {"form_id": "survey"}
    assert session.scalars(select(FormVersion.xml)).one() == blank("survey")


def test_what_is_wrong_is_kept_by_sheet_and_row(upload, session):
    (fault,) = uploads.faults(upload(survey(("text", "a", "x"), ("text", "b", "x", "${c} = 1"))))

    assert (fault.sheet, fault.row) == ("survey", 3)
    assert session.scalars(select(FormVersion)).all() == []


def test_what_the_engine_of_phones_cannot_load_is_told(upload):
    broken = blank("broken").replace(b"</model>", b'<bind nodeset="/data/note" relevant="(("/></model>')

    assert len(uploads.faults(upload(broken, "broken.xml"))) == 1


@pytest.mark.parametrize(("limit", "least"), [("MOST_MEMORY", 40_000_000), ("LONGEST_CPU_S", 0), ("LONGEST_S", 0.01)])
def test_a_conversion_that_takes_too_much_ends_alone(upload, monkeypatch, limit, least):
    monkeypatch.setattr(apart, limit, least)

    (fault,) = uploads.faults(upload(workbook()))
    assert "memory" in fault.text("en")
    monkeypatch.undo()
    assert upload(workbook()).outcome == {"form_id": "survey"}


def test_a_definition_that_takes_long_to_read_ends_alone_too(upload, monkeypatch):
    monkeypatch.setattr(apart, "LONGEST_CPU_S", 4)
    many = "".join(f'<r{n} jr:template=""/>' for n in range(60_000)).encode()

    (fault,) = uploads.faults(upload(blank("long").replace(b"<note/>", many), "long.xml"))
    assert "memory" in fault.text("en")


def test_what_is_wrong_with_a_list_of_entities_is_told_in_both_languages(upload):
    (fault,) = uploads.faults(upload(orchards.form(trees="__trees"), "orchards.xml"))

    assert fault.text("th").startswith("ใช้ชื่อรายการ “__trees” ไม่ได้")
    assert fault.text("en").startswith("“__trees” cannot be")


def test_a_fault_of_the_engine_names_the_row(upload):
    (fault,) = uploads.faults(upload(survey(("text", "a", "x"), ("text", "b", "x", "foo(${a})"))))

    assert (fault.row, fault.text("th")) == (3, "survey, แถว 3: ไม่มีฟังก์ชัน “foo” ตรวจตัวสะกดในสูตร")
    assert "tmp" not in fault.says


def test_an_upload_that_breaks_our_code_does_not_hold_up_the_others(upload, monkeypatch):
    monkeypatch.setattr(uploads, "draft", None)
    (fault,) = uploads.faults(upload(workbook()))

    assert "อาจเป็นความผิดพลาดของระบบ" in fault.text("th")
    monkeypatch.undo()
    assert upload(workbook()).outcome == {"form_id": "survey"}


def test_an_upload_that_comes_while_another_waits_is_settled_too(upload, session):
    author, workspace_id = make_system(session).id, make_workspace(session).id
    uploads.take(session, workspace_id, b"no", file_name="a.xlsx", roles=["tambon_team"], actor_id=author)

    assert upload(workbook()).outcome == {"form_id": "survey"}
    assert all(session.scalars(select(FormUpload.outcome)))


@pytest.mark.parametrize(("source", "name"), [(b"x", "form.doc"), (b"", "form.xlsx"), (b"x", ""), (b"x", "form")])
def test_what_can_be_no_form_is_refused_at_once(session, source, name):
    given = {"roles": ["tambon_team"], "actor_id": make_system(session).id}
    with pytest.raises(FileUnusable):
        uploads.take(session, make_workspace(session).id, source, file_name=name, **given)


@pytest.mark.parametrize("roles", [[], ["admin"], ["tambon_team", "nobody"]])
def test_a_form_is_for_phones(session, roles):
    given = {"file_name": "form.xlsx", "actor_id": make_system(session).id}
    with pytest.raises(RolesUnknown):
        uploads.take(session, make_workspace(session).id, b"x", roles=roles, **given)
