"""Form project_evaluation: what became of a finished project, in four scores, and whether others should learn of it."""

from server.domain.answers import uuid_of
from server.domain.facts.reading import Facts, Submitted

PERSPECTIVES = ("effectiveness", "quality", "efficiency", "organisation")
SCORES = ("1", "2", "3", "4", "5")
ACHIEVED = ("full", "partly", "not")


def read_evaluation(submitted: Submitted, facts: Facts) -> None:
    """The village is the project's. Without all four scores there is no evaluation."""
    project_id = uuid_of(submitted.text("/project"))
    if project_id is None:
        facts.flag("project_missing")
        return
    scores = {name: facts.choice(submitted, f"/scores/s_{name}", SCORES) for name in PERSPECTIVES}
    if None in scores.values():
        return
    evaluated_on, is_be = facts.past_day(submitted, "/eval_date")
    facts.add(
        "project_evaluation",
        project_id=project_id,
        eval_date=evaluated_on,
        be_year=is_be,
        **{name: int(score) for name, score in scores.items()},
        objectives_met=facts.choice(submitted, "/objectives_met", ACHIEVED, is_needed=False),
        actual_households=facts.count(submitted, "/actual_households"),
        continues=submitted.is_yes("/continues"),
        best_practice=submitted.is_yes("/best_practice"),
    )
