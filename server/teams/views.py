"""The address of a team's page. The token in it is written down nowhere: not in our logs, not in those of others."""

import logging
from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, render_template

from server.auth import ANYBODY, allows
from server.db.session import transaction
from server.domain import phones
from server.domain.team_page import team_page
from server.errors import Problem
from server.logs import places
from server.pages import refusals

teams = Blueprint("teams", __name__, template_folder="templates")
log = logging.getLogger(__name__)


class TeamPageUnknown(Problem):
    status, code, central_code = 404, "team-page-unknown", 404.1
    th = "ลิงก์นี้ใช้ไม่ได้แล้ว อาจเพราะโทรศัพท์ได้รหัสใหม่หรือถูกยกเลิกสิทธิ์ ขอลิงก์ใหม่จากอำเภอ"
    en = "This link has ended: the phone got a new code, or was revoked. Ask the district for a new one."


@teams.get("/team/<token>")
@allows(ANYBODY)
def page(token: str) -> str:
    with transaction() as session:
        phone = phones.by_page_token(session, token, current_app.config["SECRET_KEY"])
        if phone is None:
            raise TeamPageUnknown
        shown = team_page(session, phone, datetime.now(UTC))
    return render_template("teams/page.html", page=shown)


@teams.errorhandler(Exception)
def failed(error: Exception) -> Response:
    """A fault of ours is noted without the address, which holds the token."""
    if isinstance(error, Problem):
        return refusals.page(error)
    log.error("failed at a team's page why=%s where=%s", type(error).__name__, places(error))  # noqa: TRY400
    return refusals.page(refusals.OurFault(), bare=True)


@teams.after_request
def keep_to_yourself(response: Response) -> Response:
    """Whoever follows a link from here does not tell where from; nothing is kept, nor found by a search."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
