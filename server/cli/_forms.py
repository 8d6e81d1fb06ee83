"""How a form is told on a terminal, or as JSON."""

from typing import TYPE_CHECKING

from server.cli import _terminal as terminal
from server.cli import locale
from server.config import Settings

if TYPE_CHECKING:  # commands answer at once, without SQLAlchemy
    from sqlalchemy.orm import Session


def looked_at(session: "Session", workspace_id: int, form_id: str, settings: Settings) -> tuple[dict, dict | None]:
    """A form as JSON, and the settings for trying its draft."""
    from server.domain.forms import sheet, trials

    found, spoken = sheet.sheet(session, workspace_id, form_id), locale()
    shown: dict = {"form_id": form_id, "state": found.form.state, "for": found.form.roles}
    shown["versions"] = [one._asdict() for one in found.versions]
    one = found.draft
    if one is None:
        return shown | {"draft": None}, None
    origin = {"public_url": settings.public_url, "secret": settings.secret}
    code = trials.settings(one.draft, form_id, one.title, **origin)
    shown["draft"] = {
        "version": one.draft.version,
        "server_url": code["general"]["server_url"],
        "remarks": [{"code": remark.code, "text": remark.text(spoken)} for remark in one.remarks],
        "missing_questions": one.missing,
        "files": {slot.name: slot.is_filled for slot in one.slots},
        "trials": len(one.trials),
    }
    return shown, code


def tell(shown: dict, *, as_json: bool) -> None:
    lines = [f"{shown['form_id']}  {shown['state']}  {', '.join(shown['for'])}"]
    lines += [
        f"{'→' if one['is_current'] else ' '} {one['version']}  {one['submissions']}" for one in shown["versions"]
    ]
    if draft := shown["draft"]:
        lines += [f"draft {draft['version']}", draft["server_url"]]
        lines += [f"- {remark['text']}" for remark in draft["remarks"]]
        lines += [f"! {path}" for path in draft["missing_questions"]]
    terminal.show(shown, as_json=as_json, text="\n".join(lines))
