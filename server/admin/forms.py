"""Pages of forms: which there are, and one of them with its doors, its versions and its draft."""

from collections.abc import Callable, Iterator

from flask import Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.admin.room import admin
from server.auth import person_required
from server.db.models import Trial
from server.db.queries import forms as queries
from server.db.session import transaction
from server.domain import forms, settings_code
from server.domain.forms import media, sheet, states, trials, uploads
from server.domain.forms.problems import DraftMissing, FormNotFound
from server.domain.permissions import Caller
from server.errors import NotFound, Problem
from server.queue import CONVERT_FORMS, nudge

MEGABYTE = 1_000_000
TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xml": "application/xml"}


@admin.get("/forms")
@person_required("forms.manage")
def all_forms(caller: Caller) -> str:
    return listed(caller)


@admin.post("/forms")
@person_required("forms.manage")
def upload(caller: Caller) -> AnyResponse | tuple[str, int]:
    """Take a workbook; a worker converts it while the next page waits."""
    file, roles = request.files.get("file"), request.form.getlist("roles")
    source = {"source": file.read() if file else b"", "file_name": (file.filename if file else "") or ""}
    try:
        with transaction() as session:
            named = {"roles": roles, "actor_id": caller.actor_id}
            upload_id = uploads.take(session, caller.workspace_id, **source, **named).id
    except Problem as problem:
        return listed(caller, problem=problem, chosen=roles), problem.status
    nudge(CONVERT_FORMS)
    return redirect(url_for("admin.uploaded", upload_id=upload_id))


upload.max_form_bytes = (uploads.MAX_MB + 1) * MEGABYTE


@admin.get("/uploads/<int:upload_id>")
@person_required("forms.manage")
def uploaded(caller: Caller, upload_id: int) -> AnyResponse | str:
    """What became of an upload; looks again by itself while it waits."""
    with transaction() as session:
        found = uploads.find(session, caller.workspace_id, upload_id)
        outcome, faults, name, roles = found.outcome, uploads.faults(found), found.file_name, found.roles
    if outcome and "form_id" in outcome:
        return redirect(url_for("admin.one_form", form_id=outcome["form_id"], done="drafted"))
    waits = outcome is None
    return render_template("admin/upload.html", waits=waits, faults=faults, file_name=name, **choices(roles))


@admin.get("/forms/<form_id>")
@person_required("forms.manage")
def one_form(caller: Caller, form_id: str) -> str:
    return opened(caller, form_id)


@admin.post("/forms/<form_id>/publish")
@person_required("forms.manage")
def publish(caller: Caller, form_id: str) -> AnyResponse | tuple[str, int]:
    """Publish the very draft that was looked at."""
    draft_id = request.form.get("draft", type=int)

    def verb(session, workspace_id, form_id, *, actor_id):
        draft = queries.draft_named(session, workspace_id, form_id)
        if draft is None or draft.id != draft_id:
            raise DraftMissing(form_id=form_id)
        forms.publish_draft(session, workspace_id, form_id, actor_id=actor_id, draft=draft)

    return acted(caller, form_id, verb, done="published")


@admin.post("/forms/<form_id>/discard")
@person_required("forms.manage")
def discard(caller: Caller, form_id: str) -> AnyResponse | tuple[str, int]:
    return acted(caller, form_id, forms.discard_draft, done="discarded")


@admin.post("/forms/<form_id>/state")
@person_required("forms.manage")
def state(caller: Caller, form_id: str) -> AnyResponse | tuple[str, int]:
    wanted = request.form.get("state", "")
    if wanted not in states.STATES:
        raise NotFound
    return acted(caller, form_id, states.set_state, wanted, done="state")


@admin.post("/forms/<form_id>/roles")
@person_required("forms.manage")
def roles(caller: Caller, form_id: str) -> AnyResponse | tuple[str, int]:
    return acted(caller, form_id, states.set_roles, request.form.getlist("roles"), done="roles")


@admin.post("/forms/<form_id>/delete")
@person_required("forms.manage")
def delete(caller: Caller, form_id: str) -> AnyResponse | tuple[str, int]:
    return acted(caller, form_id, states.delete, done="deleted")


