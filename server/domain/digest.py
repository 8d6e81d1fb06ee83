"""Waiting submissions turned into entities, facts and flags, and their villages marked for computing.

Everything here may run twice, and in any order: the outcome depends only on what is stored.
"""

import logging
import traceback
from collections.abc import Sequence

from sqlalchemy.orm import Session

from server.db.models import Criteria, Project, Village
from server.db.queries import entities as entity_queries
from server.db.queries import facts as queries
from server.db.queries import pending, project_results
from server.db.queries.facts import ToDigest
from server.domain import entities, photos
from server.domain.answers import EntityRequest, entity_request
from server.domain.facts import Facts, Submitted, read_facts
from server.domain.permissions import DATA_CLASSES, PROJECTS
from server.domain.projects import entering
from server.domain.safe_xml import parse
from server.domain.staleness import touched

PROJECT_FORMS = {form_id for form_id, data_class in DATA_CLASSES.items() if data_class == PROJECTS}
log = logging.getLogger(__name__)
WAITING_FOR_ENTITY = ("entity_unknown", "entity_waiting")
ON_PROJECTS = ("project_screening", "progress_report", "project_evaluation")
NEVER_MADE = (
    "entity_not_declared",
    "entity_list_unknown",
    "entity_id_invalid",
    "entity_without_village",
    "entity_without_label",
)


class Known:
    """Which villages and plan years there are, asked once for a batch."""

    def __init__(self, session: Session) -> None:
        self.session, self.asked = session, {}

    def has(self, table: type, *key: object) -> bool:
        if (table, key) not in self.asked:
            self.asked[table, key] = self.session.get(table, key) is not None
        return self.asked[table, key]


def digest_waiting(session: Session, *, limit: int) -> int:
    """Digest the oldest waiting submissions in this transaction; returns how many rows were taken."""
    pending.take_turn(session, "submissions")
    rows = pending.waiting_submissions(session, limit)
    ids_of: dict[int, list[int]] = {}
    for row in rows:
        ids_of.setdefault(row.submission_id, []).append(row.id)
    failed = []
    for submission in not_digested(session, queries.to_digest(session, list(ids_of))):
        failed += ids_of.pop(submission.submission_id)
    pending.done(session, [row_id for ids in ids_of.values() for row_id in ids])
    if failed:
        pending.put_off(session, failed)
    return len(rows)


def not_digested(session: Session, submissions: Sequence[ToDigest]) -> list[ToDigest]:
    """Digest all of these at once, or one by one when one of them breaks us; returns those that do."""
    known = Known(session)
    try:
        with session.begin_nested():
            for submission in submissions:
                digest(session, submission, known)
    except Exception:
        return [submission for submission in submissions if not digested(session, submission, known)]
    return []


def digested(session: Session, submission: ToDigest, known: Known) -> bool:
    """Digest one; a submission that breaks our code must not hold up the others."""
    try:
        with session.begin_nested():
            digest(session, submission, known)
    except Exception as error:
        # The places in our code, without the error's own words: those may be a household's answers.
        places = "".join(traceback.format_tb(error.__traceback__))
        named = (submission.submission_id, submission.form_id, type(error).__name__)
        log.error("not digested submission=%s form=%s why=%s\n%s", *named, places)  # noqa: TRY400
        return False
    return True


def digest(session: Session, submission: ToDigest, known: Known) -> None:
    """Replace the facts and flags of one submission, apply its entity once, and mark what it touches."""
    before = touched_by(session, submission, submission.village_code, submission.plan_year)
    root = parse(submission.xml)
    request = entity_request(root, submission.questions)
    facts = read_facts(submission.form_id, submitted(submission, request))
    check_project(session, submission, facts)
    check_place(submission, facts, known)
    if submission.missing:
        facts.flag("files_missing", count=submission.missing)
    photos.note(session, submission, facts)
    if request is not None and not submission.deleted:
        apply_entity(session, submission, request, facts)
    entering.enter(session, submission, facts)
    is_about_project = submission.form_id in PROJECT_FORMS
    if is_about_project:
        project_results.mark_of_submission(session, submission.submission_id, submission.instance_id)
    queries.replace(session, submission.submission_id, submission.workspace_id, facts.rows, facts.flags)
    if is_about_project:
        project_results.mark_of_submission(session, submission.submission_id, submission.instance_id)
    queries.place(session, submission.submission_id, facts.village_code, facts.plan_year)
    after = touched_by(session, submission, facts.village_code, facts.plan_year)
    pending.mark_stale(session, submission.workspace_id, before | after, submission.instance_id)


