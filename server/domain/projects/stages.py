"""The stages of a project, which may follow which, and the stage that everything known of a project amounts to.

Pure. The stage is never moved by hand: it is what the facts of submissions and the acts of officers amount to, in
whatever order they were processed. What rested on a submission falls back when that no longer counts; what the province
decided stands.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

Stage = Literal[
    "proposed",
    "returned",
    "not_forwarded",
    "forwarded",
    "approved",
    "not_approved",
    "funded",
    "in_progress",
    "suspended",
    "completed",
    "evaluated",
    "cancelled",
]
STAGES: tuple[Stage, ...] = get_args(Stage)

# Source: docs/projects.md, stages.
MOVES: Mapping[Stage, frozenset[Stage]] = {
    "proposed": frozenset({"returned", "not_forwarded", "forwarded", "cancelled"}),
    "returned": frozenset({"proposed", "cancelled"}),
    "not_forwarded": frozenset(),
    "forwarded": frozenset({"approved", "not_approved", "returned", "cancelled"}),
    "approved": frozenset({"funded", "cancelled"}),
    "not_approved": frozenset(),
    "funded": frozenset({"in_progress", "cancelled"}),
    "in_progress": frozenset({"suspended", "completed", "cancelled"}),
    "suspended": frozenset({"in_progress", "cancelled"}),
    "completed": frozenset({"evaluated", "in_progress"}),
    "evaluated": frozenset(),
    "cancelled": frozenset(),
}

# Back again, when what a stage rested on no longer counts: the approval of a screening or of a proposal is withdrawn,
# the gate closes, a transfer is voided, the only report is rejected, the approval of an evaluation is withdrawn.
FALLBACKS: Mapping[Stage, frozenset[Stage]] = {
    "forwarded": frozenset({"proposed"}),
    "not_forwarded": frozenset({"proposed"}),
    "funded": frozenset({"approved"}),
    "in_progress": frozenset({"funded"}),
    "evaluated": frozenset({"completed"}),
}

# The money of an agency's project does not pass through the village, so that it may begin without a transfer.
MOVES_OF_AGENCY: Mapping[Stage, frozenset[Stage]] = {
    "approved": frozenset({"in_progress"}),
    "in_progress": frozenset({"approved"}),
}

SCREENABLE = frozenset({"proposed", "returned"})
APPROVED = frozenset({"approved", "funded", "in_progress", "suspended", "completed", "evaluated"})
PAYABLE = frozenset({"approved", "funded", "in_progress", "suspended"})
ENDED = frozenset({"completed", "evaluated", "cancelled", "not_forwarded", "not_approved"})


@dataclass(frozen=True, kw_only=True)
class Screening:
    """A screening that counts: one entered on a page, or a submission that is approved.

    passes: all five criteria, with a budget of whole baht; was_checked: entered on a page, which let it happen at this
    stage only.
    """

    at: datetime
    outcome: Literal["forwarded", "returned", "not_forwarded"]
    passes: bool
    was_checked: bool = False


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision of the province."""

    at: datetime
    outcome: Literal["approved", "not_approved", "returned"]


@dataclass(frozen=True, kw_only=True)
class Life:
    """All that the stage of a project turns on.

    entered: the stage in which it came into the register; sent_at: receipt of its proposal as it is now, None for an
    import; has_begun: a report that is not rejected tells of work or of money; has_finished: the latest approved report
    says completed, with 100 %.
    """

    entered: Stage = "proposed"
    impl_unit: str = "village"
    sent_at: datetime | None = None
    proposal_approved: bool = False
    gate_open: bool = False
    screenings: tuple[Screening, ...] = ()
    decisions: tuple[Decision, ...] = ()
    has_transfer: bool = False
    has_begun: bool = False
    is_suspended: bool = False
    has_finished: bool = False
    is_evaluated: bool = False
    is_cancelled: bool = False


def stage_of(life: Life) -> Stage:
    """The stage that a project's life amounts to. Source: docs/projects.md, stages."""
    if life.is_cancelled:
        return "cancelled"
    if not is_approved(life):
        return stage_before_approval(life)
    if not is_funded(life) and not (life.impl_unit == "agency" and life.has_begun):
        return "approved"
    if not life.has_begun and life.entered != "in_progress":
        return "funded"
    if life.is_suspended:
        return "suspended"
    if not life.has_finished:
        return "in_progress"
    return "evaluated" if life.is_evaluated else "completed"


def is_approved(life: Life) -> bool:
    """Once approved, later screenings and decisions change the budget, not the approval."""
    return life.entered in APPROVED or any(one.outcome == "approved" for one in life.decisions)


def is_funded(life: Life) -> bool:
    return life.has_transfer or life.entered in ("funded", "in_progress")


def stage_before_approval(life: Life) -> Stage:
    """What screenings, decisions and the editing of the proposal lead to, in the order in which they happened.

    A screening of a project that was not to be screened at the time changes nothing. What was entered on a page was
    checked when it was done, and holds: an approval that comes later does not make a return or a refusal undone.
    """
    stage: Stage = "proposed"
    happened = sorted([*life.screenings, *life.decisions], key=lambda one: one.at)
    for act in happened:
        if isinstance(act, Decision) or act.was_checked or stage in SCREENABLE:
            stage = outcome_of(act, life)
    if stage == "returned" and life.sent_at is not None and life.sent_at > happened[-1].at:
        return "proposed"
    return stage


def outcome_of(act: Screening | Decision, life: Life) -> Stage:
    """Forwarded only what passes all five criteria, with the proposal approved in review and the gate open."""
    if act.outcome == "forwarded" and not (act.passes and life.proposal_approved and life.gate_open):
        return "proposed"
    return act.outcome


def was_ignored(screening: Screening, life: Life) -> bool:
    """Whether a screening had no effect because the project was not to be screened when it came."""
    if screening.was_checked:
        return False
    before = replace(
        life,
        screenings=tuple(one for one in life.screenings if one.at < screening.at),
        decisions=tuple(one for one in life.decisions if one.at < screening.at),
    )
    return is_approved(before) or stage_before_approval(before) not in SCREENABLE


def next_stages(stage: Stage, *, impl_unit: str = "village") -> frozenset[Stage]:
    """Every stage that may follow at once, falling back included."""
    agency = MOVES_OF_AGENCY.get(stage, frozenset()) if impl_unit == "agency" else frozenset()
    return MOVES[stage] | FALLBACKS.get(stage, frozenset()) | agency


def path(old: Stage, new: Stage, *, impl_unit: str = "village") -> list[Stage]:
    """The stages from old (left out) to new, move by move, the shortest way; empty when it is the same.

    A first report that tells of finished work moves a funded project through `in_progress` to `completed`.
    Raises ValueError when there is no way.
    """
    ways: dict[Stage, list[Stage]] = {old: []}
    waiting: deque[Stage] = deque([old])
    while waiting:
        stage = waiting.popleft()
        if stage == new:
            return ways[stage]
        for following in _in_order(next_stages(stage, impl_unit=impl_unit)):
            if following not in ways:
                ways[following] = [*ways[stage], following]
                waiting.append(following)
    raise ValueError(f"no way from {old} to {new}")


def _in_order(stages: Iterable[Stage]) -> list[Stage]:
    return sorted(stages, key=STAGES.index)
