"""What waits for somebody: withdrawals for the chief's consent, notices for the district to pass on."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from sqlalchemy import Row
from werkzeug.wrappers import Response as AnyResponse

from server.auth import person_required, scope_of
from server.db.queries import figures, project_acts, project_notices
from server.db.session import transaction
from server.domain.permissions import Caller
from server.domain.projects import notices as verbs
from server.pages.formats import today
from server.projects import listing
from server.projects.reading import MOST_ID
from server.projects.room import projects

NOTICES_ON_A_PAGE = 50


@projects.get("/withdrawals")
@person_required("project.read")
def withdrawals(caller: Caller) -> str:
    """Withdrawals that wait for the chief's consent, the oldest first; or all of them, the latest first."""
    area, is_all = listing.choice(caller).area, "all" in request.args
    with transaction(scope_of(caller)) as session:
        found = project_acts.withdrawals(session, caller.workspace_id, area, with_consented=is_all)
        above = figures.area_names(session, caller.workspace_id, area)
    context = {"found": found[::-1] if is_all else found, "is_all": is_all, "above": above, "code": area}
    return render_template("projects/withdrawals.html", done=request.args.get("done", ""), **context)


@projects.get("/notices")
@person_required("project.read")
def notices(caller: Caller) -> str:
    """What the district and its villages are told of; the latest first."""
    area, is_all = listing.choice(caller).area, "all" in request.args
    before = request.args.get("before", type=int)
    before = before if before is not None and 0 < before < MOST_ID else None
    wanted = {"with_seen": is_all, "before": before, "most": NOTICES_ON_A_PAGE + 1}
    with transaction(scope_of(caller)) as session:
        found = project_notices.of_area(session, caller.workspace_id, area, **wanted)
        above = figures.area_names(session, caller.workspace_id, area)
    shown, is_more = found[:NOTICES_ON_A_PAGE], len(found) > NOTICES_ON_A_PAGE
    older = shown[-1].id if is_more else None
    context = {"found": by_move(shown), "older": older, "is_all": is_all, "above": above, "code": area}
    return render_template("projects/notices.html", result_of=verbs.result_of, **context)


def by_move(found: Sequence[Row]) -> list[dict[str, Row]]:
    """The notices to the district and to the village of the same move beside each other."""
    moves: dict[int, dict[str, Row]] = {}
    for notice in found:
        to = "village" if len(notice.area_code) == 8 else "district"
        moves.setdefault(notice.move_id, {})[to] = notice
    return list(moves.values())


@projects.post("/notices/<int:notice_id>/seen")
@person_required("notice.see")
def see(caller: Caller, notice_id: int) -> AnyResponse:
    """The district read it, or told the village."""
    with transaction() as session:
        verbs.see(session, caller, notice_id, now=datetime.now(UTC))
    return redirect(url_for("projects.notices", **({"all": "1"} if "all" in request.form else {})))


@projects.get("/notices/<int:notice_id>/letter")
@person_required("project.read")
def letter(caller: Caller, notice_id: int) -> str:
    """A notice as a letter to the village, to be printed."""
    with transaction(scope_of(caller)) as session:
        notice = verbs.one(session, caller, notice_id)
        above = figures.area_names(session, caller.workspace_id, notice.village_code[:6])
    names = {area.level: area for area in above}
    return render_template(
        "projects/letter.html", notice=notice, result=verbs.result_of(notice), names=names, today=today()
    )
