"""A draft is tried by a phone that scanned its code: as a real form, and without touching anything real."""

import io

import pytest
from sqlalchemy import func, select

from server.db.models import EntityVersion, Submission, Trial
from server.db.queries import forms
from server.domain.forms import draft, media, publish_draft
from server.domain.forms.conversion import Converted
from server.domain.tokens import draft_token
from server.storage import blobs
from tests.factories import SECRET, make_household, make_system
from tests.fixtures.web import PUBLIC_URL
from tests.openrosa.blank import blank, newer
from tests.phone import Collect
from tests.wire import DirectWire


@pytest.fixture
def draft_of(app, province):
    """Make a draft; returns it with a phone that scanned its code."""

    def make(xml, form_id):
        made = draft(province, 1, Converted(xml), actor_id=make_system(province).id)
        province.commit()
        return made, scanned(made.id, form_id)

    def scanned(draft_id, form_id):
        address = f"{PUBLIC_URL}/v1/test/{draft_token(SECRET, draft_id)}/projects/1/forms/{form_id}/draft"
        return Collect(DirectWire(app), address)

    return make


def trials(session):
    session.rollback()
    return session.scalars(select(Trial).order_by(Trial.id)).all()


def test_a_draft_is_fetched_and_sent_like_any_form(draft_of, session):
    made, tester = draft_of(newer("community_plan"), "community_plan")

    assert tester.sync() == {"community_plan": "new"}
    assert tester.forms["community_plan"].version == made.version == "2999010101"
    assert tester.sync()["community_plan"] == "on_device"

    filled = tester.fill("community_plan", files={"plan_file": b"the plan", "plan_photo_1": b"a photo"})
    assert tester.send(filled).status == 201
    (kept,) = trials(session)
    assert kept.answers["written"]["plan_title"] == "แผนชุมชนบ้านสมมุติ"
    assert sorted(kept.files.values()) == [7, 8]


def test_no_browser_runs_a_script_in_a_draft(draft_of, app):
    _, tester = draft_of(newer("community_plan"), "community_plan")
    answer = app.test_client().get(f"{tester.server_url.removeprefix(PUBLIC_URL)}.xml")

    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_nothing_that_testers_send_counts_or_enters_a_register(draft_of, session):
    _, tester = draft_of(newer("household_register"), "household_register")
    tester.sync()

    assert tester.send(tester.fill("household_register")).status == 201
    assert session.scalar(select(func.count(Submission.id))) == 0
    assert session.scalar(select(func.count(EntityVersion.id))) == 0


def test_sent_twice_it_is_kept_once_and_other_answers_are_a_conflict(draft_of, session):
    _, tester = draft_of(blank("survey"), "survey")
    tester.sync()
    filled = tester.fill("survey")

    assert [tester.send(filled).status for _ in range(2)] == [201, 201]
    assert tester.post(filled.xml.replace(b"<note/>", b"<note>x</note>")).status == 409
    assert len(trials(session)) == 1


def test_whoever_has_the_link_does_not_fill_the_disk(draft_of, session, monkeypatch):
    _, tester = draft_of(blank("survey"), "survey")
    tester.sync()
    monkeypatch.setattr("server.domain.forms.trials.MOST", 1)
    first = tester.fill("survey")

    assert [tester.send(one).status for one in (first, tester.fill("survey"), first)] == [201, 409, 201]
    large = tester.fill("survey").xml.replace(b"<note/>", b"<note>" + b"x" * 1_000_000 + b"</note>")
    assert tester.post(large).status == 413
    assert len(trials(session)) == 1


def test_pieces_of_an_upload_come_together(draft_of, session):
    _, tester = draft_of(blank("survey", photos=3), "survey")
    tester.sync()
    tester.limit = 1_000
    assert tester.send(tester.fill("survey", files={f"p{n}": bytes(900) for n in (1, 2, 3)})).status == 201

    (kept,) = trials(session)
    assert sorted(kept.files.values()) == [900, 900, 900]


