"""Amounts far outside those of the village itself, by the robust z of their logarithms. Pure.

Logarithms, because incomes are spread as multiples of each other; median and median deviation, because the very amounts
that are looked for would draw a mean and a standard deviation towards themselves.
"""

from collections.abc import Sequence
from math import log
from statistics import median

FEWEST = 10  # accounts of a village and year; of fewer nobody knows what is usual
FARTHEST = 3.5  # robust z, as Iglewicz and Hoaglin recommend
SCALE = 0.6745  # makes the median deviation of a normal distribution its standard deviation
LEAST_DEVIATION = 0.2  # where all are alike: nothing nearer than about 2.8 times the median, or a third, is unusual


def unusual(amounts: Sequence[int]) -> list[int]:
    """The places of amounts far above or below the others; amounts of nought are passed over."""
    logs = [(place, log(amount)) for place, amount in enumerate(amounts) if amount > 0]
    if len(logs) < FEWEST:
        return []
    middle = median(value for _, value in logs)
    deviation = max(median(abs(value - middle) for _, value in logs), LEAST_DEVIATION)
    return [place for place, value in logs if SCALE * abs(value - middle) / deviation > FARTHEST]
