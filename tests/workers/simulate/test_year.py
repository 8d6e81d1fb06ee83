"""An invented year goes the way of real ones: received, digested, reviewed, computed."""

import datetime as dt

import pytest
from sqlalchemy import text

from server.db.session import transaction
from server.domain.permissions import DATA_CLASSES
from server.domain.recompute import recompute
from tests.workers.simulate.conftest import asked, invent, simulation
from workers.simulate.run import WorkspaceInUse, YearLocked

# What of each table follows from the seed; numbers and times of storing do not.
NAMED = {
    "village_year": "village_code, plan_year, basis, households, reference_date, status, grade, gate",
    "indicator_result": "village_code, plan_year, basis, indicator, num, den, met",
    "submission": "instance_id, state, phone_area, village_code, plan_year, edits, received_at",
    "submission_version": "instance_id, instance_name, is_current, encode(sha256, 'hex')",
    "attachment": "name, encode(sha256, 'hex')",
    "entity": "list_name, uuid, village_code, version, label, data, conflict",
    "household_account": "village_code, household_id, plan_year, consent, period_start",
    "forum_attendance": "household_id",
    "project": "id, project_code, village_code, programme, stage, budget_approved, transferred, title",
    "project_move": "project_id, old_stage, new_stage",
    "project_transfer": "project_id, amount, bank_ref, paid_on",
    "submission_flag": "code",
}


def rows() -> dict[str, list]:
    with transaction() as session:
        return {
            table: session.execute(text(f"select {columns} from {table} order by {columns}")).all()
            for table, columns in NAMED.items()
        }


def count(table: str, where: str = "true") -> int:
    with transaction() as session:
        return session.scalar(text(f"select count(*) from {table} where {where}"))


def test_the_same_seed_makes_the_same_rows_and_another_one_others(empty_room):
    made = []
    for seed in (1, 1, 2):
        empty_room()
        invent(asked(seed=seed))
        made.append(rows())

    assert made[0] == made[1]
    assert all(made[0][table] for table in NAMED)
    assert made[0]["submission"] != made[2]["submission"]


def test_what_was_broken_off_goes_on_and_what_was_finished_stays(empty_room):
    empty_room()
    first = simulation(asked())
    steps = first.run()
    next(steps), next(steps)
    steps.close()
    after = invent(asked())
    finished, sent = rows(), count("submission")
    again = invent(asked())

    assert (after.outcome().grades, again.outcome().received) == ({"A": 8, "B": 3, "C": 1}, 0)
    assert (rows(), count("submission")) == (finished, sent)
    assert count("pending_submission") == count("stale_village") == count("stale_project") == 0


@pytest.mark.parametrize(
    "of", [asked(), asked(6, 14, plan_year=2570, seed=3)], ids=["past", "with a suspension to come"]
)
def test_computing_an_invented_year_again_changes_nothing(empty_room, of):
    empty_room()
    made = invent(of)
    done = recompute(made.province.workspace_id, now=dt.datetime.now(dt.UTC))

    assert (done.changes, done.submissions) == ((), count("submission"))


def test_it_does_not_mix_with_what_others_sent_unless_told(empty_room):
    empty_room()
    invent(asked(villages=2))

    with pytest.raises(WorkspaceInUse):
        simulation(asked(villages=2, seed=2))
    assert simulation(asked(villages=2, seed=2), into_existing=True).length > 0


def test_a_locked_year_is_left_alone(empty_room):
    empty_room()
    simulation(asked(villages=2))
    with transaction() as session:
        session.execute(text("update criteria set locked_on = '2007-10-01'"))

    with pytest.raises(YearLocked):
        simulation(asked(villages=2))


def test_what_is_missing_is_made_first(empty_room):
    empty_room(with_forms=False)
    made = simulation(asked(villages=3))

    assert set(made.province.blanks) == set(DATA_CLASSES)
    assert count("phone") == 3 + 1 + 1  # a team in each subdistrict, the district, the evaluation committee
    assert count("person", "password_hash = ''") == 3  # nobody signs in as an invented officer


def test_villages_of_others_keep_their_names_and_are_not_used(empty_room):
    empty_room()
    with transaction() as session:
        session.execute(
            text("insert into village (workspace_id, code, moo, name_th) values (1, '50010101', 1, 'บ้านจริง')")
        )
    made = simulation(asked(villages=3))

    assert "50010101" not in [one.code for one in made.province.villages]
    assert count("village", "name_th = 'บ้านจริง'") == 1


def test_a_year_has_what_years_have(empty_room):
    """Noise of every kind, and none of it where it would change a figure."""
    empty_room()
    made = invent(asked(villages=40, households=10))
    with transaction() as session:
        flags = set(session.scalars(text("select distinct code from submission_flag")))
        states = set(session.scalars(text("select distinct state from submission")))
        closings = set(session.scalars(text("select distinct close_reason from household_closing")))
        stages = set(session.scalars(text("select distinct stage from project")))

    assert made.outcome().grades == {"A": 25, "B": 10, "C": 5}
    assert flags >= {"be_year_in_date", "evidence_missing", "files_missing", "outside_area", "year_not_open"}
    assert states == {"received", "approved", "has_issues", "rejected"}
    assert closings
    assert stages >= {"approved", "funded", "in_progress", "completed", "evaluated"}
    assert flags.isdisjoint({"entity_unknown", "project_unknown", "over_transfer", "over_budget", "photo_sent_before"})
    assert count("entity", "conflict is not null") == 0
    assert count("submission_version", "not is_current") > 0
    assert count("event", "verb = 'submission.review'") > 900
