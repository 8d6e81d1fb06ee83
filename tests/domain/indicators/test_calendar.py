"""Buddhist fiscal years and the day in Bangkok."""

from datetime import UTC, date, datetime

import pytest

from server.domain.indicators.calendar import (
    bangkok_date,
    collected_on,
    default_window,
    first_day,
    fiscal_year,
    is_be_date,
    last_day,
)
from server.domain.indicators.criteria import default_criteria


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2006, 9, 30), 2549),
        (date(2006, 10, 1), 2550),
        (date(2006, 12, 31), 2550),
        (date(2007, 1, 1), 2550),
        (date(2007, 9, 30), 2550),
        (date(2007, 10, 1), 2551),
        (date(2027, 3, 31), 2570),
    ],
)
def test_a_fiscal_year_begins_in_october(day: date, year: int) -> None:
    assert fiscal_year(day) == year
    assert first_day(year) <= day <= last_day(year)


def test_a_plan_year_collects_for_two_fiscal_years() -> None:
    assert default_window(2570) == (date(2025, 10, 1), date(2027, 9, 30))


def test_default_criteria_are_those_of_the_definitions() -> None:
    criteria = default_criteria(2570)

    assert (criteria.threshold, criteria.min_account_months, criteria.ind2_mode) == (70, 1, "union")
    assert (criteria.gate_min_grade, criteria.is_locked) == ("B", False)
    assert criteria.window_contains(date(2025, 10, 1))
    assert criteria.window_contains(date(2027, 9, 30))
    assert not criteria.window_contains(date(2025, 9, 30))
    assert not criteria.window_contains(date(2027, 10, 1))
    assert not criteria.window_contains(None)


def test_the_day_in_bangkok_begins_seven_hours_before_that_of_utc() -> None:
    assert bangkok_date(datetime(2027, 3, 1, 16, 59, tzinfo=UTC)) == date(2027, 3, 1)
    assert bangkok_date(datetime(2027, 3, 1, 17, 0, tzinfo=UTC)) == date(2027, 3, 2)


def test_an_instant_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        bangkok_date(datetime(2027, 3, 1, 12, 0))  # noqa: DTZ001 - the very thing that is refused


def test_where_the_phone_names_no_day_the_day_of_receipt_is_taken() -> None:
    received_at = datetime(2027, 3, 1, 20, 0, tzinfo=UTC)

    assert collected_on(date(2027, 2, 28), received_at) == date(2027, 2, 28)
    assert collected_on(None, received_at) == date(2027, 3, 2)


def test_a_buddhist_year_in_a_gregorian_date_is_noticed() -> None:
    assert is_be_date(date(2569, 11, 1))
    assert is_be_date(date(2401, 1, 1))
    assert not is_be_date(date(2400, 12, 31))
    assert not is_be_date(date(2027, 1, 1))
