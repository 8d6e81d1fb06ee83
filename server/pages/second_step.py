"""The second step of a sign-in: the code of the app, after the password."""

from flask import Blueprint, current_app, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.auth import ANYBODY, allows
from server.domain import sessions
from server.domain.half_way import SecondStepEnded
from server.domain.second_factor import SecondCodeWrong
from server.domain.throttle import TooManyAttempts
from server.errors import Problem
from server.pages.signing import HALF_WAY, come_in, is_local, sign_in_form, start_afresh

second_step = Blueprint("second_step", __name__, template_folder="templates")
Answer = AnyResponse | str | tuple[str, int]


@second_step.get("/sign-in/code")
@allows(ANYBODY)
def ask() -> Answer:
    return code_form() if HALF_WAY in session else redirect(url_for("pages.start"))


@second_step.post("/sign-in/code")
@allows(ANYBODY)
def check() -> Answer:
    """Open the login. Whoever is too late begins again with the password."""
    came = {"address": request.remote_addr or "", "user_agent": request.user_agent.string}
    given, code = session.get(HALF_WAY, ""), request.form.get("code", "")
    try:
        signed_in = sessions.finish(given, code, secret=current_app.config["SECRET_KEY"], **came)
    except (SecondCodeWrong, TooManyAttempts) as problem:
        return code_form(problem), problem.status
    except (SecondStepEnded, sessions.SignInRefused) as problem:
        start_afresh()
        g.form_stands_at = url_for("pages.start")
        return sign_in_form(problem=problem), problem.status
    start_afresh()
    return come_in(signed_in, request.form.get("next", ""))


def code_form(problem: Problem | None = None) -> str:
    wanted = request.values.get("next", "")
    return render_template("pages/second_step.html", problem=problem, next=wanted if is_local(wanted) else "")
