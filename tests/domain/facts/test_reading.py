"""How answers become numbers, amounts and days, whatever was typed."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from server.domain.facts.reading import LARGEST_BAHT, Submitted, day, satang, whole

ANYTHING = st.none() | st.text() | st.from_regex(r"[+-]?[0-9๐-๙]{0,12}[.,]?[0-9]{0,4}", fullmatch=True)


@given(st.integers(0, LARGEST_BAHT * 100))
def test_every_amount_in_baht_is_read_exactly(amount):
    assert satang(str(Decimal(amount) / 100)) == amount


@given(ANYTHING)
def test_an_amount_is_a_sane_number_of_satang_or_none(text):
    amount = satang(text)

    assert amount is None or 0 <= amount <= LARGEST_BAHT * 100


@given(ANYTHING)
def test_a_whole_number_is_one_or_none(text):
    assert whole(text) is None or isinstance(whole(text), int)


@given(st.dates(max_value=dt.date(2400, 12, 31)))
def test_a_day_is_read_with_and_without_a_time_behind_it(date):
    assert day(date.isoformat()) == day(f"{date.isoformat()}T07:00:00.000+07:00") == (date, False)


@given(st.dates(min_value=dt.date(2401, 1, 1)))
def test_a_buddhist_day_is_known_as_such(date):
    assert day(date.isoformat()) == (None, True)


@given(ANYTHING)
def test_a_day_that_cannot_be_read_is_none(text):
    found, is_be = day(text)

    assert found is None or not is_be


def test_the_phones_own_day_goes_before_the_day_of_receipt():
    late_in_bangkok = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)

    days = [
        Submitted({"today": today}, received_at=late_in_bangkok, sent_at=late_in_bangkok, actor_id=1).collected_on
        for today in ("2026-11-20", "", None, "2569-11-20")
    ]

    assert days == [dt.date(2026, 11, 20), *[dt.date(2026, 11, 23)] * 3]
