"""Form household_account: one household's income and expense over a period. Amounts go to a table of their own."""

from server.domain.facts.reading import Facts, Submitted, household, satang, whole

MONTHS = {"m1": 1, "m3": 3, "m6": 6, "m12": 12}
FINANCING = {"r": {"loan_in", "savings_out"}, "p": {"debt_principal", "savings_in"}}  # neither income nor expense
NONESSENTIAL = {"alcohol_tobacco", "recreation", "lottery_gambling"}  # payments; what จปฐ. calls ไม่จำเป็น
GROUPS = {
    "r": ("/summary_amounts", "/receipt_amounts"),
    "p": ("/summary_amounts", "/payment_amounts"),
    "d": ("/summary_amounts", "/debt_amounts"),
}


def read_account(submitted: Submitted, facts: Facts) -> None:
    """A refusal is a fact too: it says which year it belongs to, and has no amounts."""
    if not facts.place(submitted) or not facts.year(submitted, "/plan_year"):
        return
    consent = submitted.is_yes("/consent_plan_use")
    start, is_be = facts.day(submitted, "/period_start")
    household_id = household(submitted.text("/household"))
    if household_id is None:
        facts.flag("household_missing")
    if consent and start is None and not is_be:
        facts.flag("period_missing")
    facts.add(
        "household_account",
        village_code=facts.village_code,
        household_id=household_id,
        plan_year=facts.plan_year,
        consent=consent,
        period_start=start,
        months=MONTHS.get(submitted.text("/period/period_type") or ""),
        be_year=is_be,
        collected_on=submitted.collected_on,
        entry_mode=submitted.text("/entry_mode"),
        book_seen=submitted.is_yes("/period/book_seen") if consent else None,
    )
    if consent:
        read_money(submitted, facts)


def read_money(submitted: Submitted, facts: Facts) -> None:
    """Satang by category: {"r": {"salary": 900000}, "p": {…}, "d": {…}}; `all` in mode summary."""
    amounts = {side: totals(submitted, facts, side) for side in GROUPS}
    add_lines(submitted, facts, amounts)
    facts.add(
        "household_money",
        income=without_financing(amounts, "r"),
        expense=without_financing(amounts, "p"),
        debt=sum(amounts["d"].values()),
        savings=satang(submitted.text("/position/savings_total")),
        by_category=amounts,
    )


def totals(submitted: Submitted, facts: Facts, side: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for group in GROUPS[side]:
        answers = submitted.answers.get(group.strip("/"))
        for name, text in (answers if isinstance(answers, dict) else {}).items():
            if name.startswith(f"{side}_") and isinstance(text, str) and text.strip():
                add_amount(found, facts, name, name.removeprefix(f"{side}_"), text)
    return found


def add_lines(submitted: Submitted, facts: Facts, amounts: dict[str, dict[str, int]]) -> None:
    """Mode `lines`: each line of the book is added to its category."""
    lines = submitted.answers.get("line")
    for line in lines if isinstance(lines, list) else []:
        entry = line.get("line_entry") if isinstance(line.get("line_entry"), dict) else {}
        side = {"receipt": "r", "payment": "p"}.get(entry.get("line_side") or "")
        category = entry.get("line_receipt_cat" if side == "r" else "line_payment_cat")
        if side and category:
            add_amount(amounts[side], facts, "line_amount", category, entry.get("line_amount") or "")


def add_amount(found: dict[str, int], facts: Facts, question: str, category: str, text: str) -> None:
    amount = satang(text)
    if amount is None or whole(text) is None:
        facts.flag("amount_unreadable", question=question)
        return
    found[category] = found.get(category, 0) + amount


def without_financing(amounts: dict[str, dict[str, int]], side: str) -> int:
    return sum(amount for category, amount in amounts[side].items() if category not in FINANCING[side])
