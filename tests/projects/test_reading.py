"""Whatever is typed into a form is understood or refused at its field; nothing else can happen."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.domain.facts.screenings import CRITERIA
from server.projects import reading
from server.projects.reading import FieldsWrong, Typed

NAMES = (*CRITERIA, "outcome", "meeting_date", "mission_group", "budget_recommended", "rank", "comments", "decided_on")
NAMES += (
    "order_no",
    "budget_approved",
    "reason",
    "paid_on",
    "amount",
    "bank_ref",
    "account_last4",
    "number",
    "refunded",
)
NAMES += ("report", "disbursed")
LIKELY = some.sampled_from(
    ["", "pass", "approved", "forwarded", "2026-11-22", "2570-02-30", "43,000", "๑๒๓๔", "-1", "1e9"]
)
READERS = (
    reading.screening,
    reading.decision,
    reading.transfer,
    reading.voiding,
    reading.cancellation,
    reading.consent,
)


@pytest.fixture(scope="module")
def speaking(_served):
    """What is wrong is told in the language of a request."""
    with _served.test_request_context("/?lang=en"):
        yield


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@given(form=some.dictionaries(some.sampled_from(NAMES), LIKELY | some.text(max_size=30)))
def test_any_form_is_understood_or_refused_by_field(speaking, read, form):
    typed = Typed(form)
    read(typed)

    try:
        typed.refuse()
    except FieldsWrong as problem:
        assert problem.details["errors"].keys() <= set(NAMES)
    else:
        assert all(told.value is not None for told in typed.told)
    assert all("\0" not in str(told.value) for told in typed.told)
