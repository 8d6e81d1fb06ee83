"""Villages of a table: added, brought up to date, or refused by row."""

import pytest
from sqlalchemy import func, select

from server.db.models import Event, StaleVillage, Village
from server.domain.imports import villages
from server.domain.imports.outcome import Imported
from server.domain.imports.sheets import RowsRefused
from tests.factories import make_area, make_system, make_village, make_workspace, make_year

HEADING = "code,moo,name_th,kind,lon,lat\n"


@pytest.fixture
def load(session):
    make_area(session, "500705")
    make_year(session, 2570)

    def load(rows):
        author = make_system(session).id
        return villages.import_csv(session, make_workspace(session).id, (HEADING + rows).encode(), actor_id=author)

    return load


def refused(load, rows):
    with pytest.raises(RowsRefused) as caught:
        load(rows)
    return [(fault.row, fault.column, fault.fault.code) for fault in caught.value.faults]


def test_villages_are_added_with_their_position(load, session):
    imported = load("50070501,1,บ้านหนึ่ง,village,98.83,19.01\n50070502,2,บ้านสอง,,,\n")

    one, two = session.scalars(select(Village).order_by(Village.code))
    assert imported == Imported(added=2)
    assert (one.moo, one.name_th, two.kind, two.place) == (1, "บ้านหนึ่ง", "village", None)
    where = select(func.ST_X(Village.place), func.ST_Y(Village.place)).order_by(Village.code)
    assert session.execute(where).first() == (98.83, 19.01)


def test_new_villages_are_computed_under_every_year_that_is_not_locked(load, session):
    make_year(session, 2569, locked_on="2026-10-01")

    load("50070501,1,บ้านหนึ่ง,,,\n")

    asked = session.execute(select(StaleVillage.village_code, StaleVillage.plan_year)).all()
    assert asked == [("50070501", 2570)]


def test_importing_again_changes_only_what_differs(load, session):
    load("50070501,1,บ้านหนึ่ง,village,98.83,19.01\n50070502,2,บ้านสอง,,,\n")

    again = load("50070501,1,บ้านหนึ่ง,village,98.83,19.01\n50070502,2,บ้านสองใหม่,,98.84,19.02\n")

    assert again == Imported(added=0, changed=1, unchanged=1)
    assert session.scalar(select(Village.name_th).where(Village.code == "50070502")) == "บ้านสองใหม่"


def test_a_village_out_of_use_comes_back(load, session):
    make_village(session, "50070501", active=False)

    assert load("50070501,1,บ้านหนึ่ง,,,\n") == Imported(added=1)
    session.expire_all()
    assert session.scalar(select(Village.active).where(Village.code == "50070501"))


def test_the_import_is_an_event_without_names(load, session):
    load("50070501,1,บ้านหนึ่ง,,,\n")

    event = session.scalar(select(Event).where(Event.verb == "villages.import"))
    assert event.details == {"added": 1, "changed": 0, "unchanged": 0}
    assert len(event.subject_id) == 64


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("50079901,1,บ้าน,,,", ("code", "tambon-unknown")),
        ("57070501,1,บ้าน,,,", ("code", "province-differs")),
        ("50070503,4,บ้าน,,,", ("moo", "moo-differs")),
        ("50070503,3,บ้าน,,98.83,", ("lon", "half-position")),
        ("50070503,3,บ้าน,,19.01,98.83", ("lon", "swapped")),
        ("50070503,3,บ้าน,,12.0,19.01", ("lon", "out-of-range")),
        ("50070503,3,บ้าน,,98.83,45.0", ("lat", "out-of-range")),
        ("50070503,3,บ้าน,town,,", ("kind", "not-one-of")),
    ],
)
def test_a_wrong_row_is_refused(load, row, fault):
    assert refused(load, row) == [(2, *fault)]


def test_one_wrong_row_keeps_all_out(load, session):
    assert refused(load, "50070501,1,บ้านหนึ่ง,,,\n50070501,1,บ้านหนึ่ง,,,\n") == [(3, "code", "repeated")]
    assert session.scalar(select(func.count(Village.code))) == 0


def test_a_community_of_a_municipality_needs_no_subdistrict_above_it(load):
    assert load("50990063,63,ชุมชนสมมุติ,community,,\n") == Imported(added=1)
