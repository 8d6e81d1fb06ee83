"""People who collect with e-mail and password instead of a code: Basic, over https alone, in the roads of phones."""

import logging

import pytest
from sqlalchemy import delete, select, update

from server import errors
from server.db.models import Assignment, Event, Person, Submission, SubmissionVersion
from server.db.queries import forms
from server.db.session import transaction
from server.domain import passwords, people, reviews
from server.domain.permissions import Caller
from tests.factories import PASSWORD, make_person, make_project
from tests.fixtures.web import PUBLIC_URL
from tests.phone import HEADERS, Collect
from tests.wire import DirectWire, LoginWire

OWN = f"{PUBLIC_URL}/v1/projects/1"


@pytest.fixture
def somsri(province):
    """A district officer of 5007."""
    person = make_person(province, "somsri@example.org")
    province.commit()
    return person.actor_id


@pytest.fixture
def collect(app, somsri):
    """ODK Collect with an e-mail address and a password: `collect()` those of somsri."""

    def set_up(email="somsri@example.org", password=PASSWORD, **more):
        return Collect(LoginWire(DirectWire(app), email, password, **more), OWN)

    return set_up


@pytest.fixture
def compared(monkeypatch):
    """Every password that was really compared."""
    seen, matches = [], passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda *given: seen.append(given[0]) or matches(*given))
    return seen


@pytest.fixture
def project(province):
    made = make_project(province).id
    province.commit()
    return made


def report(phone, project, **more):
    return phone.fill("project_progress", project=str(project), photo_1_stage="during", **more)


# Getting forms


def test_after_one_challenge_a_phone_gets_the_forms_of_the_persons_role_and_area(collect, project):
    phone = collect()

    assert set(phone.sync()) == {"project_screening", "project_progress"}
    assert phone.lists["projects"].rows.keys() == {str(project)}
    assert phone.wire.challenges == 1
    assert {url.startswith(f"{OWN}/") for url in phone.fetched} == {True}
    assert set(phone.sync().values()) <= {"on_device", "updated_media"}


def test_all_requests_of_a_sync_together_cost_one_comparison(collect, compared):
    phone = collect()
    phone.sync()
    phone.sync()

    assert len(phone.fetched) > 10
    assert compared == [PASSWORD]


@pytest.mark.parametrize(
    "path", ["formList", "forms/project_progress/manifest", "forms/project_progress.xml", "submission"]
)
def test_whoever_sends_nothing_is_asked_for_a_password(app, somsri, path):
    headers = HEADERS | {"X-Forwarded-Proto": "https"}
    reply = DirectWire(app)("HEAD" if path == "submission" else "GET", f"/v1/projects/1/{path}", headers)

    assert (reply.status, reply.headers["WWW-Authenticate"]) == (401, 'Basic realm="Yudee"')


def test_a_wrong_password_is_401_and_a_post_is_read_to_its_end(collect, project):
    phone = collect(password="not this one")

    reply = phone.get(f"{OWN}/formList")
    assert (reply.status, reply.problem) == (401, "sign-in-refused")
    assert reply.headers["WWW-Authenticate"] == 'Basic realm="Yudee"'
    assert b"OpenRosaResponse" in reply.body
    sent = collect(password="nor this").post(report(collect(), project).xml, {"x.jpg": b"x" * 2_000_000})
    assert (sent.status, sent.problem) == (401, "sign-in-refused")


@pytest.mark.parametrize("path", ["formList", "submission", "forms/project_progress.xml"])
def test_without_https_no_password_is_taken_nor_asked_for(app, somsri, compared, path):
    login = LoginWire(DirectWire(app), "somsri@example.org", PASSWORD, scheme="http")
    login.is_asked = True
    reply = login("GET", f"/v1/projects/1/{path}", HEADERS)

    assert reply.status == 401
    assert reply.problem == "password-in-the-clear" or reply.text.count("401.3") == 1
    assert "WWW-Authenticate" not in reply.headers
    assert compared == []


def test_a_province_in_which_somebody_has_no_duty_does_not_exist_for_them(collect):
    assert (
        collect().at(server_url=f"{PUBLIC_URL}/v1/projects/2").get(f"{PUBLIC_URL}/v1/projects/2/formList").status == 404
    )


def test_a_role_without_forms_is_refused_lest_an_empty_list_be_believed(collect, province):
    make_person(province, "chief@example.org", role="district_chief")
    province.commit()
    reply = collect("chief@example.org").get(f"{OWN}/formList")

    assert (reply.status, reply.problem) == (403, "not-allowed")


