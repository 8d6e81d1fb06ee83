"""Typed facts read from a submission's answers. Pure: what is wrong with an answer becomes a flag, never an error."""

from server.domain.facts.accounts import read_account
from server.domain.facts.evaluations import read_evaluation
from server.domain.facts.forums import read_forum
from server.domain.facts.plans import read_plan
from server.domain.facts.progress import read_report
from server.domain.facts.proposals import read_proposal
from server.domain.facts.reading import Facts, Submitted
from server.domain.facts.register import read_register
from server.domain.facts.screenings import read_screening

READERS = {
    "household_register": read_register,
    "household_account": read_account,
    "forum_attendance": read_forum,
    "community_plan": read_plan,
    "project_proposal": read_proposal,
    "project_screening": read_screening,
    "project_progress": read_report,
    "project_evaluation": read_evaluation,
}

__all__ = ["Facts", "Submitted", "read_facts"]


def read_facts(form_id: str, submitted: Submitted) -> Facts:
    """The facts of a submission; those of forms we compute nothing from are empty."""
    facts = Facts()
    if form_id in READERS:
        READERS[form_id](submitted, facts)
    return facts
