"""Submissions of one workspace digested together: read, applied to the registers, written, in few statements.

Whatever makes an entity comes before whatever changes one or speaks of one, so that submissions that arrive together
need not wait for each other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.queries import corrections, held_back, pending, project_results
from server.db.queries import entities as entity_queries
from server.db.queries import facts as queries
from server.db.queries.facts import Found, ToDigest
from server.domain import corrected, finding, noticing, to_correct
from server.domain.answers import EntityRequest, entity_of_form, entity_requests
from server.domain.checks import CODES as CHECKED
from server.domain.entities import WAITING_FOR_ENTITY, Asked, Author, EntityFault, Registers
from server.domain.facts import Facts, Submitted, read_facts
from server.domain.permissions import DATA_CLASSES, PROJECTS
from server.domain.projects import entering
from server.domain.projects.entering import Proposed
from server.domain.safe_xml import parse
from server.domain.staleness import Placed, touched

PROJECT_FORMS = {form_id for form_id, data_class in DATA_CLASSES.items() if data_class == PROJECTS}
ON_PROJECTS = ("project_screening", "progress_report", "project_evaluation")


@dataclass(frozen=True)
class Read:
    """A submission, what it asks for of entities, and what was read from it so far."""

    submission: ToDigest
    requests: list[EntityRequest]
    facts: Facts

    @property
    def creates(self) -> bool:
        return any(request.create for request in self.requests)

    @property
    def base_version(self) -> int:
        """How far along its chain of changes it stands."""
        return min((request.base_version or 0 for request in self.requests), default=0)

    @property
    def place(self) -> Placed:
        """Where it belongs by what has been read now."""
        one = self.submission
        return Placed(
            one.submission_id, self.facts.village_code, self.facts.plan_year, one.instance_id, one.request_ids
        )


class Batch:
    """Some submissions of one workspace on their way to facts.

    by_force: those whose entities no longer wait for what comes before them.
    """

    def __init__(
        self, session: Session, workspace_id: int, submissions: Sequence[ToDigest], by_force: Collection[int] = ()
    ) -> None:
        self.session, self.workspace_id, self.by_force = session, workspace_id, by_force
        self.ids = [one.submission_id for one in submissions]
        self.about_projects = [one.submission_id for one in submissions if one.form_id in PROJECT_FORMS]
        self.questions = queries.questions_of(session, {one.form_version_id for one in submissions})
        self.read = [self.read_one(one) for one in submissions]
        self.of_villages = [one for one in self.read if one.submission.form_id not in PROJECT_FORMS]
        self.made = entity_queries.made_by(session, self.ids)
        self.known_years = queries.years(session, workspace_id)

    def read_one(self, submission: ToDigest) -> Read:
        if submission.is_encrypted:
            return Read(submission, [], Facts(flags={"encrypted": {}}))
        requests = []
        if submission.xml is not None:
            requests = entity_requests(parse(submission.xml), self.questions[submission.form_version_id])
        facts = read_facts(submission.form_id, submitted(submission, entity_of_form(requests)))
        return Read(submission, requests, facts)

    def digest(self) -> None:
        """Replace the facts and flags of the submissions, apply their entities once, and mark what they touch."""
        where_it_was = [placed(one.submission) for one in self.of_villages if one.submission.village_code]
        marks = touched(self.session, self.workspace_id, where_it_was)
        project_results.mark_of_submissions(self.session, self.about_projects)
        moved = self.change_registers()
        read = [(one.submission, one.facts) for one in self.read]
        corrected.link(self.session, read)
        corrected_before = corrections.originals(self.session, self.ids)
        noticing.note(self.session, self.workspace_id, read, self.questions)
        queries.replace(self.session, [found(one) for one in self.read], kept=CHECKED)
        to_correct.hold(self.session, self.workspace_id, [*self.ids, *corrected_before])
        finding.index(self.session, self.ids)
        project_results.mark_of_submissions(self.session, self.about_projects)
        where_it_is = [one.place for one in self.of_villages if one.facts.village_code]
        marks += touched(self.session, self.workspace_id, where_it_is)
        pending.mark_stale(self.session, self.workspace_id, marks)
        held_back.release(self.session, self.workspace_id, WAITING_FOR_ENTITY, moved.entities)
        held_back.release(self.session, self.workspace_id, ["project_unknown"], moved.projects)
        corrected.settle(self.session, self.workspace_id, [*self.ids, *corrected_before])

    def change_registers(self) -> "Moved":
        """Make and change entities and enter projects; what cannot be done is flagged."""
        requests = [request for one in self.read for request in one.requests]
        registers = Registers(self.session, self.workspace_id, requests)
        makers, others = ([one for one in self.read if one.creates is first] for first in (True, False))
        changed = self.applied(makers, registers)
        entered = entering.enter(self.session, self.workspace_id, list(self.proposed()))
        self.place_by_project(others)
        changed += self.applied(others, registers)
        registers.write()
        return Moved(changed, entered)

    def applied(self, some: Iterable[Read], registers: Registers) -> list[UUID]:
        """Check where these belong, and apply what they ask for of entities, in their order; returns what changed.

        Force comes last, and begins at the beginning of a chain.
        """
        some = sorted(some, key=lambda one: one.base_version + 1 if self.is_by_force(one) else 0)
        codes = {one.facts.village_code for one in some if one.facts.village_code}
        known_villages = queries.villages(self.session, self.workspace_id, codes)
        changed = []
        for one in some:
            self.check_place(one, known_villages)
            if one.submission.missing:
                one.facts.flag("files_missing", count=one.submission.missing)
            if self.is_to_apply(one):
                changed += self.apply(one, registers)
        return changed

    def check_place(self, one: Read, known_villages: set[str]) -> None:
        """A village outside the phone's area, a village or a year nobody has entered: kept and shown."""
        facts, submission = one.facts, one.submission
        if facts.village_code is None:
            return
        if facts.village_code not in known_villages:
            facts.flag("village_unknown")
        if facts.plan_year and facts.plan_year not in self.known_years:
            facts.flag("year_not_open")
        if not facts.village_code.startswith(submission.phone_area) and not submission.area_accepted:
            facts.flag("outside_area")

    def is_to_apply(self, one: Read) -> bool:
        """Once; and what is outside the phone's area waits until the district accepts it."""
        submission = one.submission
        if submission.deleted or submission.submission_id in self.made:
            return False
        is_held = "outside_area" in one.facts.flags or submission.state == "rejected"
        return any(request.create or request.update for request in one.requests) and not is_held

    def is_by_force(self, one: Read) -> bool:
        return one.submission.submission_id in self.by_force

    def apply(self, one: Read, registers: Registers) -> list[UUID]:
        """Make or change the submission's entities; what cannot be done is flagged."""
        try:
            changed = registers.apply(self.asked(one))
        except EntityFault as fault:
            one.facts.flag(fault.code, **fault.details)
            if not fault.held and not may_be_registered(one.facts, fault):
                one.facts.rows.pop("household_registration", None)
            return []
        self.made[one.submission.submission_id] = set(changed)
        return changed

    def asked(self, one: Read) -> Asked:
        submission = one.submission
        return Asked(
            one.requests,
            self.questions[submission.form_version_id],
            author_of(submission),
            one.facts.village_code,
            submission.phone_area,
            by_force=self.is_by_force(one),
        )

    def proposed(self) -> Iterable[Proposed]:
        """The proposals whose entity was made; the others (another has its id, its area waits to be accepted) are no
        facts."""
        for one in self.read:
            for fact in one.facts.rows.get("project_proposal", []):
                if fact["project_id"] in self.made.get(one.submission.submission_id, ()):
                    yield Proposed(one.submission, fact)
                else:
                    one.facts.rows.pop("project_proposal")

    def place_by_project(self, some: Sequence[Read]) -> None:
        """What is said about a project belongs to the project's village and year; without the project it waits."""
        said = [(one, table, row) for one in some for table in ON_PROJECTS for row in one.facts.rows.get(table, [])]
        projects = queries.projects(self.session, self.workspace_id, {row["project_id"] for *_, row in said})
        for one, table, row in said:
            project = projects.get(row["project_id"])
            if project is None:
                one.facts.flag("project_unknown", uuid=str(row["project_id"]))
                one.facts.rows.pop(table)
            else:
                one.facts.village_code, one.facts.plan_year = project.village_code, project.fiscal_year


@dataclass(frozen=True)
class Moved:
    """What others may have waited for: entities that were made or changed, projects that were entered."""

    entities: Sequence[UUID]
    projects: Sequence[UUID]


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


def placed(one: ToDigest) -> Placed:
    """Where it belonged by what was read last."""
    return Placed(one.submission_id, one.village_code, one.plan_year, one.instance_id, one.request_ids)


def found(one: Read) -> Found:
    submission, facts = one.submission, one.facts
    key = (submission.submission_id, submission.workspace_id)
    return Found(*key, facts.rows, facts.flags, facts.village_code, facts.plan_year)


def may_be_registered(facts: Facts, fault: EntityFault) -> bool:
    """Whether the fault is about the household itself, which another submission made or the district may accept."""
    households = {str(row["household_id"]) for row in facts.rows.get("household_registration", ())}
    return fault.code in ("entity_exists", "outside_area") and fault.details["uuid"] in households


def author_of(submission: ToDigest) -> Author:
    area_code = "" if submission.area_accepted else submission.phone_area
    who = (submission.workspace_id, submission.actor_id, submission.submission_id, area_code)
    return Author(*who, is_approved=submission.state == "approved")
