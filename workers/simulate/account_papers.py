"""What is sent about what households earn and spend: accounts that count, and all that do not."""

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random

from workers.simulate.calendar import Calendar
from workers.simulate.papers import Answers, Paper, paper
from workers.simulate.stories import Home, VillageStory

# Categories of receipts and payments, and how many baht a year: farmers, wage earners, traders, salaried, the old.
LIVINGS = (
    (("crop_sales", 42_000), ("farm_wage", 18_000), ("state_welfare", 6_000)),
    (("general_wage", 65_000), ("remittance_in", 12_000)),
    (("trade_business", 110_000), ("handicraft", 24_000), ("loan_in", 20_000)),
    (("salary", 160_000), ("fruit_sales", 30_000), ("savings_out", 5_000)),
    (("state_welfare", 9_600), ("remittance_in", 30_000), ("forest_products", 4_000)),
)
SPENDING = (
    ("food", 30_000), ("housing_utilities", 8_000), ("transport_fuel", 9_000), ("education", 7_000),
    ("merit_social", 4_000), ("farm_inputs", 12_000), ("lottery_gambling", 2_000), ("savings_in", 3_000),
)  # fmt: skip
DEBTS = (("baac", 60_000), ("village_fund", 20_000))
NOT_COUNTING = ("none",) * 9 + ("refused",) * 3 + ("rejected",) * 2 + ("waiting", "issues")
NOT_COUNTING += ("early", "buddhist", "other_year", "stranger")
VERDICTS = {"rejected": "rejected", "waiting": "received", "issues": "has_issues"}


def account_papers(
    story: VillageStory, calendar: Calendar, random: Random, neighbours: Sequence[str]
) -> Iterator[Paper]:
    """One account of each household that counts, of some a second one, and all that does not count.

    neighbours: tambons whose phones may have strayed here.
    """
    credited = {home.closing.merged_into: home for home in story.homes if passes_credit_on(home)}
    for home in story.homes:
        if home.uuid in story.with_account:
            keeper = credited.get(home.uuid, home)  # the account stands under the household that was registered twice
            lent = (
                {"sender": random.choice(neighbours), "accepted": True}
                if neighbours and random.random() < 0.004
                else {}
            )
            yield account_paper(story, keeper, calendar, random, **lent)
            if random.random() < 0.08:
                yield account_paper(story, keeper, calendar, random, months=3)
        elif home.is_there(story.plan_day):
            yield from not_counting(story, home, calendar, random, neighbours)


def passes_credit_on(home: Home) -> bool:
    return home.closing is not None and home.closing.reason == "duplicate" and home.closing.verdict == "approved"


def not_counting(
    story: VillageStory, home: Home, calendar: Calendar, random: Random, neighbours: Sequence[str]
) -> Iterator[Paper]:
    """What came from a household without an account that counts: mostly nothing."""
    kind = random.choice(NOT_COUNTING)
    if kind == "none" or (kind == "stranger" and not neighbours):
        return
    changes: dict[str, object] = {
        "refused": {"consent": False},
        "early": {"start": dt.date(calendar.year - 3, 10, 1)},
        "buddhist": {"start": dt.date(calendar.plan_year - 1, 1, 1)},
        "other_year": {"plan_year": calendar.plan_year - 1},
        "stranger": {"sender": random.choice(neighbours) if neighbours else None},
    }.get(kind, {})
    yield account_paper(story, home, calendar, random, verdict=VERDICTS.get(kind, "approved"), **changes)


def account_paper(
    story: VillageStory,
    home: Home,
    calendar: Calendar,
    random: Random,
    *,
    months: int = 12,
    consent: bool = True,
    start: dt.date | None = None,
    plan_year: int | None = None,
    sender: str | None = None,
    **more: object,
) -> Paper:
    """A household's account. start: its first day; the months before the plan year when left out."""
    start = start or usual_start(months, calendar, random)
    said = {
        **story.place,
        "household": home.uuid,
        "house_no": home.house_no,
        "plan_year": plan_year or calendar.plan_year,
        "consent_plan_use": "yes" if consent else "no",
        "line": [],
    }
    said |= told(start, months, random) if consent else REFUSED
    said["instanceName"] = f"{story.label} {home.house_no} {said['period_label']}"
    day = calendar.between(random, (10, 20), (12, 20))
    return paper(random, "household_account", sender or story.tambon, day, said, **more)


