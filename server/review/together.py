"""Deciding on many: a village's submissions approved together after a sample, a decision taken back within a minute."""

from datetime import UTC, datetime

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.auth import person_required, scope_of
from server.db.queries import draws as queries
from server.db.queries import reading
from server.db.session import transaction
from server.domain import batches, draws
from server.domain.draws import NothingToApprove, NotTogether, SampleNotOpened
from server.domain.permissions import Caller
from server.errors import Problem
from server.review import listing
from server.review.back import after
from server.review.room import review


@review.post("/review/draws")
@person_required("submission.review")
def draw(caller: Caller) -> AnyResponse:
    """Draw from what the list is narrowed to: a form and a village."""
    chosen = listing.choice()
    try:
        with transaction() as session:
            drawn = draws.draw(session, caller, chosen.form, chosen.village)
            draw_id = drawn.id
    except (NotTogether, NothingToApprove) as problem:
        return listed(caller, problem)
    return redirect(url_for("review.drawn", draw_id=draw_id, back=chosen.href()))


@review.get("/review/draws/<int:draw_id>")
@person_required("submission.review")
def drawn(caller: Caller, draw_id: int) -> str:
    """What was drawn, what of it was opened, and the button for all of them."""
    return shown(caller, draw_id)


@review.post("/review/draws/<int:draw_id>")
@person_required("submission.review")
def approve(caller: Caller, draw_id: int) -> AnyResponse:
    try:
        with transaction() as session:
            done = draws.approve(session, caller, draw_id)
    except (SampleNotOpened, NothingToApprove) as problem:
        return refused(shown(caller, draw_id, problem), problem)
    told = {"batch": done.batch_id} | ({"skipped": done.skipped} if done.skipped else {})
    return redirect(after(request.args.get("back", ""), **told))


@review.post("/review/batches/<int:batch_id>/undo")
@person_required("submission.review")
def undo(caller: Caller, batch_id: int) -> AnyResponse:
    """Back to how it was, and to the page one came from."""
    with transaction() as session:
        batches.undo(session, caller, batch_id, datetime.now(UTC))
    return redirect(after(request.args.get("back", ""), batch=batch_id))


def shown(caller: Caller, draw_id: int, problem: Problem | None = None) -> str:
    with transaction() as session:  # a draw is its officer's own; whose phone sent what is no one else's to read
        found = draws.look(session, caller, draw_id)
        sample = queries.shown(session, found.draw.sample)
        place = reading.names(session, caller.workspace_id, [found.draw.village_code]).get(found.draw.village_code)
        told = {"drawn": found, "sample": sample, "place": place, "back": after(request.args.get("back", ""))}
        return render_template("review/draw.html", problem=problem, **told)


def listed(caller: Caller, problem: Problem) -> Response:
    """The list as it is, and why nothing was drawn from it."""
    with transaction(scope_of(caller)) as session:
        context = listing.context(session, caller, listing.choice())
    return refused(render_template("review/inbox.html", problem=problem, **context), problem)


def refused(page: str, problem: Problem) -> Response:
    response = Response(page, problem.status)
    response.headers["X-Yudee-Problem"] = problem.code
    return response
