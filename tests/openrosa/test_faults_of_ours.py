"""When the mistake is ours, a phone still reads an answer in its shape, and the log keeps what people wrote out."""

import logging
from contextlib import contextmanager

import pytest
from sqlalchemy import text


@pytest.fixture
def without(session):
    """`with without("form"):` a table is not there, the surest way to break every statement."""

    @contextmanager
    def rename(table):
        session.execute(text(f"alter table {table} rename to {table}_away"))
        session.commit()
        yield
        session.execute(text(f"alter table {table}_away rename to {table}"))
        session.commit()

    return rename


@pytest.fixture
def filled(phone):
    return phone.fill("household_register", head_name="นางสาวความลับ")


@pytest.mark.parametrize(
    "path", ["formList", "forms/community_plan.xml", "forms/community_plan/manifest", "submission"]
)
def test_every_address_answers_500_in_the_shape_phones_read(phone, without, path):
    with without("assignment"):
        reply = phone.get(f"{phone.server_url}/{path}")

    assert (reply.status, reply.problem) == (500, "server-fault")
    assert "แบบฟอร์มยังอยู่ในโทรศัพท์" in reply.text
    assert "X-OpenRosa-Version" in reply.headers


def test_the_log_names_the_place_and_keeps_answers_and_tokens_out(phone, filled, without, caplog):
    with without("submission_version"), caplog.at_level(logging.DEBUG):
        reply = phone.post(filled.xml)

    assert (reply.status, reply.problem) == (500, "server-fault")
    assert "queries/together.py" in caplog.text
    assert "ความลับ" not in caplog.text
    assert phone.made.token not in caplog.text


def test_afterwards_the_phone_sends_again_and_all_is_well(phone, filled, without):
    with without("submission_version"):
        phone.post(filled.xml)

    assert phone.post(filled.xml).status == 201