def usual_start(months: int, calendar: Calendar, random: Random) -> dt.date:
    """The first of a month that leaves time for so many months before the account is told."""
    return (
        dt.date(calendar.year - 2, random.choice((10, 11, 12)), 1) if months == 12 else dt.date(calendar.year - 1, 7, 1)
    )


REFUSED: Answers = dict.fromkeys(
    (
        "first_month_no", "period", "period_start", "entry_mode", "summary_amounts", "receipt_cats", "receipt_amounts",
        "payment_cats", "payment_amounts", "debt_cats", "debt_amounts", "receipt_total", "payment_total", "debt_total",
        "position", "balance", "totals_note", "totals_confirmed",
    )
) | {"period_label": "no consent"}  # fmt: skip


def told(start: dt.date, months: int, random: Random) -> dict[str, object]:
    """The period, and the amounts in whole baht: by category, or only their sums."""
    amounts = in_all(months, random) if random.random() < 0.4 else by_category(months, random)
    receipts, payments, debts = amounts["receipt_total"], amounts["payment_total"], amounts["debt_total"]
    be_year = start.year + 543 if start.year < 2400 else start.year
    return {
        **amounts,
        "first_month_no": 12 * start.year + start.month - 1,
        "period_type": f"m{months}",
        "period_month": f"{start.month:02d}",
        "period_year_be": be_year,
        "book_seen": random.choice(("yes", "yes", "no")),
        "period_start": start,
        "period_label": f"{start.month:02d}/{be_year} m{months}",
        "balance": receipts - payments,
        "totals_note": f"{receipts} {payments} {debts}",
        "totals_confirmed": "yes",
    }


def in_all(months: int, random: Random) -> dict[str, object]:
    """Only the sums, from a household that keeps no book by category."""
    receipts, payments = (random.randint(20_000, 200_000) * months // 12 for _ in range(2))
    debts = random.choice((0, 0, 20_000, 85_000))
    return {
        **NOT_BY_CATEGORY,
        "entry_mode": "summary",
        "summary_amounts": {"r_all": receipts, "p_all": payments, "d_all": debts},
        "receipt_total": receipts,
        "payment_total": payments,
        "debt_total": debts,
    }


NOT_BY_CATEGORY = dict.fromkeys(
    ("receipt_cats", "receipt_amounts", "payment_cats", "payment_amounts", "debt_cats", "debt_amounts", "position")
)


def by_category(months: int, random: Random) -> dict[str, object]:
    """The sum of each category that occurred."""
    receipts = spread("r", random.choice(LIVINGS), months, random)
    payments = spread("p", SPENDING[: random.choice((5, 8))], months, random)
    debts = spread("d", DEBTS[: random.choice((0, 1, 1, 2))], 12, random)
    return {
        "entry_mode": "totals",
        "summary_amounts": None,
        "receipt_cats": ticks(receipts),
        "receipt_amounts": receipts,
        "payment_cats": ticks(payments),
        "payment_amounts": payments,
        "debt_cats": ticks(debts),
        "debt_amounts": debts or None,
        "savings_total": random.randint(0, 40_000),
        "receipt_total": sum(receipts.values()),
        "payment_total": sum(payments.values()),
        "debt_total": sum(debts.values()),
    }


def spread(side: str, usual: Sequence[tuple[str, int]], months: int, random: Random) -> dict[str, int]:
    """{question: baht} around what is usual in a year."""
    return {f"{side}_{category}": int(baht * random.uniform(0.5, 1.6)) * months // 12 for category, baht in usual}


def ticks(amounts: Answers) -> str:
    """The categories of these questions, as a select-multiple writes them."""
    return " ".join(name.partition("_")[2] for name in amounts)
