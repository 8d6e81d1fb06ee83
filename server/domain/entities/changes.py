"""What can be asked of entities, and why it may not be done."""

from dataclasses import dataclass
from uuid import UUID

HOUSEHOLD_PROPERTIES = (
    "amphoe_code", "tambon_code", "village_code", "house_no", "hh_seq", "head_name", "members", "house_id11", "status",
    "exists_from", "exists_to", "close_reason", "merged_into", "split_from", "geometry",
)  # fmt: skip
PROJECT_PROPERTIES = (
    "project_code", "stage", "amphoe_code", "tambon_code", "village_code", "fiscal_year", "proposal_kind",
    "project_title", "programme", "impl_unit", "budget_requested", "planned_start", "planned_end", "geometry",
    "screen_date", "screen_result", "budget_recommended", "screen_rank", "budget_approved", "last_percent",
    "last_disbursed", "last_report_date", "last_milestone", "last_reporter", "eval_date", "best_practice",
)  # fmt: skip
TO_CORRECT_PROPERTIES = ("form", "village_code", "village", "received", "comment", "instance_id")
PROPERTIES = {
    "households": HOUSEHOLD_PROPERTIES,
    "projects": PROJECT_PROPERTIES,
    "to_correct": TO_CORRECT_PROPERTIES,
}
MADE_ELSEWHERE = {"projects"}  # an entity alone is no project: that comes of a proposal, or of an import
SERVER_ONLY = {"projects": {"project_code", "stage", "budget_approved"}}  # a submission cannot set these


# What is said of a project by reports alone; the rest comes of its proposal and of what officers did.
REPORTED = {"projects": set(PROJECT_PROPERTIES[PROJECT_PROPERTIES.index("last_percent") :])}
WAITING_FOR_ENTITY = ("entity_unknown", "entity_waiting")
NEEDS_APPROVAL = "entity_needs_approval"
NO_LABEL = "auto generated"  # of what is made by force without a label; the one ODK Central gives


@dataclass(frozen=True)
class NewEntity:
    """An entity from an import or an officer's page."""

    uuid: UUID
    label: str
    village_code: str
    data: dict[str, str]


@dataclass(frozen=True)
class EntityChange:
    """What a submission asks for. data: only the properties it sent; versions are None where it left them out.

    place: where an entity belongs that it makes, a village or an area (a code).
    """

    list_name: str
    uuid: UUID
    create: bool
    update: bool
    label: str | None
    data: dict[str, str]
    place: str = ""
    base_version: int | None = None
    trunk_version: int | None = None
    branch_id: UUID | None = None


@dataclass(frozen=True)
class Author:
    """Who changes an entity, by which submission, and from which area (a code; "" is everywhere).

    is_approved: whether an officer agreed to it, as lists that ask for approval want of those who make entities.
    """

    workspace_id: int
    actor_id: int
    submission_id: int | None = None
    area_code: str = ""
    is_approved: bool = True


class EntityFault(Exception):
    """Why a submission's entity was not made. held: it will be tried again when the entity moves on."""

    def __init__(self, code: str, details: dict, *, held: bool = False) -> None:
        self.code, self.details, self.held = code, details, held
        super().__init__(code)
