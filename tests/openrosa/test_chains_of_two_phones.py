"""Households born and changed on two phones without a signal, sent the last first: the register comes out as meant."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from server.db.models import Entity
from tests.engine import shared_engine
from tests.engine_phone import EnginePhone
from tests.fixtures.field import drain

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
VILLAGE = "50070503"


@pytest.fixture
def team(new_phone, tmp_path):
    """Phones of the tambon's team, each with its own lists."""

    def scan(name):
        phone = EnginePhone(new_phone(name=name), shared_engine(), tmp_path / name, at=NOON)
        phone.sync()
        return phone

    return scan


def register(phone, **answers):
    form = phone.open("household_register").fill({"village_code": VILLAGE} | answers)
    return phone.finish(form).entity["id"]


def send_backwards(phone):
    phone.outbox.reverse()
    assert {reply.status for reply in phone.send_all()} == {201}


def test_chains_of_two_phones_sent_the_last_first_end_as_they_would_in_order(team, session):
    first = team("first")
    household = register(first, house_no="7", head_name="นายสมมุติ")
    for members in (3, 4):
        register(first, action="edit", household=household, members=members)
    send_backwards(first)
    drain()
    second = team("second")
    for members in (5, 6):
        register(second, action="edit", household=household, members=members)
    send_backwards(second)
    drain()

    session.rollback()
    entity = session.scalars(select(Entity)).one()
    assert (entity.version, entity.data["members"], entity.conflict) == (5, "6", None)
    first.sync()
    on_first = first.lists["households"].entities[household]
    assert (on_first.version, on_first.properties["members"], on_first.is_offline) == (5, "6", False)
