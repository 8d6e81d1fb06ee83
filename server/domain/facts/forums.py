"""Form forum_attendance: one phone's ticks at a community forum. Phones of a forum are united later, never added."""

from server.domain.facts.reading import Facts, Submitted, household

SHEETS = tuple(f"/sheet_photo_{page}" for page in range(1, 6))


def read_forum(submitted: Submitted, facts: Facts) -> None:
    if not facts.place(submitted) or not facts.year(submitted, "/forum/plan_year"):
        return
    held_on, is_be = facts.day(submitted, "/forum/forum_date")
    walk_ins = submitted.answers.get("walk_in")
    has_position = submitted.text("/place_gps") is not None
    if not has_position:
        facts.flag("position_missing")
    facts.add(
        "forum",
        village_code=facts.village_code,
        plan_year=facts.plan_year,
        forum_type=submitted.text("/forum/forum_type") or "other",
        forum_date=held_on,
        be_year=is_be,
        collected_on=submitted.collected_on,
        lao_present=submitted.is_yes("/people/lao_present"),
        walk_ins=len(walk_ins) if isinstance(walk_ins, list) else 0,
        people_male=facts.count(submitted, "/people/people_male"),
        people_female=facts.count(submitted, "/people/people_female"),
        has_sheet_photo=any(submitted.has_file(sheet) for sheet in SHEETS),
        has_position=has_position,
    )
    ticks = {household(text) for text in submitted.chosen("/attend_households")}
    if None in ticks:
        facts.flag("household_missing")
    for household_id in sorted(ticks - {None}):
        facts.add("forum_attendance", household_id=household_id)
