"""Trying a draft: what a tester's phone gets and sends. Nothing of it counts, and it goes with the draft.

A draft is tried by whoever has its link, so that nobody real stands in its lists: areas and villages are as they are,
households and projects are made up.
"""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy.orm import Session

from server import errors
from server.db.models import EntityList, FormVersion, Trial, Workspace
from server.db.queries import forms, places
from server.domain import answers, lists, settings_code
from server.domain.admission import check_names
from server.domain.lists import ListFile, csv_bytes, md5
from server.domain.permissions import Caller
from server.domain.submissions import FilePart, made_up_id, matched, read
from server.domain.tokens import draft_token

MOST, MAX_XML_MB = 200, 1  # of a draft, and of each of its trials
VILLAGES, OF_EACH = 3, 2  # that made-up entities are in
MADE_UP: dict[str, dict[str, str]] = {
    "households": {"house_no": "{n}/1", "hh_seq": "1", "head_name": "ครัวเรือนตัวอย่าง {n}", "status": "active"}
    | {"members": "4", "exists_from": "1900-01-01"},
    "projects": {"project_code": "ตัวอย่าง-{n}", "project_title": "โครงการตัวอย่าง {n}", "stage": "in_progress"}
    | {"budget_requested": "100000", "budget_approved": "100000", "proposal_kind": "project", "programme": "1"},
}


class TrialsFull(errors.Problem):
    status, code, central_code = 409, "trials-full", 409.0
    th = "ฉบับร่างนี้มีการทดลองส่งครบ {most} ครั้งแล้ว เผยแพร่หรืออัปโหลดฉบับร่างใหม่ก่อนส่งเพิ่ม"
    en = "{most} trials of this draft were sent already. Publish it, or upload it anew, before more are sent."


class DraftLinkDead(errors.Problem):
    status, code, central_code = 404, "draft-link-dead", 404.4
    th = "ฉบับร่างนี้ถูกเผยแพร่ ถูกแทน หรือถูกลบไปแล้ว ขอ QR ใหม่จากผู้ดูแลแบบฟอร์ม"
    en = "This draft was published, replaced or thrown away. Ask whoever looks after the form for a new QR code."


@dataclass(frozen=True)
class Sent:
    """What a tester's phone posted."""

    xml: bytes
    files: tuple[FilePart, ...]


def settings(draft: FormVersion, form_id: str, title: str, *, public_url: str, secret: str) -> dict:
    """Collect's settings for trying a draft. They hold its link: for whoever is to try it."""
    token, form = draft_token(secret, draft.id), quote(form_id, safe="")
    address = f"{public_url}/v1/test/{token}/projects/{draft.workspace_id}/forms/{form}/draft"
    return settings_code.of_draft(form_id, title, address)


def draft_of_link(session: Session, workspace_id: int, form_id: str, token: str, secret: str) -> FormVersion:
    """The draft that is tried at this link. Raises DraftLinkDead."""
    draft = forms.draft_named(session, workspace_id, form_id) if "\0" not in form_id else None
    if draft is None or not hmac.compare_digest(draft_token(secret, draft.id).encode(), token.encode()):
        raise DraftLinkDead
    return draft


def receive(session: Session, draft: FormVersion, form_id: str, sent: Sent) -> None:
    """Keep what a tester sent; the names and sizes of its files, not their bytes.

    Raises XmlUnreadable, EnvelopeWithoutId, FileNameUnsafe, FormUnknown, FormVersionUnknown, SubmissionConflict,
    UploadTooLarge and TrialsFull.
    """
    instance = read(sent.xml)
    check_names(name for part in sent.files for name in part.names)
    if instance.form_id != form_id:
        raise errors.FormUnknown(form_id=instance.form_id)
    if instance.version != draft.version:
        raise errors.FormVersionUnknown(form_id=form_id, version=instance.version)
    said, names = answers.read_sent(instance, answers.shape_of(draft.questions))
    check_names(names)
    instance_id = instance.instance_id or made_up_id(sent.xml)
    trial = one(session, draft, instance_id)
    if trial is None:
        check_room(session, draft, sent)
        trial = Trial(form_version_id=draft.id, workspace_id=draft.workspace_id, instance_id=instance_id)
        trial.xml, trial.answers, trial.files = sent.xml, said, dict.fromkeys(names)
        session.add(trial)
    elif trial.xml != sent.xml:
        raise errors.SubmissionConflict(instance_id=instance_id)
    trial.files = trial.files | sizes(sent.files, names)
    session.flush()


def check_room(session: Session, draft: FormVersion, sent: Sent) -> None:
    """Whoever has the link may send: what they fill of the disk has an end. Raises UploadTooLarge and TrialsFull."""
    if len(sent.xml) > MAX_XML_MB * 1_000_000:
        raise errors.UploadTooLarge(limit_mb=MAX_XML_MB)
    if forms.count_trials(session, draft) >= MOST:
        raise TrialsFull(most=MOST)


def one(session: Session, draft: FormVersion, instance_id: str) -> Trial | None:
    """Of two that come at once the second waits for the first."""
    session.refresh(draft, with_for_update=True)
    return forms.trial(session, draft, instance_id)


def sizes(files: tuple[FilePart, ...], names: Collection[str]) -> dict[str, int]:
    """{name: bytes} of the files that came."""
    return {name: part.content.seek(0, 2) for name, part in matched(files, list(names)).items()}


def list_file(session: Session, workspace_id: int, name: str) -> ListFile | None:
    """A list as testers get it; None when there is no such list."""
    if name in lists.PLAIN:
        return lists.list_file(session, tester(session, workspace_id), name)
    known = session.get(EntityList, (workspace_id, name.removesuffix(".csv"))) if name.endswith(".csv") else None
    if known is None:
        return None
    content = made_up(session, known)
    return ListFile(name, md5(content), lambda: content)


def tester(session: Session, workspace_id: int) -> Caller:
    """Somebody who may see where the villages are, and nothing else."""
    return Caller(0, "tester", "", workspace_id, "tambon_team", session.get_one(Workspace, workspace_id).province_code)


def made_up(session: Session, known: EntityList) -> bytes:
    """Some entities in the first villages, the same at every sync."""
    province = session.get_one(Workspace, known.workspace_id).province_code
    villages = places.villages_for_phones(session, known.workspace_id, province)[:VILLAGES]
    rows = []
    for n, village in enumerate((one for one in villages for _ in range(OF_EACH)), start=1):
        place = {"amphoe_code": village.code[:4], "tambon_code": village.code[:6], "village_code": village.code}
        data = place | {name: value.format(n=n) for name, value in MADE_UP.get(known.name, {}).items()}
        label = data.get("head_name") or data.get("project_title") or f"ตัวอย่าง {n}"
        rows.append((f"00000000-0000-4000-8000-{n:012d}", label, 1, *(data.get(p, "") for p in known.properties)))
    return csv_bytes(("name", "label", "__version", *known.properties), rows)
