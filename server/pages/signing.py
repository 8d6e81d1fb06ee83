"""Signing in and out with a browser, and the page of one's role."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, session, url_for
from flask_login import LoginManager, login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from server.auth import ANYBODY, SET_UP, Browser, allows, current_person, this_token
from server.db.session import transaction
from server.domain import half_way, second_factor, sessions
from server.domain.permissions import Caller
from server.domain.sessions import BROWSER, SignedIn, SignInRefused
from server.domain.throttle import TooManyAttempts
from server.errors import Problem

pages = Blueprint("pages", __name__, template_folder="templates")
manager = LoginManager()
manager.session_protection = None  # it would sign out whoever gets another address, as phones and vans do
HALF_WAY = "half_way"  # of the cookie: what the password opened
HOMES = (("submission.accept_area", "review.inbox"), ("area.read", "province.area"))  # the district's desk is its inbox


@manager.user_loader
def browser_of(token: str) -> Browser | None:
    with transaction() as session:
        caller = sessions.by_token(session, token, BROWSER)
    return Browser(token, caller) if caller else None


@pages.get("/")
@allows(ANYBODY)
def start() -> AnyResponse | str:
    """The page of one's role, or the sign-in."""
    caller = current_person()
    if caller is not None:
        return redirect(home_of(caller))
    return sign_in_form()


@pages.post("/")
@allows(ANYBODY)
def sign_in() -> AnyResponse:
    """Open a login. What was asked for before the sign-in is where it leads."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        came = {"address": request.remote_addr or "", "user_agent": request.user_agent.string}
        signed_in = sessions.sign_in(email, password, BROWSER, **came)
    except (SignInRefused, TooManyAttempts) as problem:
        return Response(sign_in_form(email=email, problem=problem), problem.status)
    wanted = request.form.get("next", "")
    start_afresh()
    if isinstance(signed_in, sessions.Passed):
        session[HALF_WAY] = half_way.pass_of(current_app.config["SECRET_KEY"], signed_in.actor_id, signed_in.kept)
        return redirect(url_for("second_step.ask", **({"next": wanted} if is_local(wanted) else {})))
    return come_in(signed_in, wanted)


def come_in(signed_in: SignedIn, wanted: str, *, by_provider: bool = False) -> AnyResponse:
    """Keep the login in this browser, and lead on; first to the second factor, if its role has to set one up or
    somebody took it off. by_provider: second factors are then the affair of who signed them in.
    """
    caller = signed_in.caller
    login_user(Browser(signed_in.token, caller))
    with transaction() as transacted:
        was_taken_off = second_factor.told_off(transacted, caller.actor_id)
        is_on = second_factor.is_on(transacted, caller.actor_id)
    if caller.role in current_app.config["SECOND_FACTOR"] and not is_on and not by_provider:
        session[SET_UP] = True
    if was_taken_off or SET_UP in session:
        return redirect(url_for("own_factor.factor", **({"done": "taken_off"} if was_taken_off else {})))
    return redirect(wanted if is_local(wanted) else home_of(caller))


@pages.post("/sign-out")
@allows(ANYBODY)
def sign_out() -> AnyResponse:
    """next: where the following sign-in leads, for whoever is only to show again who they are."""
    wanted = request.form.get("next", "")
    end_here()
    return redirect(url_for("pages.start", **({"next": wanted} if is_local(wanted) else {})))


def end_here() -> None:
    """End the login of this browser in the database, so that a copied cookie is worth nothing."""
    with transaction() as transacted:
        sessions.sign_out(transacted, this_token())
    logout_user()
    start_afresh()


def sign_in_form(*, email: str = "", problem: Problem | None = None) -> str:
    wanted = request.values.get("next", "")
    told = {"problem": problem, "next": wanted if is_local(wanted) else "", "provider": current_app.config["OIDC"]}
    return render_template("pages/sign_in.html", email=email, **told)


def start_afresh() -> None:
    """Another session for another login: only the language stays."""
    lang = session.get("lang")
    session.clear()
    if lang:
        session["lang"] = lang


def home_of(caller: Caller) -> str:
    """The first page that the role may see."""
    for verb, endpoint in HOMES:
        if caller.may(verb):
            return url_for(endpoint, **({"code": caller.area_code} if endpoint == "province.area" else {}))
    return url_for("pages.no_pages")


@pages.get("/no-pages")
@allows(ANYBODY)
def no_pages() -> str:
    """For those whose work is in ODK Collect."""
    return render_template("pages/no_pages.html")


def is_local(address: str) -> bool:
    """Whether an address stays on this server however a browser reads it."""
    is_path = address.startswith("/") and not address.startswith("//")
    return is_path and "\\" not in address and address.isprintable()
