"""One's own API keys: made, shown once, listed, ended."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.auth import SIGNED_IN, person_required, this_token
from server.db.session import transaction
from server.domain import api_keys, sign_ins
from server.domain.permissions import Caller
from server.errors import NotFound, Problem

own_keys = Blueprint("own_keys", __name__, template_folder="templates")
Answer = AnyResponse | str | tuple[str, int]


@own_keys.get("/me/keys")
@person_required(SIGNED_IN)
def keys(caller: Caller) -> str:
    return keys_page(caller)


@own_keys.post("/me/keys")
@person_required(SIGNED_IN)
def make_key(caller: Caller) -> Answer:
    """The key stands on the answer alone: nobody can look at it again."""
    chosen = {name: request.form.get(name, "") for name in ("name", "scope", "part")}
    try:
        with transaction() as transacted:
            sign_ins.check_fresh(transacted, this_token())
            made = api_keys.make(transacted, caller, days=request.form.get("days", 0, type=int), **chosen)
    except Problem as problem:
        return keys_page(caller, problem), problem.status
    return keys_page(caller, secret=made.secret)


@own_keys.post("/me/keys/end")
@person_required(SIGNED_IN)
def end_key(caller: Caller) -> AnyResponse:
    try:
        with transaction() as transacted:
            api_keys.end(transacted, caller, request.form.get("key", 0, type=int))
    except NotFound:  # it has ended meanwhile
        pass
    return redirect(url_for("own_keys.keys", done="ended"))


def keys_page(caller: Caller, problem: Problem | None = None, secret: str = "") -> str:
    with transaction() as transacted:
        mine = api_keys.of(transacted, caller.actor_id)
        is_fresh = sign_ins.is_fresh(transacted, this_token())
    told = {"problem": problem, "typed": request.form if problem else {}, "secret": secret, "is_fresh": is_fresh}
    return render_template("pages/my_keys.html", keys=mine, rules=api_keys, done=request.args.get("done", ""), **told)
