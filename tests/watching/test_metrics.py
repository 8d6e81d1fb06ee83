"""Prometheus reads figures of all processes; nobody else does, and nothing in them is about a person."""

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from server import counts, queue
from tests.fixtures.field import photo
from workers import clock
from workers.drains import drain_submissions, drain_villages

NEAR = {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def scrape(client):
    """The samples, by name and labels."""

    def read(**environ):
        counts.add()
        answer = client.get("/metrics", environ_base=NEAR | environ)
        assert answer.status_code == 200
        families = text_string_to_metric_families(answer.get_data(as_text=True))
        return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}

    return read


def test_what_came_and_was_worked_off_is_counted(phone, scrape):
    before = scrape()
    plan = phone.fill("community_plan", files={"plan_photo_1": photo()})
    phone.send(plan)
    phone.post(plan.xml)
    phone.post(b"no xml")
    waiting = scrape()
    drain_submissions()
    drain_villages()
    after = scrape()

    def more(*name, of=after):
        return of.get(name, 0) - before.get(name, 0)

    assert more("yudee_receipts_total", "again") == 1
    assert more("yudee_receipts_total", "new") >= 1
    assert more("yudee_problems_total", "xml-unreadable") == 1
    assert more("yudee_requests_total", "openrosa", "400") == 1
    assert waiting["yudee_waiting", "submissions"] >= 1
    assert after["yudee_waiting", "submissions"] == 0
    assert more("yudee_drained_rows_total", "drain_submissions") >= 1
    assert more("yudee_drain_seconds_total", "drain_submissions") > 0


def test_how_long_the_oldest_has_waited(phone, session, scrape):
    phone.send(phone.fill("community_plan"))
    session.execute(text("update pending_submission set queued_at = now() - interval '12 minutes'"))
    session.commit()

    assert 700 < scrape()["yudee_lag_seconds", "submissions"] < 800


def test_open_flags_are_counted_by_the_clock(phone, scrape):
    phone.post(phone.fill("community_plan", files={"plan_photo_1": photo()}).xml)
    drain_submissions()
    clock.count_flags()

    assert scrape()["yudee_open_flags", "files_missing"] == 1


def test_without_redis_or_workers_the_rest_is_told(phone, scrape, tmp_path):
    queue.connect(f"unix://{tmp_path}/nobody")
    found = scrape()

    assert found["yudee_part_state", "queue"] == 3
    assert found["yudee_part_state", "database"] == 0
    assert ("yudee_disk_free_bytes",) in found


def test_what_could_not_be_counted_while_redis_was_away_is_counted_later(app, tmp_path, redis_url):
    queue.connect(f"unix://{tmp_path}/nobody")
    counts.count("problems", "of-this-test")
    counts.add()
    queue.connect(redis_url)
    counts.add()

    assert counts.totals()["problems", "of-this-test"] == 1


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.9", "fd00::1", "::ffff:10.0.0.1"])
def test_the_private_network_may_read(client, peer):
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": peer}).status_code == 200


@pytest.mark.parametrize("peer", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "", "unix:"])
def test_others_may_not(client, peer):
    answer = client.get("/metrics", environ_base={"REMOTE_ADDR": peer})

    assert (answer.status_code, answer.headers["X-Yudee-Problem"]) == (403, "metrics-closed")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"])
def test_a_proxy_does_not_publish_it(client, header):
    answer = client.get("/metrics", environ_base=NEAR, headers={header: "10.0.0.1"})

    assert answer.status_code == 403


def test_whoever_has_the_token_reads_from_anywhere(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "METRICS_TOKEN", "a-token-of-prometheus")
    given = {
        token: client.get(
            "/metrics", environ_base={"REMOTE_ADDR": "8.8.8.8"}, headers={"Authorization": f"Bearer {token}"}
        ).status_code
        for token in ("a-token-of-prometheus", "another", "")
    }

    assert given == {"a-token-of-prometheus": 200, "another": 403, "": 403}


def test_figures_hold_nothing_of_what_was_answered(phone, scrape, client):
    household = phone.fill("household_register", house_no="99/7", head_name="นางสาวความลับ")
    phone.send(household)
    client.get("/team/of-nobody")
    scrape()
    said = client.get("/metrics", environ_base=NEAR).get_data(as_text=True)

    for secret in ("ความลับ", "99/7", phone.made.token, household.instance_id, "of-nobody"):
        assert secret not in said
