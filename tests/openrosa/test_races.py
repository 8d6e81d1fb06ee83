"""Many requests at once, through the real web server: each of them is answered as if it were alone."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from server.db.models import Submission
from server.domain import erasure
from server.domain.permissions import Caller
from server.storage import FileStore


@pytest.fixture
def phone(served):
    return served.phone()


def at_once(acts: Sequence[Callable]) -> list:
    """Begin all of these in the same moment; their results in order."""
    gate = Barrier(len(acts))

    def act(one):
        gate.wait(30)
        return one()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(act, acts))


def rows(served, query, **values):
    engine = create_engine(served.database_url)
    with engine.connect() as connection:
        found = connection.exec_driver_sql(query, values).all()
    engine.dispose()
    return found


STORED = """select count(*), count(distinct v.submission_id), count(distinct a.submission_version_id), count(a.sha256)
    from submission_version v left join attachment a on a.submission_version_id = v.id where v.instance_id = %(id)s"""


XML = "select xml from submission_version where instance_id = %(id)s"
NUMBERS = "select s.instance_id, p.request_id from pending_submission p join submission s on s.id = p.submission_id"


@pytest.mark.parametrize("count", [2, 20])
@pytest.mark.parametrize("files", [{}, {"plan_photo_1": b"one", "plan_photo_2": b"two" * 50_000}])
def test_identical_posts_in_flight_are_all_201_and_stored_once(phone, served, count, files):
    filled = phone.fill("community_plan", files=files)
    replies = at_once([lambda: phone.post(filled.xml, filled.files)] * count)

    assert Counter(reply.status for reply in replies) == {201: count}
    (stored,) = rows(served, STORED, id=filled.instance_id)
    assert tuple(stored) == (max(1, len(files)), 1, bool(files), len(files))


def test_forms_that_come_in_one_moment_are_each_stored_or_refused_as_if_alone(phone, served):
    stranger = served.phone()
    stranger.server_url = stranger.server_url.replace(served.made.token, served.made.token[::-1])
    forms = [phone.fill("household_account") for _ in range(32)]
    refused = [phone.fill("household_account") for _ in range(4)]
    acts = [lambda form=form: phone.post(form.xml) for form in forms]
    acts += [lambda form=form: stranger.post(form.xml) for form in refused]
    replies = at_once(acts)

    assert [reply.status for reply in replies] == [201] * 32 + [403] * 4
    assert [rows(served, XML, id=form.instance_id) for form in forms] == [[(form.xml,)] for form in forms]
    assert [rows(served, XML, id=form.instance_id) for form in refused] == [[]] * 4
    said = {form.instance_id: reply.headers["X-Request-Id"] for form, reply in zip(forms, replies, strict=False)}
    assert {name: number for name, number in rows(served, NUMBERS) if name in said} == said


def test_of_different_answers_under_one_id_one_is_stored_and_the_others_are_told(phone, served):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"one"})
    others = [filled.xml + b"\n" * number for number in range(8)]
    replies = at_once([lambda xml=xml: phone.post(xml, filled.files) for xml in others])

    assert Counter((reply.status, reply.problem) for reply in replies) == {
        (201, None): 1,
        (409, "submission-conflict"): 7,
    }
    assert rows(served, STORED, id=filled.instance_id)[0][0] == 1


def test_of_edits_of_one_version_one_wins(phone, served):
    filled = phone.fill("community_plan")
    phone.post(filled.xml)
    edits = [phone.edit(filled, plan_title=str(number)) for number in range(8)]
    replies = at_once([lambda edit=edit: phone.post(edit.xml) for edit in edits])

    assert Counter((reply.status, reply.problem) for reply in replies) == {
        (201, None): 1,
        (409, "submission-superseded"): 7,
    }
    assert chain(served, filled) == [(1, 2, 1)]


def test_an_edit_in_flight_many_times_is_made_once(phone, served):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"one"})
    phone.send(filled)
    edit = phone.edit(filled, plan_title="once")
    replies = at_once([lambda: phone.post(edit.xml, edit.files)] * 12)

    assert {reply.status for reply in replies} == {201}
    assert chain(served, filled) == [(1, 2, 1)]


@pytest.mark.parametrize("_time", range(15))
def test_an_edit_and_a_late_photo_of_its_predecessor_both_count(phone, served, _time):
    """Neither sees the other's commit; still the edit ends up with the photo."""
    filled = phone.fill("community_plan", files={"plan_photo_1": b"one", "plan_photo_2": b"two"})
    phone.post(filled.xml)
    edit = phone.edit(filled, plan_title="new")
    replies = at_once([lambda: phone.post(filled.xml, filled.files), lambda: phone.post(edit.xml)])

    assert [reply.status for reply in replies] == [201, 201]
    assert rows(served, STORED, id=edit.instance_id)[0][3] == 2


def test_a_submission_and_its_edits_sent_at_once_end_in_one_chain(phone, served):
    filled = phone.fill("community_plan")
    edit = phone.edit(filled, plan_title="one")
    last = phone.edit(edit, plan_title="two")

    def until_taken(form):
        while (reply := phone.post(form.xml)).status == 404:
            pass
        return reply.status

    assert set(at_once([lambda form=form: until_taken(form) for form in (last, edit, filled, last, edit, filled)])) == {
        201
    }
    assert chain(served, filled) == [(1, 3, 2)]


@pytest.mark.parametrize("_time", range(10))
def test_an_edit_that_comes_while_its_predecessor_is_erased_is_erased_or_refused(phone, served, _time):
    filled = phone.fill("household_account")
    phone.send(filled)
    edit = phone.edit(filled, r_all="71234567")
    reply, _ = at_once([lambda: phone.post(edit.xml), lambda: erase(served, filled)])

    assert (reply.status, reply.problem) in {(201, None), (409, "submission-deleted")}
    left = """select count(*) filter (where v.is_current or v.xml <> '' or v.answers <> '{}'), count(distinct s.id)
        from submission s join submission_version v on v.submission_id = s.id
        where s.instance_id = %(id)s and s.erased_at is not null"""
    assert rows(served, left, id=filled.instance_id) == [(0, 1)]


def erase(served, filled):
    engine = create_engine(served.database_url)
    with Session(engine) as session, session.begin():
        submission = session.scalar(select(Submission).where(Submission.instance_id == filled.instance_id))
        officer = Caller(submission.actor_id, "person", "อำเภอ", 1, "district_officer", "5007")
        erasure.erase(session, officer, submission.id, "court_order", store=FileStore(f"file:{served.blobs}"))
    engine.dispose()


def chain(served, filled):
    """(current versions, versions, edits counted) of the submission."""
    query = """select count(*) filter (where v.is_current), count(*), max(s.edits)
        from submission s join submission_version v on v.submission_id = s.id where s.instance_id = %(id)s"""
    return [tuple(row) for row in rows(served, query, id=filled.instance_id)]


def test_photos_shared_by_many_submissions_do_not_make_them_wait_for_each_other(phone, served):
    photos = {f"plan_photo_{n}": bytes([n]) * 1000 for n in (1, 2, 3, 4)}
    forms = [phone.fill("community_plan", files=dict(list(photos.items())[:: -1 if n % 2 else 1])) for n in range(16)]
    replies = at_once([lambda form=form: phone.post(form.xml, form.files) for form in forms])

    assert {reply.status for reply in replies} == {201}
