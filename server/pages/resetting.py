"""Setting a password without the old one: by a link, or by an e-mail address and the code from a printed sheet."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.auth import ANYBODY, allows
from server.db.session import transaction
from server.domain import resets
from server.domain.passwords import SHORTEST, PasswordsDiffer, PasswordTooShort
from server.domain.throttle import TooManyAttempts
from server.errors import Problem
from server.pages.secret_addresses import keep_secret
from server.pages.signing import end_here

reset = Blueprint("reset", __name__, template_folder="templates")
keep_secret(reset)
Answer = AnyResponse | tuple[str, int]


@reset.get("/reset")
@allows(ANYBODY)
def by_code() -> str:
    return code_form()


@reset.post("/reset")
@allows(ANYBODY)
def set_by_code() -> Answer:
    """The same is said of an unknown address, of a wrong code and of one that ended."""
    given = request.form.get("email", ""), request.form.get("code", ""), *passwords()
    try:
        resets.use_code(*given, address=request.remote_addr or "")
    except (resets.CodeWrong, TooManyAttempts, PasswordTooShort, PasswordsDiffer) as problem:
        return code_form(problem), problem.status
    return done()


@reset.get("/reset/<token>")
@allows(ANYBODY)
def by_link(token: str) -> str:
    return link_form(token)


@reset.post("/reset/<token>")
@allows(ANYBODY)
def set_by_link(token: str) -> Answer:
    try:
        with transaction() as transacted:
            resets.use_link(transacted, token, *passwords())
    except (PasswordTooShort, PasswordsDiffer) as problem:
        return link_form(token, problem), problem.status
    return done()


def passwords() -> tuple[str, str]:
    return request.form.get("password", ""), request.form.get("again", "")


def code_form(problem: Problem | None = None) -> str:
    return render_template("pages/reset.html", problem=problem, typed=request.form, email=None, shortest=SHORTEST)


def link_form(token: str, problem: Problem | None = None) -> str:
    """Raises LinkEnded."""
    with transaction() as transacted:
        email = resets.email_of(transacted, token)
    return render_template("pages/reset.html", problem=problem, typed={}, email=email, shortest=SHORTEST)


def done() -> AnyResponse:
    """To the sign-in, also when somebody else was signed in with this browser."""
    end_here()
    return redirect(url_for("pages.start", done="password"))
