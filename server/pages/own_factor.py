"""One's own second factor: set up with an app, confirmed by a code, switched off; recovery codes."""

import segno
from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.auth import SET_UP, SIGNED_IN, person_required, this_token
from server.db.queries import second_factors
from server.db.session import transaction
from server.domain import accounts, second_factor, sign_ins
from server.domain.permissions import Caller
from server.errors import Problem

own_factor = Blueprint("own_factor", __name__, template_folder="templates")
Answer = AnyResponse | str | tuple[str, int]


@own_factor.get("/me/second-factor")
@person_required(SIGNED_IN)
def factor(caller: Caller) -> str:
    return factor_page(caller)


@own_factor.post("/me/second-factor")
@person_required(SIGNED_IN)
def begin(caller: Caller) -> Answer:
    """Make a secret, which the page shows until it is confirmed."""
    try:
        with transaction() as transacted:
            sign_ins.check_fresh(transacted, this_token())
            second_factor.begin(transacted, caller, secret=secret())
    except Problem as problem:
        return factor_page(caller, problem), problem.status
    return redirect(url_for("own_factor.factor"))


@own_factor.post("/me/second-factor/confirm")
@person_required(SIGNED_IN)
def confirm(caller: Caller) -> Answer:
    """Switch it on; every sign-in that came in without it ends."""
    try:
        with transaction() as transacted:
            sign_ins.check_fresh(transacted, this_token())
        codes = second_factor.confirm(caller, typed(), secret=secret(), address=address())
    except Problem as problem:
        return factor_page(caller, problem), problem.status
    with transaction() as transacted:
        sign_ins.end_others(transacted, caller, this_token())
    session.pop(SET_UP, None)
    return factor_page(caller, codes=codes)


@own_factor.post("/me/second-factor/codes")
@person_required(SIGNED_IN)
def renew_codes(caller: Caller) -> Answer:
    try:
        codes = second_factor.renew_codes(caller, typed(), secret=secret(), address=address())
    except Problem as problem:
        return factor_page(caller, problem), problem.status
    return factor_page(caller, codes=codes)


@own_factor.post("/me/second-factor/off")
@person_required(SIGNED_IN)
def switch_off(caller: Caller) -> Answer:
    asked = {"secret": secret(), "address": address(), "is_asked": is_asked(caller)}
    try:
        second_factor.switch_off(caller, typed(), **asked)
    except Problem as problem:
        return factor_page(caller, problem), problem.status
    return redirect(url_for("own_factor.factor", done="off"))


def factor_page(caller: Caller, problem: Problem | None = None, codes: list[str] | None = None) -> str:
    """codes: recovery codes that were just made, told once. A secret that waits is shown to a fresh sign-in alone."""
    with transaction() as transacted:
        email = accounts.find(transacted, caller, caller.actor_id).email
        is_on = second_factor.is_on(transacted, caller.actor_id)
        left = second_factors.codes_left(transacted, caller.actor_id)
        is_fresh = sign_ins.is_fresh(transacted, this_token())
        begun = second_factor.begun(transacted, caller, email, secret=secret()) if is_fresh else None
    image = segno.make_qr(begun.uri, error="m").svg_data_uri(scale=4, light="#fff") if begun else ""
    told = {"problem": problem, "codes": codes, "left": left, "done": request.args.get("done", "")}
    shown = {"is_on": is_on, "is_asked": is_asked(caller), "begun": begun, "image": image, "is_fresh": is_fresh}
    return render_template("pages/my_second_factor.html", **shown, **told)


def is_asked(caller: Caller) -> bool:
    return caller.role in current_app.config["SECOND_FACTOR"]


def typed() -> str:
    return request.form.get("code", "")


def secret() -> str:
    return current_app.config["SECRET_KEY"]


def address() -> str:
    return request.remote_addr or ""
