"""What is sent about a project: its proposal, its screening, reports from the site, its evaluation."""

import datetime as dt
from random import Random

from sqlalchemy import Row

from workers.simulate.calendar import Calendar
from workers.simulate.papers import Paper, paper
from workers.simulate.projects import ProjectStory

CRITERIA = ("c_strategy_link", "c_from_plan", "c_benefit", "c_value", "c_completeness")
GROUPS = {1: "economy", 2: "economy", 3: "security", 4: "social", 5: "administration", None: "administration"}
VISITS = ((7, 5, 7, 25), (8, 5, 8, 25), (9, 3, 9, 20))  # first and last month and day of each round of reports
PROBLEMS = ("none", "none", "none", "late_money", "procurement", "weather", "knowledge")
REPORTED = ("in_progress", "suspended", "completed", "evaluated")


def proposal_paper(story: ProjectStory, calendar: Calendar) -> Paper:
    """The village asks."""
    random, village = story.random("proposal"), story.village
    day = calendar.between(random, (2, 12), (3, 20))
    start, end = planned(story, calendar)
    votes = random.randint(7, 15)
    is_with_agency = story.unit in ("joint", "agency")
    said = {
        **village.place,
        "fiscal_year": calendar.plan_year,
        "gate": "unknown",
        "gate_note_make": None,
        "proposal_kind": story.kind,
        "project_title": story.title,
        "programme": story.programme,
        "impl_unit": story.unit,
        "agency_name": "สำนักงานเกษตรอำเภอ" if is_with_agency else None,
        "objectives": "แก้ปัญหาที่เวทีประชาคมจัดลำดับไว้",
        "activities": "ประชุมวางแผน จัดหาวัสดุ ลงมือทำ ดูแลต่อ",
        "work_mode": random.choice(("self", "mixed", "hired", "hired")),
        "budget_requested": story.requested,
        "contribution_village": random.choice((0, 2_000, 5_000)),
        "contribution_lao": random.choice((0, 0, 10_000)),
        "budget_detail": "วัสดุและค่าแรงตามประมาณการ",
        "beneficiary_households": len(village.homes),
        "beneficiary_people": sum(home.members for home in village.homes),
        "planned_start": start,
        "planned_end": end,
        "site": position(*story.site, random),
        "from_plan": "yes" if story.kind == "project" else "no",
        "plan_ref": str(random.randint(1, 30)) if story.kind == "project" else None,
        "resolution_date": day - dt.timedelta(days=random.randint(3, 12)),
        "votes_total": votes,
        "votes_for": votes - random.randint(0, 2),
        "proposed_stage": "proposed",
        "@id": story.id,
        "@create": "1",
        "label": f"{story.title} - {village.label}",
        "instanceName": f"{village.label} {story.title}",
    }
    files = {"resolution_photo": "minutes"}
    verdict = "received" if story.fate == "proposed" else "approved"
    return paper(random, "project_proposal", village.tambon, day, said, files=files, verdict=verdict)


def planned(story: ProjectStory, calendar: Calendar) -> tuple[dt.date, dt.date]:
    """From June, for two to six months."""
    random = story.random("planned")
    start = calendar.day(6, 15) + dt.timedelta(days=random.randint(0, 20))
    return start, start + dt.timedelta(days=random.randint(60, 180))


def screening_paper(story: ProjectStory, calendar: Calendar, listed: Row) -> Paper:
    """The district's working group looks at it. listed: the project as the phone has it."""
    random = story.random("screening")
    outcome = story.fate if story.fate in ("returned", "not_forwarded") else "forwarded"
    weak = {"returned": "fix", "not_forwarded": "fail"}.get(outcome)
    verdicts = dict.fromkeys(CRITERIA, "pass") | ({random.choice(CRITERIA): weak} if weak else {})
    is_forwarded = outcome == "forwarded"
    day = calendar.between(random, (4, 2), (4, 30))
    said = {
        **changes(listed),
        "budget_requested": story.requested,
        "meeting_date": day,
        "mission_group": GROUPS[story.programme],
        **verdicts,
        "suggested": outcome,
        "comments": "" if is_forwarded else "รายละเอียดค่าใช้จ่ายยังไม่ครบ",
        "outcome": outcome,
        "budget_recommended": story.baht if is_forwarded else None,
        "priority_rank": random.randint(1, 90) if is_forwarded else None,
        "instanceName": f"{listed.label} {outcome}",
    }
    return paper(random, "project_screening", story.village.tambon[:4], day, said)


