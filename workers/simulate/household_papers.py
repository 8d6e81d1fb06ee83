"""What is sent about who lives in a village: registrations and closings."""

import datetime as dt
from collections.abc import Iterator
from random import Random

from workers.simulate.calendar import Calendar
from workers.simulate.papers import Answers, Paper, paper
from workers.simulate.stories import ALREADY_THERE, Home, VillageStory

NEW = dict.fromkeys(("household", "confirm_same_house", "split_from", "closing"))
CLOSED = dict.fromkeys(("details", "confirm_same_house", "origin", "exists_from_date", "split_from", "location"))
CLOSED |= dict.fromkeys(("exists_from",))


def register_papers(story: VillageStory, calendar: Calendar, random: Random) -> Iterator[Paper]:
    """The registrations of a village's households."""
    for home in story.homes:
        first = max(calendar.day(10, 5), home.exists_from)
        day = first + dt.timedelta(days=random.randint(0, 20))
        yield paper(random, "household_register", story.tambon, day, registered(story, home))


def registered(story: VillageStory, home: Home) -> Answers:
    was_there = home.exists_from == ALREADY_THERE
    return {
        **story.place,
        **NEW,
        "action": "new",
        "house_no": home.house_no,
        "head_name": home.head_name,
        "members": home.members,
        "same_house_n": 0,
        "hh_seq": 1,
        "origin": "existing" if was_there else "moved_in",
        "exists_from_date": None if was_there else home.exists_from,
        "exists_from": home.exists_from,
        "status": "active",
        "new_id": home.uuid,
        "entity_id": home.uuid,
        "house_no_show": home.house_no,
        "entity_label": home.label,
        "@id": home.uuid,
        "@create": "1",
        "@update": "0",
        "label": home.label,
        "instanceName": f"{story.label} {home.house_no} new",
    }


def closing_papers(story: VillageStory, random: Random) -> Iterator[Paper]:
    """The households that left the register."""
    for home in story.homes:
        if home.closing is not None:
            day = home.closing.day + dt.timedelta(days=random.randint(1, 8))
            verdict = {"verdict": home.closing.verdict}
            yield paper(random, "household_register", story.tambon, day, closed(story, home), **verdict)


def closed(story: VillageStory, home: Home) -> Answers:
    return {
        **story.place,
        **CLOSED,
        "action": "close",
        "household": home.uuid,
        "close_reason": home.closing.reason,
        "exists_to": home.closing.day,
        "merged_into": home.closing.merged_into,
        "hh_seq": 1,
        "status": "closed",
        "entity_id": home.uuid,
        "house_no_show": home.house_no,
        "entity_label": home.label,
        "@id": home.uuid,
        "@create": "0",
        "@update": "1",
        "@baseVersion": "1",
        "@trunkVersion": "1",
        "label": home.label,
        "instanceName": f"{story.label} {home.house_no} close",
    }
