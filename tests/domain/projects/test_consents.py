"""A consent is given once; one that is sent again stays what it was."""

from sqlalchemy import func, select

from server.db.models import Event, ProjectConsent
from server.domain.projects import paying
from tests.domain.projects.lives import make_life


def test_a_consent_that_is_sent_again_keeps_its_day_and_is_told_once(session):
    life = make_life(session).up_to("funded")
    report = life.report(20, disbursed=20_000)
    first = life.tick()

    for now in (first, life.tick(), life.tick()):
        paying.consent(session, life.people["district_chief"], life.id, report.id, now=now)

    assert session.scalar(select(ProjectConsent.at)) == first
    assert session.scalar(select(func.count(Event.id)).where(Event.verb == "project.consent")) == 1


def test_a_report_that_states_another_total_since_is_consented_to_anew(session):
    life = make_life(session).up_to("funded")
    sent, chief = life.report(20, disbursed=20_000), life.people["district_chief"]
    paying.consent(session, chief, life.id, sent.id, now=life.tick())
    session.connection().exec_driver_sql("update progress_report set disbursed = 2500000")

    paying.consent(session, chief, life.id, sent.id, now=life.tick())

    assert session.scalar(select(ProjectConsent.disbursed)) == 2_500_000
    assert session.scalar(select(func.count(Event.id)).where(Event.verb == "project.consent")) == 2
