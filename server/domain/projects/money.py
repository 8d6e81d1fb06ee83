"""Money of projects as people type and read it, and what is left of it. Pure; amounts are satang."""

import re
from dataclasses import dataclass

from server.domain.projects.stages import Stage

MOST_SATANG = 99_999_999_900
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
TYPED = re.compile(r"([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,2}))?")


def satang(baht: str) -> int | None:
    """Baht as typed (`43000`, `43,000.50`, Thai digits) as satang, exactly; None when it is no amount or too large."""
    typed = TYPED.fullmatch(baht.translate(THAI_DIGITS).strip())
    if typed is None:
        return None
    amount = int(typed[1].replace(",", "")) * 100 + int((typed[2] or "").ljust(2, "0"))
    return amount if amount <= MOST_SATANG else None


def baht(satang: int) -> str:
    """An amount as people read it: 43,000 or 43,000.50."""
    whole, rest = divmod(satang, 100)
    return f"{whole:,}.{rest:02d}" if rest else f"{whole:,}"


@dataclass(frozen=True)
class LeftOver:
    """What remains in the village's account. None: not for this stage, or not known."""

    unspent: int | None = None
    refund_due: int | None = None


def left_over(stage: Stage, *, transferred: int, disbursed: int, refunded: int = 0, is_known: bool = True) -> LeftOver:
    """Transferred and not withdrawn: unspent once completed, to be given back (less what came back) once cancelled.

    disbursed: of the latest approved report; is_known: false where transfers are not entered here (an agency's project,
    an import). Source: docs/projects.md, money rule 6.
    """
    rest = max(0, transferred - disbursed)
    if not is_known:
        return LeftOver()
    if stage in ("completed", "evaluated"):
        return LeftOver(unspent=rest)
    return LeftOver(refund_due=max(0, rest - refunded)) if stage == "cancelled" else LeftOver()
