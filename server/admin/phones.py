"""Pages of phones: when each was last heard of, with which app and forms, what it sent; its sheet, and its end."""

from datetime import UTC, datetime

from flask import Response, current_app, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from server.admin.room import admin
from server.auth import person_required
from server.db.queries import areas
from server.db.session import transaction
from server.domain import contacts, phones
from server.domain.permissions import Caller


@admin.get("/phones")
@person_required("phones.see")
def all_phones(caller: Caller) -> str:
    with transaction() as session:
        listed = contacts.phones(session, caller, datetime.now(UTC))
    return render_template("admin/phones.html", phones=listed)


@admin.get("/phones/<small:phone_id>")
@person_required("phones.see")
def one_phone(caller: Caller, phone_id: int) -> str:
    with transaction() as session:
        phone = contacts.phone(session, caller, phone_id, datetime.now(UTC))
        recent = contacts.recent(session, phone, caller.workspace_id)
    return render_template("admin/phone.html", phone=phone, recent=recent)


@admin.post("/phones/<small:phone_id>/sheet")
@person_required("people.manage")
def print_sheet(caller: Caller, phone_id: int) -> Response:
    """The sheet that sets the phone up, to print; it holds the key, so that making it is an event."""
    from server.admin import phone_sheets  # it brings a typesetter, which most processes never need

    with transaction() as session:
        key = phones.show(session, name_of(session, caller, phone_id), **acting(caller), secret=secret())
        code = key.phone.area_code
        places = areas.names(session, caller.workspace_id, code, len(code))
    made = phone_sheets.pdf([key], current_app.config["PUBLIC_URL"], places)
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'inline; filename="phone.pdf"'}
    return Response(made, content_type="application/pdf", headers=headers)


@admin.post("/phones/<small:phone_id>/revoke")
@person_required("people.manage")
def revoke(caller: Caller, phone_id: int) -> AnyResponse:
    with transaction() as session:
        phones.revoke(session, name_of(session, caller, phone_id), **acting(caller))
    return redirect(url_for("admin.one_phone", phone_id=phone_id, done="revoked"))


@admin.post("/phones/<small:phone_id>/reissue")
@person_required("people.manage")
def reissue(caller: Caller, phone_id: int) -> AnyResponse:
    """Another key; nobody sees it before the sheet is made."""
    with transaction() as session:
        phones.reissue(session, name_of(session, caller, phone_id), **acting(caller), secret=secret())
    return redirect(url_for("admin.one_phone", phone_id=phone_id, done="reissued"))


def name_of(session: Session, caller: Caller, phone_id: int) -> str:
    """Raises NotFound for a phone outside the caller's area."""
    return contacts.phone(session, caller, phone_id, datetime.now(UTC)).contact.name


def acting(caller: Caller) -> dict[str, int]:
    return {"workspace_id": caller.workspace_id, "by": caller.actor_id}


def secret() -> str:
    return current_app.config["SECRET_KEY"]
