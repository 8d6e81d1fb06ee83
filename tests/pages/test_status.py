"""The status page tells each what concerns them, the worst first."""

import datetime as dt

import pytest
from sqlalchemy import text


@pytest.fixture
def late(phone, session):
    phone.send(phone.fill("community_plan"))
    session.execute(text("update pending_submission set queued_at = now() - :ago"), {"ago": dt.timedelta(minutes=12)})
    session.commit()


def test_an_officer_reads_what_is_late_and_what_to_do(late, officer):
    page = officer.get("/status")

    assert page.status == 200
    assert any("ช้า 12 นาที" in row for row in page.rows())
    assert "แจ้งผู้ดูแลระบบ" in page.text


def test_an_officer_is_not_troubled_with_disks_and_backups(officer):
    assert not any("สำรองข้อมูล" in row or "เข้ารหัส" in row for row in officer.get("/status").rows())


def test_whoever_operates_sees_every_part_the_worst_first(late, as_person):
    rows = as_person("admin", "50").get("/status").rows()

    assert any("yudee backup" in row for row in rows)
    assert "เสีย" in rows[0]
    assert len(rows) > 12


def test_the_page_speaks_english_to_those_who_ask(late, officer):
    assert "late by 12 minutes" in officer.get("/status?lang=en").text


def test_without_script_a_link_looks_again(officer):
    assert "/status" in officer.get("/status").links()
