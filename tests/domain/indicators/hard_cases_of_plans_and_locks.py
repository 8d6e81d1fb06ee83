"""Hard cases of plans, reference dates, locks and settings (docs/indicators.md 0a.3 to 0a.9)."""

from dataclasses import replace
from datetime import date

from tests.domain.indicators.base_case import (
    AS_OF,
    CRITERIA,
    I2_FAILS,
    LATER,
    NO_FORUM,
    NO_PLAN,
    UP_TO_6,
    A,
    Scenario,
    forum,
    h11,
    plan,
    village,
)

LOCKED = replace(CRITERIA, locked_on=date(2027, 1, 31))
HARD_CASES = (
    Scenario(
        "C19",
        "plan dated 2569-12-20 (B.E.)",
        village(plans=(plan(plan_date=date(2569, 12, 20)),)),
        f"{NO_PLAN} in_progress",
        reasons="i3 be_year_in_date 1, i4 be_year_in_date 1",
        gate="unknown",
    ),
    Scenario(
        "C20", "plan of another year", village(plans=(plan(plan_year=2569),)), f"{NO_PLAN} in_progress", gate="unknown"
    ),
    Scenario(
        "C21",
        "plan not approved",
        village(plans=(plan(state="has_issues"),)),
        f"{NO_PLAN} in_progress",
        A,
        "i3 not_approved 1, i4 not_approved 1",
        "",
        gate="unknown",
    ),
    Scenario(
        "C22",
        "no forum, plan adopted after the window: it is no reference date",
        village(forums=(), plans=(plan(plan_date=date(2027, 10, 15)),)),
        NO_FORUM,
        reference_date=AS_OF,
    ),
    Scenario(
        "C23",
        "only accounts, looked at after the window",
        village(forums=(), plans=()),
        "i1 7/10 ✓ i2 0/10 ✗ i3 ? i4 ? in_progress",
        reference_date=date(2027, 9, 30),
        gate="unknown",
        as_of=date(2028, 1, 1),
    ),
    Scenario(
        "C24",
        "two plans received together: the larger id is operative",
        village(plans=(plan("1", written=False), plan("2"))),
        A,
        reasons="i3 superseded 1, i4 superseded 1",
    ),
    Scenario(
        "C25",
        "the older of two plans edited later: it does not become operative",
        village(plans=(plan("2", state="edited", written=False), plan("1", received_at=LATER))),
        A,
        A,
        "i3 not_approved 1, i4 not_approved 1",
        "i3 superseded 1, i4 superseded 1",
    ),
    Scenario(
        "C26",
        "neither claimed nor shown",
        village(plans=(plan(lao_prepare=False, lao_evidence=False, written=False, written_evidence=False),)),
        "i1 7/10 ✓ i2 7/10 ✓ i3 ✗ i4 ✗ C",
        gate="make_plan",
    ),
    Scenario(
        "C27",
        "locked 2027-01-31 without forum and plan; h11 moved in 2027-02-15",
        village(registrations=h11(exists_from=date(2027, 2, 15)), forums=(), plans=()),
        "i1 7/10 ✓ i2 0/10 ✗ i3 ? i4 ? no_plan",
        "i1 7/11 ✗ i2 0/11 ✗ i3 ? i4 ? no_plan",
        reference_date=date(2027, 1, 31),
        gate="make_plan",
        criteria=LOCKED,
    ),
    Scenario(
        "C28",
        "locked without a household",
        village(registrations=(), accounts=(), forums=(), plans=()),
        "i1 0/0 – i2 0/0 – i3 ? i4 ? no_households",
        reference_date=date(2027, 1, 31),
        gate="make_plan",
        criteria=LOCKED,
    ),
    Scenario(
        "C29",
        "grade B where the province asks for A",
        village(forums=(forum(*UP_TO_6),)),
        I2_FAILS,
        gate="make_plan",
        criteria=replace(CRITERIA, gate_min_grade="A"),
    ),
    Scenario(
        "C30",
        "threshold 71 percent",
        village(),
        "i1 7/10 ✗ i2 7/10 ✗ i3 ✓ i4 ✓ C",
        gate="make_plan",
        criteria=replace(CRITERIA, threshold=71),
    ),
)
