"""Forms filled in simply: the blank form's own XML with answers put in by name, as Collect writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import uuid4

from lxml import etree

XFORMS = b' xmlns="http://www.w3.org/2002/xforms"'
TEMPLATE = "{http://openrosa.org/javarosa}template"
PLACE = {"amphoe_code": "5007", "tambon_code": "500705", "village_code": "50070503"}

# What a team answers when a test does not care. Names are those of the questions; they are unique in a form.
USUAL: dict[str, dict[str, object]] = {
    "household_register": PLACE
    | {"action": "new", "house_no": "12/3", "head_name": "นายสมมุติ ตัวอย่าง", "members": "4", "hh_seq": "1"}
    | {"origin": "existing", "exists_from": "1900-01-01", "status": "active", "closing": None, "split_from": None},
    "household_account": PLACE
    | {"house_no": "12/3", "plan_year": "2570", "consent_plan_use": "yes", "period_type": "m12", "book_seen": "yes"}
    | {"period_month": "10", "period_year_be": "2568", "period_start": "2025-10-01"}
    | {"entry_mode": "summary", "r_all": "60000", "p_all": "45000", "d_all": "0"}
    | {"receipt_total": "60000.0", "payment_total": "45000.0", "debt_total": "0.0", "balance": "15000.0"}
    | {"totals_confirmed": "yes", "receipt_amounts": None, "payment_amounts": None, "debt_amounts": None},
    "forum_attendance": PLACE
    | {"plan_year": "2570", "forum_type": "plan", "forum_date": "2026-11-20", "place_name": "ศาลาวัดสมมุติ"}
    | {"people_male": "40", "people_female": "45", "lao_present": "no", "has_walk_in": "no"},
    "community_plan": PLACE
    | {"plan_year": "2570", "has_written_plan": "yes", "plan_title": "แผนชุมชนบ้านสมมุติ", "plan_date": "2026-11-21"},
    "project_proposal": PLACE
    | {"fiscal_year": "2570", "gate": "unknown", "gate_note_make": None, "proposal_kind": "project"}
    | {"project_title": "ฝายชะลอน้ำบ้านสมมุติ", "programme": "3", "impl_unit": "village", "agency_name": None}
    | {"objectives": "กักน้ำไว้ใช้หน้าแล้ง", "activities": "สร้างฝาย 3 จุด", "work_mode": "self"}
    | {
        "budget_requested": "100000",
        "contribution_village": "20000",
        "contribution_lao": "0",
        "budget_detail": "หินและปูน",
    }
    | {"beneficiary_households": "40", "beneficiary_people": "130", "site": "19.01 98.83 320.0 5.0"}
    | {"planned_start": "2026-12-01", "planned_end": "2027-05-31", "proposed_stage": "proposed"}
    | {
        "from_plan": "yes",
        "plan_ref": "ลำดับ 3",
        "resolution_date": "2026-11-15",
        "votes_total": "15",
        "votes_for": "12",
    },
    "project_screening": {"project_label": "ฝายชะลอน้ำบ้านสมมุติ", "budget_requested": "100000"}
    | {"meeting_date": "2026-11-22", "mission_group": "economy", "suggested": "forwarded", "outcome": "forwarded"}
    | dict.fromkeys(("c_strategy_link", "c_from_plan", "c_benefit", "c_value", "c_completeness"), "pass")
    | {"budget_recommended": "80000", "priority_rank": "1"},
    "project_evaluation": {"project_label": "ฝายชะลอน้ำบ้านสมมุติ", "eval_date": "2026-11-22", "score_total": "15"}
    | {"s_effectiveness": "4", "s_quality": "5", "s_efficiency": "3", "s_organisation": "3", "objectives_met": "full"}
    | {"actual_households": "38", "continues": "yes", "best_practice": "no", "highlights": None, "eval_photo_2": None},
    "project_progress": {"reporter_role": "tambon_team", "report_date": "2026-11-22", "milestone": "working"}
    | {"percent_physical": "40", "disbursed_total": "40000.0"},
}
LABELS = {"households": "12/3 นายสมมุติ ตัวอย่าง", "projects": "ฝายชะลอน้ำบ้านสมมุติ - ม.3 บ้านสมมุติ"}


@dataclass(frozen=True)
class Filled:
    """A finalized form on the phone. files: content by name, every file that lies in its folder."""

    form_id: str
    instance_id: str
    xml: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def root(self) -> etree._Element:
        return etree.fromstring(self.xml)

    def with_files(self, **changes: bytes) -> "Filled":
        """The same form with other files in its folder."""
        return replace(self, files={**self.files, **changes})


def fill(blank: bytes, answers: Mapping[str, object], files: Mapping[str, bytes], entity: Mapping[str, str]) -> Filled:
    """Fill in a blank form.

    answers: text by the name of the question; a list of mappings for a repeat; None for what was not asked.
    files: content by the name of the question that asks for it.
    entity: the attributes of `meta/entity` and its label, where the form has one.
    """
    root = primary_instance(blank)
    names = {question: f"{question}-{uuid4().hex[:8]}.jpg" for question in files}
    empty_repeats(root)
    own_id = {"instanceID": f"uuid:{uuid4()}"}
    for question, answer in (own_id | usual_answers(root) | dict(answers) | names).items():
        put(root, question, answer)
    put_entity(root, {"id": str(answers.get("project") or answers.get("household") or uuid4())} | dict(entity))
    instance_id = root.findtext("meta/instanceID", "")
    return Filled(root.get("id"), instance_id, written(root), {names[q]: content for q, content in files.items()})


def usual_answers(root: etree._Element) -> dict[str, object]:
    """What the test did not say, as far as this version of the form asks for it."""
    return {
        name: answer for name, answer in USUAL.get(root.get("id"), {}).items() if root.find(f".//{name}") is not None
    }


def edit(old: Filled, answers: Mapping[str, object]) -> Filled:
    """What Collect makes when a sent form is edited: a new id, the old one as `deprecatedID`, the same files."""
    root = old.root
    meta = root.find("meta")
    if meta.find("deprecatedID") is None:
        etree.SubElement(meta, "deprecatedID")
    ids = {"instanceID": f"uuid:{uuid4()}", "deprecatedID": old.instance_id}
    for question, answer in (ids | dict(answers)).items():
        put(root, question, answer)
    return replace(old, instance_id=root.findtext("meta/instanceID", ""), xml=written(root))


def primary_instance(blank: bytes) -> etree._Element:
    """The form's data before anybody answered: no default namespace, the other prefixes kept, as Collect has it."""
    instance = next(e for e in etree.fromstring(blank).iter("{*}instance") if len(e) and e[0].get("id"))
    return etree.fromstring(etree.tostring(instance[0], with_tail=False).replace(XFORMS, b""))


