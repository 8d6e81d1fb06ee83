"""Words for what the database writes in codes: states, grades, roles, stages. English here, Thai in the catalog."""

import re
from operator import itemgetter

from flask_babel import gettext

from server.domain.flags import FLAG_BY_CODE
from server.domain.indicators.reasons import REASON_BY_CODE
from server.pages.figure_words import OF_FIGURES
from server.pages.formats import language
from server.pages.language import N_
from server.pages.people_words import OF_PEOPLE
from server.pages.project_words import OF_PROJECTS
from server.pages.year_words import OF_YEARS

BOTH = re.compile(r"(?P<th>[^()a-z]*[\u0e01-\u0e5b][^()]*) \((?P<en>[^()\u0e01-\u0e5b]+)\)")
WORDS: dict[str, dict[str, str]] = {
    "state": {
        "received": N_("Received"),
        "edited": N_("Edited by the team"),
        "has_issues": N_("Sent back"),
        "approved": N_("Approved"),
        "rejected": N_("Rejected"),
    },
    "basis": {"official": N_("Official"), "provisional": N_("Provisional")},
    "grade": {"A": N_("Good"), "B": N_("Medium"), "C": N_("Must improve")},
    "status": {
        "no_households": N_("No households in the register"),
        "graded": N_("Graded"),
        "no_plan": N_("No plan"),
        "in_progress": N_("Being collected"),
        "no_data": N_("No data yet"),
    },
    "gate": {
        "propose": N_("May propose projects of the five programmes"),
        "make_plan": N_("May propose only the making of the community plan"),
        "unknown": N_("Not graded yet: proposals are accepted and held"),
    },
    "gate_short": {
        "propose": N_("May propose"),
        "make_plan": N_("Make the plan first"),
        "unknown": N_("Not graded yet"),
    },
    "conflict": {"soft": N_("Changed side by side"), "hard": N_("Different values")},
    "list": {"households": N_("Households"), "projects": N_("Projects")},
    "indicator": {
        "1": N_("Household accounts are used to analyse and make the plan: 70 percent or more"),
        "2": N_("Households are represented at the forum that makes the plan: 70 percent or more"),
        "3": N_("The local administrative organisation takes part from the start"),
        "4": N_("There is a written plan"),
    },
    "indicator_short": {
        "1": N_("Accounts used"),
        "2": N_("Forum attended"),
        "3": N_("Local organisation from the start"),
        "4": N_("Written plan"),
    },
    "ind2_mode": {"union": N_("All forums together"), "best_single": N_("The best single forum")},
    "figure": {"grade": N_("Grade"), "gate": N_("Gate"), "households": N_("Households")},
    "role": {
        "tambon_team": N_("Tambon team"),
        "committee_member": N_("Village committee"),
        "district_officer": N_("District officer"),
        "district_chief": N_("District chief"),
        "province_officer": N_("Province officer"),
        "evaluation_committee": N_("Evaluation committee"),
        "admin": N_("Administrator"),
    },
    "level": {
        "province": N_("Province"),
        "district": N_("District"),
        "subdistrict": N_("Subdistrict"),
        "village": N_("Village"),
    },
    "close_reason": {
        "moved_out": N_("Moved out"),
        "vacant": N_("Nobody lives there"),
        "merged": N_("Merged into another household"),
        "duplicate": N_("A duplicate of another household"),
        "mistake": N_("Entered by mistake"),
    },
    "register_state": {
        "open": N_("In the register"),
        "closed": N_("Closed household"),
        "all": N_("All"),
    },
    "register_form": {
        "household_account": N_("Household account"),
        "forum_attendance": N_("Community forum"),
    },
    "register_act": {
        "close": N_("Close or merge the household"),
        "reopen": N_("Open the household again"),
        "withdraw": N_("Record a withdrawn consent"),
        "agree": N_("The household agrees again"),
    },
    "register_done": {
        "close": N_("The household is closed."),
        "reopen": N_("The household is open again."),
        "withdraw": N_("Recorded: the household's accounts of that year are erased."),
        "agree": N_("Recorded: accounts of that year count again. What was erased does not come back."),
        "not_twice": N_("Remembered: they are two households."),
    },
    "event": {
        "submission.review": N_("Decided"),
        "submission.comment": N_("Commented"),
        "submission.edit": N_("Edited by the team"),
        "submission.accept_area": N_("Accepted from outside the phone's area"),
        "submission.view": N_("Looked at the amounts"),
        "submission.delete": N_("Deleted"),
        "submission.erase": N_("Erased"),
        "flag.dismiss": N_("Set a flag aside"),
        "flag.raise": N_("Raised a flag again"),
    },
    "programme": {
        "1": N_("Sufficiency economy"),
        "2": N_("Development and opportunities for the community"),
        "3": N_("Quality of life of the community"),
        "4": N_("Help for the disadvantaged and the elderly"),
        "5": N_("Basic services"),
    },
    "budget_line": {
        "programme": N_("Programme"),
        "total": N_("Total"),
        "plan_making": N_("Making the community plan"),
    },
    "stage": {
        "proposed": N_("Proposed"),
        "returned": N_("Returned for correction"),
        "not_forwarded": N_("Not forwarded"),
        "forwarded": N_("Forwarded to the province"),
        "approved": N_("Approved"),
        "not_approved": N_("Not approved"),
        "funded": N_("Funded"),
        "in_progress": N_("Under way"),
        "suspended": N_("Suspended"),
        "completed": N_("Completed"),
        "evaluated": N_("Evaluated"),
        "cancelled": N_("Cancelled"),
    },
    "impl_unit": {
        "village": N_("The village itself"),
        "joint": N_("Government with the community"),
        "agency": N_("A government agency"),
    },
    "milestone": {
        "not_started": N_("Not started"),
        "preparing": N_("Preparing, procurement"),
        "working": N_("Working"),
        "inspected": N_("Being inspected"),
        "completed": N_("Completed"),
        "suspended": N_("Suspended"),
        "cancelled": N_("Cancelled"),
    },
    "reporter": {
        "committee": N_("Village committee"),
        "tambon_team": N_("Tambon team"),
        "district": N_("District"),
    },
    "location": {
        "on_site": N_("At the site"),
        "near": N_("Near the site"),
        "far": N_("Far from the site"),
        "no_position": N_("No position"),
        "no_site": N_("The project has no site yet"),
    },
    "attention": {
        "stale": N_("Not seen lately"),
        "behind": N_("Behind schedule"),
        "overdue": N_("Overdue"),
        "money_ahead": N_("Money ahead of work"),
        "reports_differ": N_("Reports differ"),
    },
    "attention_sentence": {
        "stale": N_("No report from the site, with position and photo, for longer than allowed."),
        "behind": N_("The work is far behind its planned dates."),
        "overdue": N_("The planned end has passed and the work is not finished."),
        "money_ahead": N_("Much more of the money is withdrawn than of the work is done."),
        "reports_differ": N_("Village committee and tambon team report very different work within two weeks."),
    },
    "form_state": {
        "open": N_("Open"),
        "closing": N_("Closing: what is filled in is still taken"),
        "closed": N_("Closed"),
        "deleted": N_("Deleted"),
    },
    "form_done": {
        "drafted": N_("The draft is ready to be tried."),
        "published": N_("Published. Phones get it at their next refresh."),
        "discarded": N_("The draft is gone."),
        "state": N_("Saved."),
        "roles": N_("Saved."),
        "file": N_("The file is here."),
        "deleted": N_("Deleted. What was sent stays."),
        "restored": N_("Restored."),
    },
    "photo_stage": {"before": N_("Before"), "during": N_("During"), "after": N_("After")},
} | (OF_FIGURES | OF_PEOPLE | OF_PROJECTS | OF_YEARS)


def word(code: object, kind: str) -> str:
    """The word of a code in the reader's language; a code without one is shown as it is."""
    found = WORDS[kind].get(str(code))
    return gettext(found) if found else str(code or "")


def reason(code: str) -> str:
    """Why something does not count, in a sentence."""
    found = REASON_BY_CODE.get(code)
    return found.text(language()) if found else code


def flag(code: str) -> str:
    """What a reviewer should look at, in a sentence."""
    found = FLAG_BY_CODE.get(code)
    return found.text(language()) if found else code


def flag_names() -> list[tuple[str, str]]:
    """(code, name) of every flag, by name."""
    return sorted(((code, flag.short(language())) for code, flag in FLAG_BY_CODE.items()), key=itemgetter(1))


def flag_short(code: str) -> str:
    """The same in two or three words."""
    found = FLAG_BY_CODE.get(code)
    return found.short(language()) if found else code


def form_title(text: str) -> str:
    """A form's title in the reader's language, when it is written in both: "แผนชุมชน (Community plan)"."""
    found = BOTH.fullmatch(text)
    return found["th" if language() == "th" else "en"] if found else text


FILTERS = {"form_title": form_title, "word": word, "reason": reason, "flag": flag, "flag_short": flag_short}
