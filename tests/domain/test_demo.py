"""The demo: invented, complete, the same every time but for its passwords."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from server.db.models import Criteria, Entity, HouseholdRegistration, Person, Phone, Project, Village
from server.domain import demo, passwords
from tests.factories import SECRET, make_village

TODAY = dt.datetime(2026, 11, 22, 18, tzinfo=dt.UTC)


def load(session, villages=8, households=20):
    return demo.load(session, village_count=villages, household_count=households, at=TODAY, secret=SECRET)


def invented(session):
    rows = session.execute(select(Entity.uuid, Entity.label, Entity.data).order_by(Entity.uuid)).all()
    return rows, session.execute(select(Village.code, Village.name_th).order_by(Village.code)).all()


def test_a_tambon_is_there_to_try(session):
    made = load(session)

    assert (made.villages, made.households, made.projects, made.plan_year) == (8, 160, 3, 2570)
    codes = session.scalars(select(Village.code).order_by(Village.code)).all()
    assert codes == [f"500705{moo:02d}" for moo in range(1, 9)]
    assert session.scalar(select(func.count(HouseholdRegistration.id))) == 160
    assert session.scalars(select(Criteria.plan_year)).all() == [2570]
    assert session.scalar(select(func.count(Project.id)).where(Project.site.is_not(None))) == 3


def test_its_people_can_sign_in_with_passwords_nobody_can_guess(session):
    made = load(session, 1, 1)

    kept = dict(session.execute(select(Person.email, Person.password_hash)).all())
    assert set(kept) == {f"{name}@yudee.example" for name in ("district", "chief", "province", "admin")}
    assert all(passwords.matches(password, kept[email]) for email, password in made.logins.items())
    assert len(set(made.logins.values())) == 4


def test_its_phone_belongs_to_nobody_and_can_be_shown(session):
    made = load(session, 1, 1)

    assert made.phone.phone.name == "สะลวง 1"
    assert session.execute(select(Phone.name, Phone.person_id)).all() == [("สะลวง 1", None)]


def test_it_is_the_same_every_time(session):
    load(session, 2, 3)
    first = invented(session)
    session.rollback()

    load(session, 2, 3)

    assert invented(session) == first


def test_many_villages_spread_over_the_following_subdistricts(session):
    load(session, 17, 0)

    codes = session.scalars(select(Village.code).order_by(Village.code)).all()
    assert codes[14:] == ["50070515", "50070601", "50070602"]


def test_it_does_not_mix_with_villages_that_are_there(session):
    make_village(session)

    assert not demo.is_empty(session)
    with pytest.raises(demo.DemoNeedsRoom):
        load(session)
