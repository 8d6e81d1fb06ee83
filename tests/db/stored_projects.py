"""Writes the vectors of progress into the tables, as importing a project and digesting its reports leave them."""

from uuid import UUID

from geoalchemy2 import WKTElement
from sqlalchemy.orm import Session

from server.db.models import ProgressReport, Submission
from tests.db.stored_facts import INSIDE, tables
from tests.domain.indicators.progress_vectors import Told, Vector
from tests.factories import make_project

VILLAGE = f"{INSIDE}03"


def store(session: Session, vector: Vector) -> UUID:
    """Write a project and its reports; returns the id of the project, in workspace 1."""
    into, given = tables(session, [2569]), vector.project
    project = make_project(
        session,
        VILLAGE,
        fiscal_year=2569,
        stage=given.stage,
        budget_approved=given.approved,
        planned_start=given.planned_start,
        planned_end=given.planned_end,
        funded_on=given.first_transfer,
    )
    project.site = None if vector.site is None else WKTElement(vector.site.ewkt, extended=True)
    for told, rule in zip(vector.told, vector.reports, strict=True):
        add_report(
            session, into.form_id, into.actor_id, project.id, told, instance_id=rule.instance_id, at=rule.received_at
        )
    session.flush()
    return project.id


def add_report(
    session: Session, form: int, actor_id: int, project_id: UUID, told: Told, *, instance_id: str, at
) -> None:
    """A report and the submission it came by."""
    sent = Submission(
        workspace_id=1,
        form=form,
        instance_id=instance_id,
        data_class="projects",
        state=told.state,
        actor_id=actor_id,
        phone_area=INSIDE,
        village_code=VILLAGE,
        received_at=at,
    )
    session.add(sent)
    session.flush()
    session.add(
        ProgressReport(
            submission_id=sent.id,
            workspace_id=1,
            project_id=project_id,
            reporter=told.reporter,
            report_date=told.on,
            collected_on=told.on,
            milestone="working",
            percent=told.percent,
            disbursed=told.disbursed,
            position=None if told.at is None else WKTElement(told.at.ewkt, extended=True),
            accuracy_m=told.accuracy_m,
            photos=[{"name": f"{number}.jpg", "stage": "during", "received": True} for number in range(told.photos)],
        )
    )
