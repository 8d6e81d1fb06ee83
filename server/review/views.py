"""The addresses of the district's review: the list, a submission, decisions on it, and its files."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Response, current_app, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from server.auth import person_required, scope_of
from server.db.queries import reading
from server.db.session import transaction
from server.domain import dismissals, pictures, reviews, withdrawals
from server.domain.dismissals import ReasonMissing
from server.domain.permissions import Caller
from server.domain.withdrawals import HouseholdNotNamed
from server.errors import CommentMissing, NotFound, Problem, ReviewOutdated
from server.pages.words import word
from server.review import files, listing, maps
from server.review.back import after
from server.review.back import batch as batch_of
from server.review.room import review
from server.review.sheet import is_seen_by, seen_of, sheet

DECISIONS = ("approved", "has_issues", "rejected", "received")


@review.get("/review")
@person_required("submission.list")
def inbox(caller: Caller) -> str:
    with transaction(scope_of(caller)) as session:
        context = listing.context(session, caller, listing.choice()) | {"batch": batch_of(session, caller)}
    return render_template("review/inbox.html", **context)


@review.get("/review/<int:submission_id>")
@person_required("submission.read")
def submission(caller: Caller, submission_id: int) -> str:
    version = request.args.get("version", type=int)
    return opened(caller, submission_id, version_id=version)


@review.post("/review/<int:submission_id>")
@person_required("submission.review")
def decide(caller: Caller, submission_id: int) -> AnyResponse:
    """Approve, send back, reject or open again, unless somebody was quicker; then the next one of the list."""
    state, comment = request.form.get("state", ""), request.form.get("comment", "")
    seen = seen_of(request.form.get("seen", ""))
    if seen is None or state not in DECISIONS:
        raise NotFound
    try:
        with transaction() as session:
            following = next_of(session, caller, submission_id)
            batch_id = reviews.review(session, caller, submission_id, state, comment, seen=seen)
    except (ReviewOutdated, CommentMissing) as problem:
        return refused(caller, submission_id, problem, comment=comment)
    return redirect(after(following or request.full_path, batch=batch_id))


def next_of(session: Session, caller: Caller, submission_id: int) -> str | None:
    """The next submission of the list that the caller goes through; the list itself at its end, None without one."""
    if "queue" not in request.args:
        return None
    chosen = listing.choice()
    following = listing.neighbours(session, caller, chosen, submission_id).next
    return listing.step(chosen, following) if following else chosen.href()


@review.post("/review/<int:submission_id>/comments")
@person_required("submission.review")
def comment(caller: Caller, submission_id: int) -> AnyResponse:
    """Say something without deciding."""
    said = request.form.get("comment", "")
    try:
        with transaction() as session:
            reviews.comment_on(session, caller, submission_id, said)
    except CommentMissing as problem:
        return refused(caller, submission_id, problem)
    return redirect(after(request.full_path.replace("/comments", "", 1), done="commented"))


@review.post("/review/<int:submission_id>/flags/<code>")
@person_required("submission.review")
def dismiss(caller: Caller, submission_id: int, code: str) -> AnyResponse:
    """Set a flag aside with a reason, or raise it again."""
    reason = request.form.get("reason", "")
    try:
        with transaction() as session:
            if "again" in request.form:
                dismissals.raise_again(session, caller, submission_id, code)
            else:
                dismissals.dismiss(session, caller, submission_id, code, reason)
    except ReasonMissing as problem:
        return refused(caller, submission_id, problem, dismissing=code)
    return redirect(after(request.full_path.replace(f"/flags/{code}", "", 1), done="flag"))


@review.post("/review/<int:submission_id>/area")
@person_required("submission.accept_area")
def accept_area(caller: Caller, submission_id: int) -> AnyResponse:
    with transaction() as session:
        reviews.accept_area(session, caller, submission_id)
    return redirect(url_for("review.submission", submission_id=submission_id, done="area"))


@review.post("/review/<int:submission_id>/withdrawal")
@person_required("withdrawal.record")
def withdraw(caller: Caller, submission_id: int) -> AnyResponse:
    """The household of this account takes back its agreement: all its accounts of the year are erased."""
    try:
        with transaction() as session:
            terms = {"now": datetime.now(UTC), "store": current_app.extensions["blobs"]}
            withdrawals.record_for(session, caller, submission_id, **terms)
    except HouseholdNotNamed as problem:
        return refused(caller, submission_id, problem)
    return redirect(url_for("review.inbox", done="withdrawn"))


@review.get("/files/<int:submission_id>/<path:name>")
@person_required("project.read")
def file(caller: Caller, submission_id: int, name: str) -> Response:
    """A file of a submission the caller may see; a photo as it came, with the position inside, only to reviewers."""
    size = request.args.get("size", "")
    with transaction(scope_of(caller)) as session:
        found = reading.file(session, caller.workspace_id, submission_id, name)
    if found is None or not is_seen_by(caller, found):
        raise NotFound
    try:
        return shown_file(caller, current_app.extensions["blobs"].sound(found.sha256), name, size)
    except OSError as error:
        raise NotFound from error


def shown_file(caller: Caller, path: Path, name: str, size: str) -> Response:
    """Raises NotFound, and OSError when there is no such file."""
    if size in files.SIZES:
        return files.copy(path, files.SIZES[size])
    if caller.may("file.original"):
        return files.original(path, name)
    if pictures.is_picture(path, name):
        return files.copy(path)
    if not caller.may("submission.read"):
        raise NotFound
    return files.original(path, name)


def opened(caller: Caller, submission_id: int, *, version_id: int | None = None, **told: object) -> str:
    chosen = listing.choice()
    with transaction(scope_of(caller)) as session:
        shown = sheet(session, caller, submission_id, version_id)
        told |= {"map": maps.drawn(session, caller, shown), "batch": batch_of(session, caller)}
        if "queue" in request.args:
            told |= {"around": listing.neighbours(session, caller, chosen, submission_id)}
    draw = request.args.get("draw", "")
    told |= {"chosen": chosen, "step": listing.step, "draw": int(draw) if listing.is_id(draw) else None}
    return render_template("review/submission.html", sheet=shown, **told)


def refused(caller: Caller, submission_id: int, problem: Problem, **kept: str) -> Response:
    """The page as it is now, what stood in the way, and what the officer had written."""
    if "state" in problem.details:
        problem = type(problem)(state=word(problem.details["state"], "state"))
    response = Response(opened(caller, submission_id, problem=problem, **kept), problem.status)
    response.headers["X-Yudee-Problem"] = problem.code
    return response
