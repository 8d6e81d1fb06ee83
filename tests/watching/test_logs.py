"""Logs are one line for each thing, name requests, and hold nothing of what people wrote."""

import io
import json
import logging
import subprocess
import sys

import pytest

from server import logs, queue
from tests.fixtures.field import photo
from workers.drains import drain_submissions, drain_villages

LOG = logging.getLogger("tests.watching")


def written(style, say):
    stream = io.StringIO()
    handler = logs.Written(stream)
    handler.setFormatter(logs.Lines(style))
    LOG.addHandler(handler)
    say()
    LOG.removeHandler(handler)
    handler.flush()
    return stream.getvalue()


def test_what_a_template_names_becomes_fields():
    line = json.loads(written("json", lambda: LOG.warning("not nudged job=%s why=%s", "a b", "Away")))

    assert (line["event"], line["job"], line["why"]) == ("not nudged", "a b", "Away")
    assert (line["level"], line["logger"]) == ("warning", "tests.watching")


def test_a_line_of_somebody_else_stays_as_it_is():
    line = json.loads(written("json", lambda: LOG.warning("50%% of %s x=%s", "disk", 1)))

    assert line["event"] == "50% of disk x=1"


def test_text_is_one_line_whatever_is_said():
    text = written("text", lambda: LOG.warning("said what=%s", 'two\nlines "quoted" ='))

    assert text.count("\n") == 1
    assert 'event=said what="two\\nlines \\"quoted\\" ="' in text


def test_what_libraries_tell_of_each_of_their_steps_is_not_written():
    talk = "for name in ('alembic.runtime.plugins.x', 'fontTools.ttLib', 'weasyprint.progress', 'ours'): "
    talk += "logging.getLogger(name).info('a step'); logging.getLogger(name).warning('heed this')"
    code = f"import logging; from server import logs; logs.configure('text')\n{talk}"
    lines = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr.splitlines()

    assert [line.split("logger=")[1] for line in lines if "step" in line] == ['ours event="a step"']
    assert sum("heed this" in line for line in lines) == 4


@pytest.mark.parametrize("style", logs.STYLES)
def test_of_an_error_its_place_is_written_and_never_its_words(style):
    def say():
        try:
            raise ValueError("นายลับ 18.91,98.87")
        except ValueError:
            LOG.exception("broke thing=%s", 7)

    text = written(style, say)

    assert "ValueError" in text
    assert "test_logs.py" in text
    assert "นายลับ" not in text and "18.91" not in text


SECRETS = ("นางสาวความลับ", "18.912345", "98.876543", "0812345678")


def test_a_submissions_way_is_told_without_anything_that_was_answered(phone, new_phone, visitor, logged):
    household = phone.fill("household_register", house_no="99/7", head_name=SECRETS[0])
    plan = phone.fill("community_plan", files={"plan_photo_1": photo()})
    sent = [phone.send(form) for form in (household, plan)]
    odd = phone.post(household.xml.replace(b"</", b"<", 1))
    page = visitor.get(f"/team/{'x' * 30}")
    visitor.get(f"/v1/key/{phone.made.token}/projects/1/nowhere")
    visitor.get("/v1/projects/1/forms/household_register.svc?$filter=head_name eq 'นางสาวความลับ'")
    drain_submissions()
    drain_villages()
    text = logged()

    assert [reply.status for reply in sent] == [201, 201]
    assert (odd.status, page.status) == (400, 404)
    assert 'route="/v1/key/<token>/projects/<small:workspace_id>/submission"' in text.replace(
        "route=/v1/key/<token>/projects/<small:workspace_id>/submission",
        'route="/v1/key/<token>/projects/<small:workspace_id>/submission"',
    )
    assert f"actor={phone.made.actor_id}" in text
    for secret in (*SECRETS, phone.made.token, "x" * 30, "99/7", household.instance_id, "ความลับ"):
        assert secret not in text


def test_a_fault_of_ours_is_logged_by_its_place(app, visitor, logged, monkeypatch):
    def break_down(*_args, **_named):
        raise KeyError("นางสาวความลับ")

    monkeypatch.setattr("server.pages.signing.sign_in_form", break_down)
    monkeypatch.setattr(app, "testing", False)
    page = visitor.get("/?find=secret-of-mine")
    text = logged()

    assert page.status == 500
    assert "why=KeyError" in text and "break_down" in text
    assert "ความลับ" not in text and "secret-of-mine" not in text


def test_an_answer_that_breaks_off_is_told_and_its_words_are_not(logged):
    from server.request_lines import AnswerBrokeOff, RequestLines

    def app(_environ, start):
        def body():
            yield b"one"
            raise ValueError("นางสาวความลับ")

        start("200 OK", [])
        return body()

    answer = RequestLines(app)({"REQUEST_METHOD": "GET"}, lambda *_: None)
    with pytest.raises(AnswerBrokeOff) as broken:
        list(answer)
    answer.close()

    assert "ความลับ" not in str(broken.value) + logged()
    assert "status=500" in logged()


def test_a_job_that_fails_tells_rq_nothing_of_why(app):
    from workers.__main__ import JobFailed, WordlessJob

    job = WordlessJob("1", connection=queue.redis())
    job._execute = lambda: (_ for _ in ()).throw(ValueError("นางสาวความลับ"))
    with pytest.raises(JobFailed) as failed:
        job.perform()

    assert str(failed.value) == "ValueError"
    assert failed.value.__suppress_context__
