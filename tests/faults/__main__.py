"""`make faults`: rounds of SIGKILL. `python -m tests.faults --rounds 300 --seed 2570`; ends at the first fault.

What a round does is decided by its number: with `--rounds 1 --seed NUMBER` it is played again, as far as the moments
at which processes are scheduled allow.
"""

import argparse
import sys
import time
from collections import Counter

from tests.faults import judge
from tests.faults.rounds import KINDS, Outcome, Rounds, ready


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=300)
    asked.add_argument("--seed", type=int, default=2570)
    given = asked.parse_args()
    begun, outcomes = time.monotonic(), []
    with ready() as rounds:
        for seed in range(given.seed, given.seed + given.rounds):
            outcomes.append(rounds.round(seed))
            print(line(outcomes[-1]), flush=True)
            if not outcomes[-1].is_well:
                tell(outcomes[-1], rounds)
                break
        changed = list(judge.recomputed(None))
    print("\n".join(changed) or "faults: recomputing everything changes nothing")
    print(summary(outcomes, time.monotonic() - begun), flush=True)
    return 0 if all(one.is_well for one in outcomes) and not changed else 1


def line(one: Outcome) -> str:
    refused = " ".join(f"{status}×{number}" for status, number in sorted(one.refusals.items()))
    told = f"{one.acknowledged} acknowledged, {one.decided} decided, rest after {one.rested_s:.1f} s"
    return (
        f"{one.seed}: {', '.join(one.blows)}: {told}, {one.seconds:.1f} s {'ok' if one.is_well else 'FAULT'} {refused}"
    )


def tell(one: Outcome, rounds: Rounds) -> None:
    for kind, faults in one.faults.items():
        for fault in faults:
            print(f"  {kind}: {fault}")
    for name in ("web", "workers"):
        said = [one for one in rounds.stack.running.log(name).splitlines() if "level=info" not in one]
        print(f"--- {name}", *said[-60:], sep="\n")


def summary(outcomes: list[Outcome], seconds: float) -> str:
    kills = Counter(name for one in outcomes for name in one.blows)
    faults = ", ".join(f"{kind} {sum(len(one.faults[kind]) for one in outcomes)}" for kind in KINDS)
    named = ", ".join(f"{name} {number}" for name, number in sorted(kills.items()))
    acknowledged = sum(one.acknowledged for one in outcomes)
    return (
        f"faults: {len(outcomes)} rounds, {kills.total()} blows ({named}), {acknowledged} acknowledged,"
        f" {sum(one.decided for one in outcomes)} decisions: {faults}; {seconds:.0f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
