"""Workbooks that wait, converted one after the other, each in a process of its own."""

from server.db.queries import forms
from server.db.session import transaction
from server.domain.forms import uploads
from server.domain.forms.apart import convert_apart
from server.queue import CONVERT_FORMS, forget_nudge
from workers.accounts import accounted


@accounted
def convert_forms() -> int:
    """Settle every upload that waits; returns how many. Safe to run twice."""
    forget_nudge(CONVERT_FORMS)
    settled = 0
    while True:
        with transaction() as session:
            upload = forms.next_upload(session)
            if upload is None:
                return settled
            uploads.settle(session, upload, convert_apart)
        settled += 1
