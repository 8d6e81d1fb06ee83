"""Which stage everything known of a project amounts to, and by which moves it got there."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.domain.projects.stages import (
    FALLBACKS,
    MOVES,
    STAGES,
    Decision,
    Life,
    Screening,
    next_stages,
    path,
    stage_of,
    was_ignored,
)

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def screened(minutes: int, outcome: str = "forwarded", *, passes: bool = True) -> Screening:
    return Screening(at=at(minutes), outcome=outcome, passes=passes)


def decided(minutes: int, outcome: str = "approved") -> Decision:
    return Decision(at=at(minutes), outcome=outcome)


FORWARDED = {"proposal_approved": True, "gate_open": True, "screenings": (screened(1),), "sent_at": at(0)}
APPROVED = FORWARDED | {"decisions": (decided(2),)}
BEGUN = APPROVED | {"has_transfer": True, "has_begun": True}


@pytest.mark.parametrize(
    ("life", "stage"),
    [
        ({}, "proposed"),
        (FORWARDED, "forwarded"),
        (FORWARDED | {"proposal_approved": False}, "proposed"),
        (FORWARDED | {"gate_open": False}, "proposed"),
        (FORWARDED | {"screenings": (screened(1, passes=False),)}, "proposed"),
        (FORWARDED | {"screenings": (screened(1, "returned"),)}, "returned"),
        (FORWARDED | {"screenings": (screened(1, "returned"),), "sent_at": at(2)}, "proposed"),
        (FORWARDED | {"screenings": (screened(1, "returned"), screened(3)), "sent_at": at(2)}, "forwarded"),
        (FORWARDED | {"screenings": (screened(1, "not_forwarded"),)}, "not_forwarded"),
        (FORWARDED | {"screenings": (screened(1, "not_forwarded"), screened(2))}, "not_forwarded"),
        (FORWARDED | {"screenings": (screened(1), screened(2, "returned"))}, "forwarded"),
        (FORWARDED | {"decisions": (decided(2, "returned"),)}, "returned"),
        (FORWARDED | {"decisions": (decided(2, "returned"),), "sent_at": at(3)}, "proposed"),
        (FORWARDED | {"decisions": (decided(2, "not_approved"),)}, "not_approved"),
        (APPROVED, "approved"),
        (APPROVED | {"screenings": (), "gate_open": False, "proposal_approved": False}, "approved"),
        (APPROVED | {"has_begun": True}, "approved"),
        (APPROVED | {"has_begun": True, "impl_unit": "agency"}, "in_progress"),
        (APPROVED | {"has_transfer": True}, "funded"),
        (BEGUN, "in_progress"),
        (BEGUN | {"is_suspended": True}, "suspended"),
        (BEGUN | {"is_suspended": True, "has_finished": True}, "suspended"),
        (BEGUN | {"has_finished": True}, "completed"),
        (BEGUN | {"is_evaluated": True}, "in_progress"),
        (BEGUN | {"has_finished": True, "is_evaluated": True}, "evaluated"),
        (BEGUN | {"has_finished": True, "is_cancelled": True}, "cancelled"),
        ({"entered": "approved"}, "approved"),
        ({"entered": "funded"}, "funded"),
        ({"entered": "funded", "has_begun": True}, "in_progress"),
        ({"entered": "in_progress"}, "in_progress"),
    ],
)
def test_the_stage_is_what_everything_amounts_to(life, stage):
    assert stage_of(Life(**life)) == stage


def test_a_screening_of_what_was_not_to_be_screened_is_without_effect():
    first, late = screened(1), screened(3, "returned")

    life = Life(**APPROVED | {"screenings": (first, late)})

    assert [was_ignored(one, life) for one in (first, late)] == [False, True]


moments = some.integers(0, 9).map(at)
lives = some.builds(
    Life,
    entered=some.sampled_from(["proposed", "proposed", "proposed", "approved", "funded", "in_progress"]),
    impl_unit=some.sampled_from(["village", "joint", "agency"]),
    sent_at=moments,
    proposal_approved=some.booleans(),
    gate_open=some.booleans(),
    screenings=some.lists(
        some.builds(
            Screening,
            at=moments,
            outcome=some.sampled_from(["forwarded", "returned", "not_forwarded"]),
            passes=some.booleans(),
        ),
        max_size=3,
    ).map(tuple),
    decisions=some.lists(
        some.builds(Decision, at=moments, outcome=some.sampled_from(["approved", "not_approved", "returned"])),
        max_size=2,
    ).map(tuple),
    has_transfer=some.booleans(),
    has_begun=some.booleans(),
    is_suspended=some.booleans(),
    has_finished=some.booleans(),
    is_evaluated=some.booleans(),
    is_cancelled=some.booleans(),
)


@given(lives)
def test_a_forwarded_project_has_passed_everything(life):
    if stage_of(life) == "forwarded":
        assert life.proposal_approved
        assert life.gate_open
        assert any(one.passes for one in life.screenings)


@pytest.mark.parametrize("old", STAGES)
def test_every_way_is_made_of_moves_of_the_table(old):
    for new in STAGES:
        try:
            way = path(old, new)
        except ValueError:
            continue
        stages = [old, *way]
        assert stages[-1] == new
        assert all(then in next_stages(now) for now, then in zip(stages, way, strict=False))


def test_what_has_ended_stays_so_unless_its_ground_is_withdrawn():
    ends = {stage for stage in STAGES if not MOVES[stage]}

    assert ends == {"not_forwarded", "not_approved", "evaluated", "cancelled"}
    assert {stage for stage in ends if not FALLBACKS.get(stage)} == {"not_approved", "cancelled"}


def test_finished_work_that_is_reported_first_goes_through_its_stages():
    assert path("funded", "completed") == ["in_progress", "completed"]
    assert path("evaluated", "in_progress") == ["completed", "in_progress"]
    assert path("approved", "in_progress") == ["funded", "in_progress"]
    assert path("approved", "in_progress", impl_unit="agency") == ["in_progress"]
