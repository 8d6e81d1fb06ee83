"""What is sent about a village as a whole: forums, by one phone or two, and its plan."""

import datetime as dt
from collections.abc import Collection, Iterator
from random import Random
from uuid import UUID

from server.domain.indicators.calendar import BE_OFFSET
from workers.simulate.calendar import Calendar
from workers.simulate.papers import Paper, paper
from workers.simulate.stories import VillageStory

NEEDS = ("น้ำไม่พอทำนาปรัง", "ถนนเข้าสวนชำรุดหน้าฝน", "อยากมีกลุ่มออมทรัพย์", "หมอกควันช่วงหน้าแล้ง", "ผู้สูงอายุอยู่บ้านลำพัง")
LATE_STAGES = ("analyse adopt", "collect draft", "adopt", "none")
FROM_THE_START = ("prepare collect analyse", "prepare collect analyse draft adopt", "prepare adopt")


def forum_papers(story: VillageStory, calendar: Calendar, random: Random) -> Iterator[Paper]:
    """The plan forum that counts, if there was one, and the lists that do not count."""
    if story.forum_day is not None:
        yield from plan_forum(story, calendar, random)
    everybody = {home.uuid for home in story.homes}
    kind = random.random()
    if kind < 0.10:  # a forum for another purpose
        day = calendar.between(random, (11, 1), (11, 25))
        yield forum_paper(story, day, everybody, calendar, random, forum_type=random.choice(("committee", "project")))
    elif kind < 0.14:  # a list that the district rejected, or has not looked at
        day = calendar.between(random, (1, 21), (1, 31))
        verdict = random.choice(("rejected", "received"))
        yield forum_paper(story, day, everybody, calendar, random, verdict=verdict)
    elif kind < 0.16:  # a date with a Buddhist year
        day = dt.date(calendar.plan_year, 1, random.randint(1, 28))
        yield forum_paper(story, day, everybody, calendar, random)


def plan_forum(story: VillageStory, calendar: Calendar, random: Random) -> Iterator[Paper]:
    """One list; or those of two phones, or of two evenings, which are united."""
    came, day = sorted(story.came), story.forum_day
    kind = random.random()
    if kind < 0.65 or len(came) < 2:
        yield forum_paper(story, day, came, calendar, random)
        return
    middle = random.randint(1, len(came) - 1)
    both = random.sample(came, random.randint(0, 2)) if len(came) > 2 else []
    earlier = day - dt.timedelta(days=7) if kind > 0.85 else day
    yield forum_paper(story, earlier, {*came[:middle], *both}, calendar, random)
    yield forum_paper(story, day, {*came[middle:], *both}, calendar, random, has_sheet=earlier < day)


def forum_paper(
    story: VillageStory,
    day: dt.date,
    ticked: Collection[UUID],
    calendar: Calendar,
    random: Random,
    *,
    forum_type: str = "plan",
    has_sheet: bool = True,
    verdict: str = "approved",
) -> Paper:
    """One phone's list."""
    walked_in = [{"walk_house_no": str(random.randint(200, 299)), "walk_name": "ผู้มาใหม่"}] * (random.random() < 0.1)
    lao_came = random.random() < 0.6
    registered = len(story.homes)
    said = {
        **story.place,
        "plan_year": calendar.plan_year,
        "forum_type": forum_type,
        "forum_date": day,
        "place_name": random.choice(("ศาลาวัด", "ศาลาประชาคม", "โรงเรียน")),
        "place_gps": f"{story.village.lat} {story.village.lon} 320 {random.randint(4, 40)}",
        "attend_households": " ".join(sorted(map(str, ticked))),
        "n_registered": registered,
        "n_marked": len(ticked),
        "n_needed": (70 * registered + 99) // 100,
        "pct_text": 1000 * len(ticked) // registered / 10 if registered else "-",
        "people_male": len(ticked) + random.randint(0, 4),
        "people_female": len(ticked) + random.randint(0, 6),
        "lao_present": "yes" if lao_came else "no",
        "lao_count": random.randint(1, 4) if lao_came else None,
        "lao_detail": "อบต. ปลัดและสมาชิกสภา" if lao_came else None,
        "needs_raised": random.choice(NEEDS),
        "has_walk_in": "yes" if walked_in else "no",
        "walk_in": walked_in,
        "instanceName": f"{story.label} {day} {len(ticked)}/{registered}",
    }
    held = day if day.year < 2400 else day.replace(year=day.year - BE_OFFSET)
    files = {"sheet_photo_1": "sheet"} if has_sheet else {}
    return paper(random, "forum_attendance", story.tambon, held, said, files=files, verdict=verdict)


def plan_papers(story: VillageStory, calendar: Calendar, random: Random) -> Iterator[Paper]:
    """The plan; of some villages an earlier one that it replaces."""
    if random.random() < 0.08:
        yield plan_paper(story, story.plan_day - dt.timedelta(days=9), calendar, random, written=False)
    yield plan_paper(story, story.plan_day, calendar, random)


def plan_paper(story: VillageStory, day: dt.date, calendar: Calendar, random: Random, *, written: bool = True) -> Paper:
    """What the village claims, and the files that show it; what it misses is not claimed, or not shown."""
    unshown = {number for number in (3, 4) if number in story.missed and random.random() < 0.35}
    prepared = 3 not in story.missed or 3 in unshown
    written = written and (4 not in story.missed or 4 in unshown)
    stages = random.choice(FROM_THE_START if prepared else LATE_STAGES)
    files = {"lao_evidence_photo": "evidence"} if prepared else {}
    files |= {"plan_file": "plan_file"} if written else {}
    said = {
        **story.place,
        "plan_year": calendar.plan_year,
        "has_written_plan": "yes" if written else "no",
        "plan_title": f"แผนชุมชน{story.village.name_th} {calendar.plan_year}" if written else None,
        "plan_date": day,
        "lao_name": "องค์การบริหารส่วนตำบล",
        "lao_stages": stages,
        "lao_first_date": None if stages == "none" else calendar.day(11, 1) + dt.timedelta(days=random.randint(0, 20)),
        "accounts_used_n": len(story.with_account),
        "households_stated_n": len(story.homes),
        "ind3_claim": int(prepared),
        "ind4_claim": int(written),
        "instanceName": f"{story.label} {calendar.plan_year}",
    }
    absent = dict.fromkeys(name for name in ("lao_evidence_photo", "plan_file") if name not in files)
    missing = {3: "lao_evidence_photo", 4: "plan_file"}
    never_came = [missing[number] for number in unshown]
    sent_on = day + dt.timedelta(days=random.randint(1, 6))
    return paper(random, "community_plan", story.tambon, sent_on, said | absent, files=files, missing=never_came)