def test_nobody_real_stands_in_the_lists_of_a_draft(draft_of, session):
    make_household(session, head_name="นายลับ สุดยอด")
    session.commit()
    _, tester = draft_of(newer("household_account"), "household_account")
    tester.sync()

    shown = b"".join(tester.files.values()).decode()
    assert "ครัวเรือนตัวอย่าง 1" in shown
    assert "50070503" in shown
    assert "ลับ" not in shown


def test_files_beside_a_draft_come_with_it(draft_of, session):
    made, tester = draft_of(blank("survey", media=("map.png",)), "survey")
    assert tester.sync() == {"survey": "new"}
    assert tester.files == {}

    media.put(session, made, "map.png", io.BytesIO(b"picture"), blobs(), content_type="image/png")
    session.commit()
    assert tester.sync() == {"survey": "updated_media"}
    assert list(tester.files.values()) == [b"picture"]


def test_once_it_is_published_the_link_is_dead_and_the_trials_are_gone(draft_of, session):
    made, tester = draft_of(blank("survey"), "survey")
    tester.sync()
    filled = tester.fill("survey")
    tester.send(filled)
    publish_draft(session, 1, "survey", actor_id=make_system(session).id)
    session.commit()

    replies = [tester.get(f"{tester.server_url}/formList"), tester.post(filled.xml)]
    assert [(reply.status, reply.headers["X-Yudee-Problem"]) for reply in replies] == [(404, "draft-link-dead")] * 2
    assert trials(session) == []


@pytest.mark.parametrize("end", ["formList", "manifest", "attachments/x.csv", "submission"])
def test_a_wrong_link_is_dead(draft_of, end):
    made, tester = draft_of(blank("survey"), "survey")
    for address in (
        tester.server_url.replace(draft_token(SECRET, made.id), draft_token(SECRET, made.id + 1)),
        tester.server_url.replace("survey", "other"),
        tester.server_url.replace("survey", "%00"),
        tester.server_url.replace("/projects/1/", "/projects/2/"),
    ):
        assert tester.get(f"{address}/{end}").status == 404


def test_another_form_or_version_is_not_kept(draft_of, session):
    _, tester = draft_of(blank("survey", version="2"), "survey")
    tester.sync()
    xml = tester.fill("survey").xml

    assert tester.post(xml.replace(b'id="survey"', b'id="other"')).status == 404
    assert tester.post(xml.replace(b'version="2"', b'version="1"')).status == 404
    assert tester.post(b"<data").status == 400
    assert trials(session) == []


def test_the_draft_is_not_what_phones_are_sent(draft_of, phone, session):
    draft_of(newer("community_plan"), "community_plan")
    phone.sync()

    assert phone.forms["community_plan"].version != "2999010101"
    assert forms.draft_named(session, 1, "community_plan").version == "2999010101"
    filled = phone.fill("community_plan")
    assert phone.post(filled.xml.replace(phone.forms["community_plan"].version.encode(), b"2999010101")).status == 404


def test_uploaded_files_are_in_every_phones_manifest_once_published(draft_of, phone, session):
    made, _ = draft_of(blank("survey", media=("map.png", "villages.csv")), "survey")
    media.put(session, made, "map.png", io.BytesIO(b"picture"), blobs(), content_type="image/png")
    publish_draft(session, 1, "survey", actor_id=make_system(session).id)
    session.commit()
    phone.sync()

    assert b"picture" in phone.files.values()
    form = next(form for form in phone.listing() if form["formID"] == "survey")
    (picture, _) = phone.manifest(form["manifestUrl"])
    reply = phone.get(picture["downloadUrl"])
    assert (reply.headers["Content-Type"], reply.headers["ETag"]) == ("image/png", f'"{picture["hash"][4:]}"')
    again = phone.get(picture["downloadUrl"], **{"If-None-Match": reply.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