def report_paper(story: ProjectStory, round_: int, calendar: Calendar, listed: Row) -> Paper | None:
    """What the team saw on its visit in a round (0 to 2); None when it did not go, or work has ended before."""
    random = story.random(f"report {round_}")
    progress = progress_of(story)
    if round_ >= len(progress):
        return None
    percent, is_last = progress[round_], round_ == len(progress) - 1
    milestone = milestone_of(story, percent, is_last=is_last)
    first, last = VISITS[round_][:2], VISITS[round_][2:]
    day = calendar.between(random, first, last)
    lat, lon = story.site
    stood = gps(lat, lon, random)
    problem = "late_money" if milestone == "suspended" else random.choice(PROBLEMS)
    said = {
        **changes(listed),
        "budget_approved": story.baht,
        "site_geometry": f"{lat} {lon} 0 0",
        "reporter_role": "tambon_team",
        "report_date": day,
        "milestone": milestone,
        "percent_physical": percent,
        "decrease_reason": None,
        "disbursed_total": disbursed(story, percent),
        "consent_ref": f"อ.{random.randint(10, 999)}/{calendar.plan_year}",
        "site_gps": stood,
        "photo_1_stage": "after" if percent == 100 else "during",
        **dict.fromkeys(("photo_group_2", "photo_group_3", "photo_group_4", "far_note")),
        "problems": problem,
        "problem_detail": None if problem == "none" else "แจ้งอำเภอแล้ว",
        "next_steps": "" if percent == 100 else "ทำงานต่อตามแผน",
        "instanceName": f"{listed.label} {day} {percent}%",
    }
    never_came = ["photo_1"] if random.random() < 0.04 else []
    files = {"photo_1": "work"}
    return paper(random, "project_progress", story.village.tambon, day, said, files=files, missing=never_came)


def progress_of(story: ProjectStory) -> list[int]:
    """The percents of its reports, the last one of its fate."""
    if story.fate not in REPORTED:
        return []
    random = story.random("progress")
    visits = random.randint(1, 3)
    last = 100 if story.fate in ("completed", "evaluated") else random.randint(15, 85)
    return [last * (visit + 1) // visits for visit in range(visits)]


def milestone_of(story: ProjectStory, percent: int, *, is_last: bool) -> str:
    if percent == 100:
        return "completed"
    return "suspended" if story.fate == "suspended" and is_last else "working"


def disbursed(story: ProjectStory, percent: int) -> int:
    """Baht to date: a little behind the work, never above the budget."""
    return story.baht * max(0, percent - story.random(f"money {percent}").randint(0, 10)) // 100


def gps(lat: float, lon: float, random: Random) -> str:
    """Where the phone stood: mostly at the site, sometimes elsewhere, now and then nobody knows."""
    kind = random.random()
    if kind > 0.97:
        return ""
    away = 0.0008 if kind < 0.88 else 0.009 if kind < 0.94 else 0.05
    return position(round(lat + random.uniform(0.3, 1) * away, 6), lon, random)


def position(lat: float, lon: float, random: Random) -> str:
    return f"{lat} {lon} {random.randint(280, 640)} {random.randint(4, 15)}"


def evaluation_paper(story: ProjectStory, calendar: Calendar, listed: Row) -> Paper:
    """The evaluation committee comes."""
    random = story.random("evaluation")
    day = calendar.day(9, 22) + dt.timedelta(days=random.randint(0, 8))
    scores = [str(random.randint(4 if story.best else 2, 5)) for _ in range(4)]
    named = ("s_effectiveness", "s_quality", "s_efficiency", "s_organisation")
    said = {
        **changes(listed),
        "eval_date": day,
        "eval_gps": position(*story.site, random),
        **dict(zip(named, scores, strict=True)),
        "score_total": sum(map(int, scores)),
        "objectives_met": "full" if story.best else random.choice(("full", "partly")),
        "actual_households": len(story.village.homes),
        "continues": "yes" if story.best else random.choice(("yes", "yes", "no")),
        "best_practice": "yes" if story.best else "no",
        "highlights": story.best,
        "lessons": "",
        "instanceName": f"{listed.label} {day}",
    }
    province = story.village.tambon[:2]
    files = {"eval_photo_1": "work"}
    return paper(random, "project_evaluation", province, day, said, files=files)


def changes(listed: Row) -> dict[str, object]:
    """The update of a project's entity, on the version that the phone got at its last sync."""
    return {
        "project": listed.uuid,
        "project_label": listed.label,
        "@id": listed.uuid,
        "@update": "1",
        "@baseVersion": listed.version,
        "@trunkVersion": listed.version,
    }
