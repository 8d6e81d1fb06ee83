"""PostgreSQL stopped, started again, or never there: an honest 503, and nothing lost once it is back."""

import pytest
from redis import Redis

from server.db.migrate import migrate
from server.queue import DRAIN_SUBMISSIONS, QUEUES, nudge_key
from server.stack.program import wait_until
from tests.fixtures.served import serve


@pytest.fixture
def fragile(own_servers, tmp_path):
    """A web server whose PostgreSQL can be stopped."""
    migrate(own_servers.database_url)
    with serve(own_servers.database_url, own_servers.redis_url, tmp_path) as running:
        yield running


def test_without_the_database_every_address_says_503_and_never_a_short_list(fragile, own_servers):
    phone = fragile.phone()
    phone.sync()
    filled = phone.fill("community_plan", files={"plan_photo_1": b"one"})
    base = phone.server_url
    own_servers.postgres.stop()

    asked = [*phone.fetched, f"{base}/submission", f"{base}/datasets/households/integrity"]
    assert {(phone.get(url).status, phone.get(url).problem) for url in asked} == {(503, "service-away")}
    assert (phone.send(filled).status, phone.send(filled).problem) == (503, "service-away")
    assert not [path for path in fragile.blobs.rglob("*") if path.is_file()]


def test_after_a_restart_the_first_resend_is_taken(fragile, own_servers):
    phone = fragile.phone()
    filled = phone.fill("community_plan", files={"plan_photo_1": b"one"})
    phone.send(filled)
    for _ in range(2):
        own_servers.postgres.stop()
        own_servers.postgres.start()

        assert phone.send(filled).status == 201
        assert phone.send(phone.fill("community_plan")).status == 201
        assert phone.get(f"{phone.server_url}/formList").status == 200
    assert fragile.count("submission") == 3


def test_a_crash_of_the_database_loses_nothing_that_was_answered(fragile, own_servers):
    phone = fragile.phone()
    forms = [phone.fill("community_plan", files={"plan_photo_1": bytes([n])}) for n in range(5)]
    assert {phone.send(form).status for form in forms} == {201}
    own_servers.postgres.kill()
    own_servers.postgres.start()

    assert fragile.count("submission") == fragile.count("attachment") == 5
    assert {phone.send(form).status for form in forms} == {201}
    assert fragile.count("submission") == 5


def test_without_redis_phones_are_served_and_the_row_waits(fragile, own_servers):
    own_servers.redis.stop()
    phone = fragile.phone()

    assert phone.send(phone.fill("community_plan")).status == 201
    assert fragile.count("pending_submission") == 1


def test_a_new_submission_nudges_the_drain_once(phone, redis_url):
    for _ in range(3):
        phone.send(phone.fill("community_plan"))

    with Redis.from_url(redis_url) as redis:
        waiting = f"rq:queue:{QUEUES[DRAIN_SUBMISSIONS]}"
        assert wait_until(lambda: redis.llen(waiting), 10)
        assert not wait_until(lambda: redis.llen(waiting) != 1, 0.2)


def test_a_resend_nudges_nobody(phone, redis_url):
    filled = phone.fill("community_plan")
    phone.send(filled)
    with Redis.from_url(redis_url) as redis:
        assert wait_until(lambda: redis.exists(nudge_key(DRAIN_SUBMISSIONS)), 10)
        redis.flushdb()
        phone.send(filled)

        assert not wait_until(lambda: redis.exists(nudge_key(DRAIN_SUBMISSIONS)), 0.2)
