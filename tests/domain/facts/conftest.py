"""`read` fills in a real form and reads its facts, as the drain does."""

import datetime as dt
from collections.abc import Callable, Collection
from functools import cache

import pytest

from server.domain import xforms
from server.domain.answers import entity_of_form, entity_requests, read_answers, shape_of
from server.domain.facts import Facts, Submitted, read_facts
from tests import filled
from tests.forms.converted import xform_text

RECEIVED_AT = dt.datetime(2026, 11, 22, 3, 30, tzinfo=dt.UTC)
TEAM = 7  # the actor who sends


@cache
def questions(form_id: str) -> list[dict]:
    return xforms.read(xform_text(form_id).encode()).questions


@pytest.fixture(scope="session")
def read() -> Callable[..., Facts]:
    """read("community_plan", came=("plan_file",), lao_stages="prepare") reads the usual answers with these changes.

    photos: questions whose file the form names; came: those of them whose bytes have arrived; entity: see `filled`.
    """

    def read_filled(
        form_id: str,
        /,
        *,
        photos: Collection[str] = (),
        came: Collection[str] = (),
        entity: dict[str, str] | None = None,
        received_at: dt.datetime = RECEIVED_AT,
        sent_at: dt.datetime = RECEIVED_AT,
        **given: object,
    ) -> Facts:
        files = dict.fromkeys({*photos, *came}, b"a photo")
        form = filled.fill(xform_text(form_id).encode(), given, files, entity or {})
        arrived = frozenset(form.root.findtext(f".//{question}") for question in came)
        said, _ = read_answers(form.root, shape_of(questions(form_id)))
        request = entity_of_form(entity_requests(form.root, questions(form_id)))
        when = {"received_at": received_at, "sent_at": sent_at}
        return read_facts(form_id, Submitted(said, **when, actor_id=TEAM, files=arrived, entity=request))

    return read_filled
