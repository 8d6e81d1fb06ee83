"""The pages of forms: uploaded, tried, published, given files, closed, by an administrator at a browser."""

import io

import pytest
from sqlalchemy import select

from server.db.models import Event, Form
from server.domain.forms import convert
from tests.domain.forms.test_conversion import survey, workbook
from tests.openrosa.blank import blank, newer
from workers.forms import convert_forms


class Desk:
    """An administrator at a browser."""

    def __init__(self, visitor):
        self.visitor = visitor

    def upload(self, source, name="form.xlsx", roles=("tambon_team",)):
        self.visitor.get("/admin/forms")
        self.visitor.post("/admin/forms", file=(io.BytesIO(source), name), roles=list(roles))
        return self.visitor.page

    def made(self, source, name="form.xml", **options):
        """Upload, let the worker have it, and follow to what became of it."""
        page = self.upload(source, name, **options)
        assert page.status == 302
        convert_forms()
        page = self.visitor.follow()
        return self.visitor.follow() if page.status == 302 else page

    def act(self, verb, form_id="survey", **fields):
        page = self.visitor.post(f"/admin/forms/{form_id}/{verb}", **fields)
        return self.visitor.follow() if page.status == 302 else page


@pytest.fixture
def desk(as_person, province, monkeypatch):
    """Conversion in a process of its own and the engine of phones have their tests in tests/workers/test_forms.py."""
    monkeypatch.setattr("workers.forms.convert_apart", convert)
    return Desk(as_person("admin", "50"))


def test_a_workbook_is_uploaded_tried_and_published(desk, phone):
    page = desk.made(workbook(), "survey.xlsx")
    assert "ฉบับร่าง 1" in page.text
    assert page.tree.xpath('//img[@class="code"]/@src')[0].startswith("data:image/svg+xml")
    assert "survey" not in {form["formID"] for form in phone.listing()}

    page = desk.act("publish")
    assert "เผยแพร่แล้ว" in page.text
    assert "survey" in {form["formID"] for form in phone.listing()}


def test_the_page_waits_for_the_worker_and_looks_again_by_itself(desk):
    desk.upload(workbook())
    page = desk.visitor.follow()

    assert page.tree.xpath('//meta[@http-equiv="refresh"]/@content') == ["2"]
    convert_forms()
    assert desk.visitor.get(page.answer.request.path).status == 302


def test_faults_of_a_workbook_are_listed_by_sheet_and_row(desk):
    page = desk.made(survey(("text", "a", "x"), ("text", "a", "x")), "survey.xlsx")

    (row,) = page.rows()
    assert row.startswith("survey 3 ชื่อ “a” ซ้ำ")


@pytest.mark.parametrize(("source", "name"), [(b"", "form.xlsx"), (b"x", "form.pdf")])
def test_what_is_no_form_is_refused_on_the_spot(desk, source, name):
    page = desk.upload(source, name)

    assert page.status == 422
    assert page.tree.xpath('//*[@role="alert"]')


def test_the_way_to_forms_is_lit_on_the_page_of_a_form(desk):
    page = desk.visitor.get("/admin/forms/community_plan")

    assert page.tree.xpath('//nav//a[@aria-current="page"]/@href') == ["/admin/forms"]


def test_what_a_version_changes_is_said_before_it_is_published(desk):
    desk.made(blank("survey", photos=1))
    desk.act("publish")
    page = desk.made(blank("survey", version="2", media=("map.png",)))

    assert "คำถาม /p1 ไม่มีในฉบับนี้แล้ว" in page.text
    assert "ยังไม่ได้อัปโหลดไฟล์ map.png" in page.text


def test_a_version_without_a_needed_question_cannot_be_published_and_says_which(desk):
    page = desk.made(newer("community_plan").replace(b"lao_stages", b"stages"))

    assert "/lao/lao_stages" in page.text
    assert page.tree.xpath('//button[@class="main"]/@disabled')
    refused = desk.act("publish", "community_plan")
    assert (refused.status, "/lao/lao_stages" in refused.text) == (422, True)


def test_a_draft_that_was_replaced_meanwhile_is_not_published(desk):
    page = desk.made(blank("survey", version="1"))
    seen = page.tree.xpath('//input[@name="draft"]/@value')[0]
    desk.made(blank("survey", version="2"))

    assert desk.act("publish", draft=seen).status == 404


def test_a_file_is_put_beside_the_draft_and_what_is_no_table_is_refused(desk):
    desk.made(blank("survey", media=("list.csv",)))
    page = desk.act("files", name="list.csv", file=(io.BytesIO(b"PK\x03\x04"), "list.xlsx"))
    assert (page.status, "CSV UTF-8" in page.text) == (422, True)

    page = desk.act("files", name="list.csv", file=(io.BytesIO("name,label\n1,หนึ่ง\n".encode()), "list.csv"))
    assert "มีแล้ว" in page.rows()[0]


def test_a_form_is_given_to_others_closed_deleted_and_restored(desk, session, phone):
    desk.made(blank("survey"))
    desk.act("publish")
    desk.act("roles", roles=["district_officer"])
    assert "survey" not in {form["formID"] for form in phone.listing()}

    desk.act("state", state="closed")
    desk.act("delete")
    session.expire_all()
    form = session.scalar(select(Form).where(Form.form_id == "survey"))
    assert (form.state, form.roles) == ("deleted", ["district_officer"])

    page = desk.act("restore")
    assert "ปิดรับ" in page.text
    session.expire_all()
    verbs = list(session.scalars(select(Event.verb).where(Event.subject == "form").order_by(Event.id)))
    assert verbs[-5:] == ["form.publish", "form.roles", "form.state", "form.delete", "form.restore"]


def test_a_form_that_figures_rest_on_has_no_way_to_be_deleted(desk):
    page = desk.visitor.get("/admin/forms/community_plan")

    assert "ลบแบบฟอร์ม" not in page.text
    assert not page.tree.xpath('//form[contains(@action, "/delete")]')


def test_a_version_is_downloaded_as_it_was_uploaded(desk):
    source = workbook()
    desk.made(source, "survey.xlsx")
    page = desk.act("publish")
    workbook_at = next(link for link in page.links() if link.endswith(".xlsx"))

    assert desk.visitor.get(workbook_at).answer.data == source
    assert desk.visitor.get(workbook_at.replace(".xlsx", ".pdf")).status == 404


def test_a_draft_of_a_new_form_that_is_thrown_away_leaves_nothing(desk, session):
    desk.made(blank("survey"))

    assert desk.act("discard").status == 200
    assert session.scalar(select(Form).where(Form.form_id == "survey")) is None


@pytest.mark.parametrize("form_id", ["nothing", "%00", "..%2f"])
def test_a_form_that_does_not_exist_is_404(desk, form_id):
    assert desk.visitor.get(f"/admin/forms/{form_id}").status == 404


def test_what_is_too_large_is_told_so(desk, app, monkeypatch):
    view = app.view_functions["admin.upload"]
    assert view.max_form_bytes == 11_000_000
    monkeypatch.setattr(view, "max_form_bytes", 100_000)
    page = desk.upload(bytes(200_000))

    assert page.status == 413
    assert "ใหญ่เกินไป หน้านี้รับได้ไม่เกิน 0.1 MB" in page.text
