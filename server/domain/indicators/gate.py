"""The plan gate: whether a village may propose projects, or must first make its plan."""

from typing import Literal

from server.domain.indicators.criteria import GateMinGrade
from server.domain.indicators.grade import Grade, Status

Gate = Literal["propose", "make_plan", "unknown"]
GATES: tuple[Gate, ...] = ("propose", "make_plan", "unknown")


def gate(status: Status, grade: Grade | None, *, locked: bool, gate_min_grade: GateMinGrade) -> Gate:
    """What a village may propose, from its official status and grade.

    `unknown` holds proposals; a locked year holds none, so that a village without households gets `make_plan`.
    Source: docs/indicators.md 1, gate, and 0a.9.
    """
    if grade is not None:
        return "propose" if grade <= gate_min_grade else "make_plan"  # "A" comes before "B"
    if status == "no_plan" or locked:
        return "make_plan"
    return "unknown"
