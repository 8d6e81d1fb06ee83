"""Every reason says in Thai and English what it means and what to do."""

from typing import get_args

import pytest

from server.domain.indicators.crosschecks import CROSS_CHECKS, CrossCheckCode
from server.domain.indicators.reasons import REASON_BY_CODE, REASONS, Reason, ReasonCode
from tests.domain.indicators.scenarios import SCENARIOS

EVERY_TEXT = [*REASON_BY_CODE.values(), *CROSS_CHECKS]


def test_the_reasons_are_those_of_the_definitions_in_their_order() -> None:
    assert tuple(reason.code for reason in REASONS) == get_args(ReasonCode)


def test_every_cross_check_has_its_text() -> None:
    assert tuple(check.code for check in CROSS_CHECKS) == get_args(CrossCheckCode)


@pytest.mark.parametrize("reason", EVERY_TEXT, ids=lambda reason: reason.code)
def test_the_sentences_are_in_their_language(reason: Reason) -> None:
    assert any("\u0e01" <= letter <= "\u0e5b" for letter in reason.text("th"))
    assert not any("\u0e01" <= letter <= "\u0e5b" for letter in reason.text("en"))
    assert reason.text("en").endswith(".")


def test_every_reason_occurs_in_a_scenario() -> None:
    written = " ".join(f"{scenario.reasons} {scenario.provisional_reasons}" for scenario in SCENARIOS)

    assert [reason.code for reason in REASONS if reason.code not in written.split()] == []