def submitted(submission: ToDigest, request: EntityRequest | None) -> Submitted:
    """A submission as the readers of facts want it."""
    return Submitted(
        submission.answers,
        received_at=submission.received_at,
        sent_at=submission.sent_at,
        actor_id=submission.actor_id,
        files=frozenset(submission.files),
        entity=request,
    )


def touched_by(
    session: Session, submission: ToDigest, village_code: str | None, plan_year: int | None
) -> set[tuple[str, int]]:
    """Where the submission counts with the facts it has now; without a village it has none."""
    if village_code is None:
        return set()
    where = {"village_code": village_code, "plan_year": plan_year}
    return touched(session, submission.submission_id, submission.workspace_id, **where)


def check_project(session: Session, submission: ToDigest, facts: Facts) -> None:
    """What is said about a project belongs to the project's village and year; without the project it waits."""
    for table in ON_PROJECTS:
        for said in facts.rows.get(table, []):
            project = session.get(Project, (submission.workspace_id, said["project_id"]))
            if project is None:
                facts.flag("project_unknown", uuid=str(said["project_id"]))
                facts.rows.pop(table)
                return
            facts.village_code, facts.plan_year = project.village_code, project.fiscal_year


def check_place(submission: ToDigest, facts: Facts, known: Known) -> None:
    """A village outside the phone's area, a village or a year nobody has entered: kept and shown."""
    if facts.village_code is None:
        return
    if not known.has(Village, submission.workspace_id, facts.village_code):
        facts.flag("village_unknown")
    if facts.plan_year and not known.has(Criteria, submission.workspace_id, facts.plan_year):
        facts.flag("year_not_open")
    if not facts.village_code.startswith(submission.phone_area) and not submission.area_accepted:
        facts.flag("outside_area")


def apply_entity(session: Session, submission: ToDigest, request: EntityRequest, facts: Facts) -> None:
    """Make or change the submission's entity, once; what cannot be done is flagged."""
    if entity_queries.made_by_submission(session, submission.submission_id) is not None:
        return
    if not (request.create or request.update):
        return
    if "outside_area" in facts.flags or submission.state == "rejected":
        return  # waits until the district accepts it
    try:
        with session.begin_nested():
            change = change_of(request, facts)
            check_declared(change, submission.questions)
            made = entities.apply(session, change, author_of(submission))
    except entities.EntityFault as fault:
        facts.flag(fault.code, **fault.details)
        if fault.code in NEVER_MADE:
            facts.rows.pop("household_registration", None)
        return
    pending.release(session, submission.workspace_id, WAITING_FOR_ENTITY, str(made.uuid))


def check_declared(change: entities.EntityChange, questions: list[dict]) -> None:
    """Only the list and the actions that the form itself declares, whatever the phone wrote. Raises EntityFault."""
    declared = next((question["entity"] for question in questions if "entity" in question), None)
    asked = {action for action in ("create", "update") if getattr(change, action)}
    if declared is None or change.list_name != declared["list"] or not asked <= set(declared["actions"]):
        raise entities.EntityFault("entity_not_declared", {})


def change_of(request: EntityRequest, facts: Facts) -> entities.EntityChange:
    """Raises EntityFault for an entity element that names no usable list or id."""
    if request.list_name not in entities.PROPERTIES:
        raise entities.EntityFault("entity_list_unknown", {})
    if request.uuid is None or request.uuid.version != 4:
        raise entities.EntityFault("entity_id_invalid", {})
    if request.create and facts.village_code is None:
        raise entities.EntityFault("entity_without_village", {"uuid": str(request.uuid)})
    return entities.EntityChange(
        list_name=request.list_name,
        uuid=request.uuid,
        create=request.create,
        update=request.update,
        label=request.label,
        data=request.data,
        base_version=request.base_version,
        trunk_version=request.trunk_version,
        branch_id=request.branch_id,
    )


def author_of(submission: ToDigest) -> entities.Author:
    area_code = "" if submission.area_accepted else submission.phone_area
    return entities.Author(submission.workspace_id, submission.actor_id, submission.submission_id, area_code)