# Sending


def test_what_a_person_sends_is_theirs_and_of_their_area(collect, project, somsri, session):
    phone = collect()
    filled = report(phone, project, files={"photo_1": b"a photo"})

    assert phone.post(filled.xml, {}, is_incomplete=True).status == 201
    assert [phone.send(filled).status for _ in range(2)] == [201, 201]
    (sent,) = session.scalars(select(Submission))
    assert (sent.actor_id, sent.phone_area) == (somsri, "5007")
    assert session.scalars(select(SubmissionVersion.actor_id)).all() == [somsri]


def test_a_person_edits_an_own_submission_and_other_bytes_are_a_clash(collect, project, somsri, session):
    phone = collect()
    filled = report(phone, project)
    phone.send(filled)

    assert phone.send(phone.edit(filled, percent_physical="60")).status == 201
    assert session.scalars(select(Submission.state)).all() == ["edited"]
    assert session.scalars(select(Event.actor_id).where(Event.verb == "submission.edit")).all() == [somsri]
    assert phone.post(filled.xml.replace(b">40<", b">50<")).problem == "submission-conflict"


def test_nobody_reviews_what_they_sent_with_their_password(collect, project, session, somsri):
    phone = collect()
    phone.send(report(phone, project))
    submission_id = session.scalars(select(Submission.id)).one()
    with transaction() as deciding, pytest.raises(errors.OwnSubmission):
        reviews.review(deciding, people.caller(deciding, "somsri@example.org", 1), submission_id, "approved")
    other = Caller(make_person(session).actor_id, "person", "", 1, "district_officer", "5007")
    session.commit()
    with transaction() as deciding:
        reviews.review(deciding, other, submission_id, "approved")


def test_a_form_that_is_not_of_the_persons_role_is_not_taken(collect, phone):
    assert collect().post(phone.fill("community_plan").xml).problem == "form-not-offered"


# When it ends


def test_a_new_password_ends_the_old_one_at_once(collect, session, somsri):
    phone = collect()
    phone.sync()
    new = passwords._hasher.hash("another password")
    session.execute(update(Person).where(Person.actor_id == somsri).values(password_hash=new))
    session.commit()

    assert phone.get(f"{OWN}/formList").status == 401
    assert collect(password="another password").get(f"{OWN}/formList").status == 200


def test_a_closed_account_and_a_duty_taken_away_end_at_once(collect, session, somsri):
    phone = collect()
    filled = report(phone, make_project(session).id)
    session.commit()
    people.disable(session, "somsri@example.org")
    session.commit()
    assert {phone.get(f"{OWN}/formList").status, phone.post(filled.xml).status} == {401}
    session.execute(update(Person).values(disabled_at=None))
    session.commit()
    assert phone.get(f"{OWN}/formList").status == 200

    session.execute(delete(Assignment).where(Assignment.actor_id == somsri))
    session.commit()
    assert {phone.get(f"{OWN}/formList").status, phone.post(filled.xml).status} == {401}


# Guessing


def test_one_phone_with_an_old_password_locks_nobody_out(collect):
    stale = collect(password="the old password")
    assert {stale.get(f"{OWN}/formList").status for _ in range(12)} == {401}

    assert collect().get(f"{OWN}/formList").status == 200


def test_guessing_is_slowed_down_but_not_for_whom_the_server_knows(collect):
    known, other = collect(), collect()
    known.sync()
    guesses = [collect(password=f"guess number {number}").get(f"{OWN}/formList").status for number in range(6)]

    assert guesses == [401] * 5 + [429]
    assert known.get(f"{OWN}/formList").status == 200
    assert other.get(f"{OWN}/formList").status == 200


# Secrets


def test_neither_password_nor_token_is_told_when_something_goes_wrong(app, collect, phone, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError(PASSWORD)

    monkeypatch.setattr(forms, "listed", broken)
    own = collect()
    with caplog.at_level(logging.DEBUG):
        replies = [own.get(f"{OWN}/formList"), phone.get(f"{phone.server_url}/formList")]

    assert [reply.status for reply in replies] == [500, 500]
    told = caplog.text + "".join(reply.text + str(reply.headers) for reply in replies)
    assert [secret for secret in (PASSWORD, own.wire.answer, phone.made.token) if secret in told] == []