@admin.post("/forms/<form_id>/restore")
@person_required("forms.manage")
def restore(caller: Caller, form_id: str) -> AnyResponse | tuple[str, int]:
    return acted(caller, form_id, states.restore, done="restored")


@admin.post("/forms/<form_id>/files")
@person_required("forms.manage")
def put_file(caller: Caller, form_id: str) -> AnyResponse | tuple[str, int]:
    """Put a file beside the draft, under the name that the form asks for."""
    name, file = request.form.get("name", ""), request.files.get("file")

    def verb(session, workspace_id, form_id, *, actor_id):
        if file is None or "\0" in name:
            raise NotFound
        store = current_app.extensions["blobs"]
        media.put_beside_draft(session, workspace_id, form_id, name, file.stream, store)

    return acted(caller, form_id, verb, done="file")


put_file.max_form_bytes = (media.MAX_FILE_MB + 1) * MEGABYTE


@admin.get("/forms/<form_id>/versions/<int:version_id>.<kind>")
@person_required("forms.manage")
def download(caller: Caller, form_id: str, version_id: int, kind: str) -> Response:
    """The workbook or the definition of a version, or of the draft."""
    with transaction() as session:
        form = states.find(session, caller.workspace_id, form_id)
        version = queries.version_of(session, form, version_id)
        content = getattr(version, kind, None) if kind in TYPES else None
    if content is None:
        raise NotFound
    response = Response(content, content_type=TYPES[kind])
    response.headers.set("Content-Disposition", "attachment", filename=f"{version_id}.{kind}")
    return response


def acted(caller: Caller, form_id: str, verb: Callable, *given: object, done: str) -> AnyResponse | tuple[str, int]:
    """Do it and show the form again; what stands in the way is said above it."""
    try:
        with transaction() as session:
            verb(session, caller.workspace_id, form_id, *given, actor_id=caller.actor_id)
            is_there = queries.by_form_id(session, caller.workspace_id, form_id) is not None
    except (NotFound, FormNotFound):
        raise
    except Problem as problem:
        return opened(caller, form_id, problem=problem), problem.status
    if not is_there:
        return redirect(url_for("admin.all_forms"))
    return redirect(url_for("admin.one_form", form_id=form_id, done=done))


def listed(caller: Caller, *, problem: Problem | None = None, chosen: list[str] | None = None) -> str:
    with transaction() as session:
        rows = queries.overview(session, caller.workspace_id)
    return render_template("admin/forms.html", forms=rows, problem=problem, **choices(chosen or ["tambon_team"]))


def choices(chosen: list[str]) -> dict:
    """What the boxes of roles need."""
    return {"roles": states.PHONE_ROLES, "chosen": chosen}


def opened(caller: Caller, form_id: str, *, problem: Problem | None = None) -> str:
    """The page of a form. Raises FormNotFound."""
    told = {"problem": problem, "done": request.args.get("done", ""), "states": states.STATES}
    with transaction() as session:
        found = sheet.sheet(session, caller.workspace_id, form_id)
        draft = draft_shown(found.draft, form_id) if found.draft else {}
        return render_template("admin/form.html", sheet=found, **draft, **told, **choices(found.form.roles))


def draft_shown(one: sheet.DraftSheet, form_id: str) -> dict:
    """The QR code at which a draft is tried, and what testers sent."""
    origin = {"public_url": current_app.config["PUBLIC_URL"], "secret": current_app.config["SECRET_KEY"]}
    settings = trials.settings(one.draft, form_id, one.title, **origin)
    code = settings_code.code_of(settings).svg_data_uri(scale=4)
    return {"code": code, "trials": [trial_shown(trial) for trial in one.trials]}


def trial_shown(trial: Trial) -> dict:
    """What a tester sent: when, each answer by its path, and which files came."""
    return {"at": trial.received_at, "answers": list(flat(trial.answers)), "files": trial.files}


def flat(answers: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Each answer by its path; those of a repeat are numbered."""
    if isinstance(answers, dict):
        for name, value in answers.items():
            yield from flat(value, f"{path}/{name}")
    elif isinstance(answers, list):
        for number, value in enumerate(answers, start=1):
            yield from flat(value, f"{path}[{number}]")
    elif answers not in (None, ""):
        yield path, answers
