"""The connections of the receiving road: many threads may wait for them, PostgreSQL sees only so many."""

import psycopg
import pytest
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from server.db import autocommit
from server.db.autocommit import DIRECT, MOST, Connections


@pytest.fixture
def connections(database_url, monkeypatch):
    monkeypatch.setattr(autocommit, "PATIENCE_S", 0)
    made = Connections(database_url, DIRECT)
    yield made
    made.close()


def test_no_more_are_at_work_than_postgresql_is_to_see(connections):
    taken = [connections.take() for _ in range(MOST)]
    with pytest.raises(NoConnectionFree):
        connections.take()

    with taken[0]:
        pass

    assert connections.take() is taken[0]
    for one in taken:
        one.close()


def test_a_database_that_is_away_takes_no_place(connections):
    away = Connections("postgresql+psycopg://nobody@/nothing?host=/nowhere", DIRECT)
    for _ in range(MOST + 1):
        with pytest.raises(psycopg.OperationalError):
            away.take()


def test_one_that_broke_gives_its_place_back(connections):
    for _ in range(MOST + 1):
        with connections.take() as one:
            one.close()

    assert not connections.idle
