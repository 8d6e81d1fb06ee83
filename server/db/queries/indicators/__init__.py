"""The indicators of villages counted and explained in SQL, many villages at once; the rules are the pure ones.

Every statement is a list of common table expressions: terms (who is asked about) -> plans (forums, plans, reference
date) -> register (who gets credit, who is in H) -> verdicts (each account and tick with its reason). Counting adds the
verdicts up, explaining lists them, locking does both, so that they cannot disagree.
"""

from server.db.queries.indicators.counts import VillageCounts, count_villages
from server.db.queries.indicators.evidence import Verdict, explain
from server.db.queries.indicators.household_years import summarise
from server.db.queries.indicators.locked import count_and_keep, evidence_of
from server.db.queries.indicators.money import counting_accounts
from server.db.queries.indicators.village_facts import facts_of, forums_and_plans

__all__ = [
    "Verdict",
    "VillageCounts",
    "count_and_keep",
    "count_villages",
    "counting_accounts",
    "evidence_of",
    "explain",
    "facts_of",
    "forums_and_plans",
    "summarise",
]
