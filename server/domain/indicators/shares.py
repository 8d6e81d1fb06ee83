"""Shares of households: exact in integers, cut for people."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Share:
    """num of den households. needed: households that reach the threshold; percent_shown: cut to 2 decimals.

    Without households needed and percent_shown are None and met is False.
    """

    num: int
    den: int
    needed: int | None
    percent_shown: Decimal | None
    met: bool

    @property
    def missing(self) -> int | None:
        """How many more households would meet the threshold: 0 when met, None without households."""
        return None if self.needed is None else max(0, self.needed - self.num)


def share(num: int, den: int, *, threshold: int) -> Share:
    """Whether num of den households reach `threshold` percent.

    num, den: numbers of households, 0 <= num <= den; threshold: percent, 1 to 100.
    Source: docs/indicators.md 0, threshold ("ร้อยละ 70 ขึ้นไป").
    """
    if den == 0:
        return Share(num, den, needed=None, percent_shown=None, met=False)
    return Share(
        num,
        den,
        needed=(threshold * den + 99) // 100,
        percent_shown=percent_cut(num, den),
        met=num * 100 >= den * threshold,
    )


def percent_cut(num: int, den: int) -> Decimal | None:
    """num of den in percent, cut (never rounded up) to 2 decimals; None when den is 0.

    Source: docs/indicators.md 0, threshold: 69.999 shows 69.99.
    """
    return None if den == 0 else Decimal(num * 10000 // den).scaleb(-2)
