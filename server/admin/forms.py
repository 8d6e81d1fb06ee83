"""Pages of forms: which there are, and which version phones get."""

from flask import render_template

from server.admin.room import admin
from server.auth import person_required
from server.db.queries import forms
from server.db.session import transaction
from server.domain.permissions import Caller


@admin.get("/forms")
@person_required("forms.manage")
def all_forms(caller: Caller) -> str:
    with transaction() as session:
        listed = forms.overview(session, caller.workspace_id)
    return render_template("admin/forms.html", forms=listed)
