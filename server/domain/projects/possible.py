"""What somebody may do with a project at its stage: one table for pages and scripts. The verbs check it themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from server.domain.permissions import Caller
from server.domain.projects.acts import cancellable
from server.domain.projects.paying import VOIDABLE
from server.domain.projects.stages import PAYABLE, SCREENABLE, Stage


@dataclass(frozen=True)
class Act:
    """verb: what the role must have; at: the stages for this caller."""

    verb: str
    at: Callable[[Caller], frozenset[Stage]]


def stages(*names: Stage) -> Callable[[Caller], frozenset[Stage]]:
    return lambda _caller: frozenset(names)


ACTS: Mapping[str, Act] = {
    "screen": Act("project.screen", stages(*SCREENABLE)),
    "decide": Act("project.decide", stages("forwarded")),
    "transfer": Act("project.transfer", stages(*PAYABLE)),
    "change_budget": Act("project.decide", stages(*PAYABLE)),
    "void_transfer": Act("project.transfer", stages(*VOIDABLE)),
    "suspend": Act("project.suspend", stages("in_progress")),
    "resume": Act("project.suspend", stages("suspended")),
    "override_gate": Act("project.override_gate", stages(*SCREENABLE)),
    "cancel": Act("project.cancel", cancellable),
}


def possible(caller: Caller, stage: Stage) -> tuple[str, ...]:
    """The names of ACTS that are open to a caller whose area the project lies in."""
    return tuple(name for name, act in ACTS.items() if caller.may(act.verb) and stage in act.at(caller))
