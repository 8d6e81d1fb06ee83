"""What is printed of a measurement: the figure, the spread behind it, and whether its budget is kept."""

from collections.abc import Sequence
from statistics import median


def rate(name: str, rounds: Sequence[float]) -> str:
    """A rate per second: its median, and the slowest and quickest round."""
    return f"  {name:<34} {median(rounds):8.0f}/s  [{min(rounds):.0f} .. {max(rounds):.0f}]"


def share(name: str, ours: Sequence[float], theirs: Sequence[float], *, at_least: float) -> str:
    """The ratio of two medians, beside the least it ought to be."""
    ratio = median(ours) / median(theirs)
    verdict = "kept" if ratio >= at_least else "MISSED"
    return f"  {name:<34} {ratio:8.2f}    at least {at_least:.2f}: {verdict}"


def value(name: str, number: float, unit: str) -> str:
    """A figure that has no budget."""
    return f"  {name:<34} {number:8.3g} {unit}"


def limit(name: str, number: float, unit: str, *, at_most: float) -> str:
    """A figure beside the most it may be."""
    verdict = "kept" if number <= at_most else "MISSED"
    return f"{value(name, number, unit)}  at most {at_most:g}: {verdict}"


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the others do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def spans(name: str, seconds: Sequence[float]) -> str:
    """How long most of something took, and the longest."""
    parts = ", ".join(f"p{percent} {1000 * percentile(seconds, percent):.1f}" for percent in (50, 95, 99))
    return f"  {name:<34} {parts}, most {1000 * max(seconds):.0f} ms"
