"""A report that was made far from its project counts, and the district is told."""

import pytest
from sqlalchemy import select, text, update

from server.db.models import Area, ProgressReport, ProjectProposal, SubmissionFlag
from tests.domain.projects.lives import VILLAGE, make_life

SITE = "SRID=4326;POINT(98.83 19.01)"
TAMBON = "SRID=4326;MULTIPOLYGON(((98.82 19.00, 98.90 19.00, 98.90 19.10, 98.82 19.10, 98.82 19.00)))"


@pytest.fixture
def life(session):
    life = make_life(session)
    session.execute(update(ProjectProposal).values(site=text(f"'{SITE}'")))
    session.execute(update(Area).where(Area.code == VILLAGE[:6]).values(boundary=text(f"'{TAMBON}'")))
    return life.up_to("funded")


@pytest.mark.parametrize(
    ("lon", "lat", "flags"),
    [
        (98.83, 19.01, set()),
        (98.83, 19.02, set()),  # near
        (98.85, 19.05, {"far_from_site"}),
        (98.83, 19.30, {"far_from_site", "outside_tambon"}),
    ],
)
def test_a_report_from_elsewhere_counts_and_is_flagged(life, session, lon, lat, flags):
    report = life.report(40)
    session.execute(update(ProgressReport).values(position=text(f"'SRID=4326;POINT({lon} {lat})'")))

    assert life.compute() == "in_progress"
    assert set(session.scalars(select(SubmissionFlag.code).filter_by(submission_id=report.id))) == flags


def test_the_flag_goes_with_the_position(life, session):
    report = life.report(40)
    for place, count in (("POINT(98.85 19.05)", 1), ("POINT(98.83 19.01)", 0)):
        session.execute(update(ProgressReport).values(position=text(f"'SRID=4326;{place}'")))
        life.compute()
        found = session.scalars(select(SubmissionFlag.code).filter_by(submission_id=report.id))
        assert len(found.all()) == count