def empty_repeats(root: etree._Element) -> None:
    """A repeat starts without instances."""
    for template in root.findall(f".//*[@{TEMPLATE}]"):
        group = template.getparent()
        for twin in group.findall(template.tag):
            group.remove(twin)


def put(root: etree._Element, question: str, answer: object) -> None:
    """Write one answer. A question the form does not have fails the test."""
    if isinstance(answer, list):
        for entry in answer:
            added = etree.Element(question)
            root.insert(len(root) - 1, added)  # before meta
            put_below(added, entry)
        return
    found = root.find(f".//{question}")
    if found is None:
        raise KeyError(question)
    if answer is None:
        found.getparent().remove(found)
    else:
        found.text = str(answer)


def put_below(parent: etree._Element, entry: Mapping[str, object]) -> None:
    """Write the answers of a repeat's instance; a mapping is a group."""
    for name, value in entry.items():
        node = etree.SubElement(parent, name)
        if isinstance(value, Mapping):
            put_below(node, value)
        else:
            node.text = value


def put_entity(root: etree._Element, entity: Mapping[str, str]) -> None:
    """A creation where the form can create, else an update of what the phone holds as version 1."""
    element = root.find("meta/entity")
    if element is None:
        return
    creates, label_of = "create" in element.attrib, LABELS[element.get("dataset")]
    usual = {"create": "1", "update": "0"} if creates else {"update": "1", "baseVersion": "1", "trunkVersion": "1"}
    for name, value in (usual | entity).items():
        if name in element.attrib:
            element.set(name, value)
    label = element.find("label")
    if label is not None:
        label.text = entity.get("label", label_of)


def written(root: etree._Element) -> bytes:
    return b"<?xml version='1.0' encoding='UTF-8' ?>" + etree.tostring(root, encoding="UTF-8", xml_declaration=False)
