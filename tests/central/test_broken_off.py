"""A table that breaks off while it is read is not taken for a whole one: the web server ends both alike."""

import csv
from collections.abc import Iterator

import pytest

from server.central.entity_feed import EntityFeed
from server.central.feed import Feed
from server.errors import ServiceAway
from server.request_lines import AnswerBrokeOff


def breaks_off(*_asked, **_named) -> Iterator[list]:
    yield []
    raise ServiceAway


@pytest.mark.parametrize(
    "address", ["/projects/1/forms/community_plan/submissions.csv", "/projects/1/datasets/households/entities.csv"]
)
def test_a_table_that_breaks_off_cannot_be_read_as_one(script, household, monkeypatch, address):
    monkeypatch.setattr(Feed, "newest_first", breaks_off)
    monkeypatch.setattr(EntityFeed, "newest_first", breaks_off)
    answer = script.client.get(f"/v1{address}", headers={"Authorization": f"Bearer {script.token}"})
    assert answer.status_code == 200, answer.data
    came = []
    with pytest.raises(AnswerBrokeOff):
        came.extend(answer.iter_encoded())

    lines = b"".join(came).decode().splitlines(keepends=True)
    assert "ไม่ครบ" in lines[-1] and "incomplete" in lines[-1]
    with pytest.raises(csv.Error):
        list(csv.reader(lines, strict=True))
