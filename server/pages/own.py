"""One's own page: name, password, where one is signed in, and what others did with the account."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.auth import SIGNED_IN, person_required, this_token
from server.db.queries import account_list
from server.db.session import transaction
from server.domain import accounts, api_keys, passwords, second_factor, sessions, sign_ins
from server.domain.permissions import Caller
from server.domain.tokens import fingerprint
from server.errors import NotFound, Problem
from server.pages.signing import pages

RECENT = 10
Answer = AnyResponse | str | tuple[str, int]


class OldPasswordWrong(Problem):
    status, code = 422, "old-password-wrong"
    th = "รหัสผ่านเดิมไม่ถูกต้อง ถ้าลืม ให้ขอลิงก์หรือรหัสตั้งใหม่จากผู้ดูแลระบบ"
    en = "The old password is wrong. If it is forgotten, ask the administrator for a link or a code."


@pages.get("/me")
@person_required(SIGNED_IN)
def me(caller: Caller) -> str:
    return own_page(caller)


@pages.post("/me/name")
@person_required(SIGNED_IN)
def rename_me(caller: Caller) -> Answer:
    try:
        with transaction() as transacted:
            accounts.change(transacted, caller, caller.actor_id, name=request.form.get("name", "").strip())
    except accounts.NameUnusable as problem:
        return own_page(caller, problem), problem.status
    return redirect(url_for("pages.me", done="named"))


@pages.post("/me/password")
@person_required(SIGNED_IN)
def change_my_password(caller: Caller) -> Answer:
    """Guesses of the old one count as those of a sign-in."""
    old, new = request.form.get("old", ""), request.form.get("password", "")
    try:
        passwords.check(new, request.form.get("again", ""))
        with transaction() as transacted:
            email = accounts.find(transacted, caller, caller.actor_id).email
        sessions.authenticate(email, old, address=request.remote_addr or "")
        with transaction() as transacted:
            accounts.set_password(transacted, caller, new, token_sha256=fingerprint(this_token()))
    except sessions.SignInRefused:
        return own_page(caller, OldPasswordWrong()), OldPasswordWrong.status
    except Problem as problem:
        return own_page(caller, problem), problem.status
    return redirect(url_for("pages.me", done="password"))


@pages.post("/me/sign-ins")
@person_required(SIGNED_IN)
def end_my_sign_in(caller: Caller) -> AnyResponse:
    """End one, or all but the one that asks."""
    name = request.form.get("sign_in", "")
    try:
        with transaction() as transacted:
            if "others" in request.form:
                sign_ins.end_others(transacted, caller, this_token())
            else:
                sign_ins.end_one(transacted, caller, name)
    except NotFound:  # it has ended by itself meanwhile
        pass
    return redirect(url_for("pages.me", done="ended"))


def own_page(caller: Caller, problem: Problem | None = None) -> str:
    with transaction() as transacted:
        account = account_list.one(transacted, caller.workspace_id, "", caller.actor_id)
        mine = sign_ins.of(transacted, caller.actor_id, this_token())
        keys = len(api_keys.of(transacted, caller.actor_id))
        has_factor = second_factor.is_on(transacted, caller.actor_id)
        history = account_list.history(transacted, caller.workspace_id, caller.actor_id, RECENT)
    typed = request.form if problem else {}
    told = {
        "keys": keys,
        "has_factor": has_factor,
        "problem": problem,
        "typed": typed,
        "done": request.args.get("done", ""),
        "shortest": passwords.SHORTEST,
    }
    return render_template("pages/me.html", one=account, sign_ins=mine, history=history, **told)
