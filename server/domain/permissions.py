"""Who may do what with which data: one table to read, for every route, page and command."""

from collections.abc import Collection
from dataclasses import dataclass

AMOUNTS, NAMES, PLANS, PROJECTS = "amounts", "names", "plans", "projects"  # classes of data, see Form.data_class

DATA_CLASS_NAMES = frozenset((AMOUNTS, NAMES, PLANS, PROJECTS))

DATA_CLASSES = {
    "household_account": AMOUNTS,
    "household_register": NAMES,
    "forum_attendance": NAMES,  # names of walk-ins
    "community_plan": PLANS,
    "project_proposal": PROJECTS,
    "project_screening": PROJECTS,
    "project_progress": PROJECTS,
    "project_evaluation": PROJECTS,
}

TEAM_FORMS = (
    "household_register",
    "household_account",
    "forum_attendance",
    "community_plan",
    "project_proposal",
    "project_progress",
)
EVALUATION = "project_evaluation"
FIGURES = {"area.read", "village.read", "project.read"}
SUBMISSIONS = {"submission.list", "submission.read"}
NOT_BY_KEY = frozenset(("people.manage",))  # whoever finds a key of an administrator cannot make more keys with it


@dataclass(frozen=True)
class Role:
    """What a role may do inside its area. sees: classes of data; forms: those of Yudee's own that are for its phone."""

    level: str
    may: frozenset[str] = frozenset()
    sees: frozenset[str] = frozenset()
    forms: tuple[str, ...] = ()


def role(level: str, *, may: set[str], sees: set[str], forms: tuple[str, ...] = ()) -> Role:
    return Role(level, frozenset(may), frozenset(sees), forms)


PHONE = {"form.read", "submission.create"}
REVIEWING = {"submission.review", "submission.accept_area", "submission.erase", "withdrawal.record"}
REVIEWING |= {"village.finance", "entity.resolve"}
ENTITIES = {"entity_list.read", "entity.read"}  # which lists, the classes of data say
REVIEWING |= {"register.manage"}  # close and merge households
REVIEWING |= {"phones.see"}  # who was heard of, and what was sent; not their keys
REVIEWING |= {"file.original"}  # with the position that a camera writes into a photo
DASHBOARD = {"district.dashboard"}  # counts alone
SCREENING = {"project.screen", "project.suspend", "project.cancel", "notice.see"}
YEARS = {"year.set_rules", "year.lock", "year.read_rules"}
DECIDING = {"project.decide", "project.transfer", "project.override_gate", "project.cancel"}
MANAGING = {"area.read", "form.read", "people.manage", "phones.see", "forms.manage", "areas.manage", "year.read_rules"}
MANAGING |= {"entity_list.read", "entity_list.manage"}  # lists and their properties, and no entity of them

ROLES = {
    "tambon_team": role("subdistrict", may=PHONE, sees={NAMES, PLANS, PROJECTS}, forms=TEAM_FORMS),
    "committee_member": role("village", may=PHONE, sees={PROJECTS}, forms=("project_progress",)),
    "district_officer": role(
        "district",
        may=PHONE | FIGURES | SUBMISSIONS | REVIEWING | SCREENING | DASHBOARD | ENTITIES | {"entity.write"},
        sees={AMOUNTS, NAMES, PLANS, PROJECTS},
        forms=("project_screening", "project_progress"),
    ),
    "district_chief": role("district", may=FIGURES | DASHBOARD | {"project.consent"}, sees={PLANS, PROJECTS}),
    "province_officer": role(
        "province",
        may=FIGURES | SUBMISSIONS | {"form.read", "submission.review"} | DECIDING | YEARS | ENTITIES,
        sees={PLANS, PROJECTS},
    ),
    "evaluation_committee": role(
        "province", may=PHONE | FIGURES, sees={PLANS, PROJECTS}, forms=("project_evaluation",)
    ),
    "admin": role("province", may=MANAGING, sees=set()),
}


def data_class(form_id: str) -> str:
    """The class of a form's answers; a form we do not know is protected like names of people."""
    return DATA_CLASSES.get(form_id, NAMES)


def roles_for(form_id: str) -> list[str]:
    """The roles whose phones get a form when it is first published, unless somebody says otherwise."""
    return [name for name, role in ROLES.items() if form_id in role.forms] or ["tambon_team"]


def manages_people(role: str) -> bool:
    """Whether whoever has this role gives others ways in; no for what is no role."""
    return role in ROLES and "people.manage" in ROLES[role].may


def list_class(list_name: str) -> str:
    """The class of a list's entities; what is no project is protected like names of people."""
    return PROJECTS if list_name == "projects" else NAMES


def may_see(sees: Collection[str], list_name: str) -> bool:
    """Whether whoever sees these classes of data may have the entities of a list."""
    return list_class(list_name) in sees


def reviewer_of(form_id: str) -> str:
    """The role that decides on submissions of a form: the province on evaluations, the district on all others."""
    return "province_officer" if form_id == EVALUATION else "district_officer"


@dataclass(frozen=True)
class Caller:
    """An actor in one workspace, with its one role and area there. by_key: a script of theirs acts, see `api_keys`."""

    actor_id: int
    kind: str
    name: str
    workspace_id: int
    role: str
    area_code: str
    by_key: bool = False

    def may(self, verb: str) -> bool:
        """Whether the role has the verb; whether the thing lies in the area is `covers`."""
        return verb in ROLES[self.role].may and not (self.by_key and verb in NOT_BY_KEY)

    def covers(self, code: str) -> bool:
        """Whether an area or village lies inside the caller's area."""
        return code.startswith(self.area_code)

    def reviews(self, form_id: str) -> bool:
        """Whether the role decides on submissions of this form."""
        return self.may("submission.review") and self.role == reviewer_of(form_id)

    @property
    def sees(self) -> frozenset[str]:
        return ROLES[self.role].sees
