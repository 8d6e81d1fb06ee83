"""Dates, numbers and money as people read them."""

import datetime as dt
from decimal import Decimal

import pytest
from flask_babel import force_locale

from server.pages import formats


@pytest.fixture(params=["th", "en"])
def reader(app, request):
    """Which language is read."""
    with app.test_request_context("/"), force_locale(request.param):
        yield request.param


def test_a_date_has_a_buddhist_year(reader):
    told = {"th": "10 ธ.ค. 2569", "en": "10 Dec 2569 BE"}

    assert formats.day(dt.date(2026, 12, 10)) == told[reader]


def test_a_time_is_that_of_bangkok_also_over_midnight_and_new_year(reader):
    told = {"th": "1 ม.ค. 2570 00:30", "en": "1 Jan 2570 BE 00:30"}

    assert formats.instant(dt.datetime(2026, 12, 31, 17, 30, tzinfo=dt.UTC)) == told[reader]


def test_what_is_missing_is_said_by_nothing_or_a_dash(reader):
    missing = (
        formats.day(None),
        formats.instant(None),
        formats.number(None),
        formats.baht(None),
        formats.percent(None),
    )

    assert missing == ("", "", "", "", "–")


@pytest.mark.parametrize(
    ("satang", "shown"),
    [(0, "0"), (99, "0.99"), (100, "1"), (1250, "12.50"), (10_000_000, "100,000"), (123456789, "1,234,567.89")],
)
def test_satang_are_shown_as_baht(satang, shown):
    assert formats.baht(satang) == shown


def test_numbers_are_grouped_by_thousands_and_keep_their_decimals():
    assert [formats.number(value) for value in (0, 999, 1234567, Decimal("1234.50"))] == [
        "0",
        "999",
        "1,234,567",
        "1,234.50",
    ]


def test_a_percent_is_shown_as_it_was_cut():
    assert formats.percent(Decimal("69.99")) == "69.99%"


def test_a_mean_is_told_in_whole_baht(reader):
    assert [formats.whole_baht(satang) for satang in (None, 49, 50, 123_456_789, -123_450, -123_451)] == [
        "", "0", "1", "1,234,568", "-1,234", "-1,235",
    ]  # fmt: skip
