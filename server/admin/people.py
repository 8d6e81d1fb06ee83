"""Pages of people: who has an account, and one of them: name, duty, password, sign-ins, closing."""

from collections.abc import Callable
from dataclasses import replace

from flask import Response, current_app, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from server.admin import places
from server.admin.room import admin
from server.auth import person_required, this_token
from server.db.queries import account_list
from server.db.queries.account_list import Wanted
from server.db.session import transaction
from server.domain import account_acts, second_factor, sign_ins
from server.domain.permissions import ROLES, Caller, manages_people
from server.domain.resets import CODE, LINK, Given
from server.errors import NotFound, Problem

MOST_PAGES = 10_000
CLOSED, CAME = ("open", "closed", "all"), ("", "never", "long_ago")
Answer = AnyResponse | str | tuple[str, int]


@admin.get("/people")
@person_required("people.manage")
def all_people(caller: Caller) -> str:
    """The accounts of the area, narrowed down."""
    wanted, place = wanted_of(caller)
    page = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    with transaction() as session:
        found = account_acts.listing(session, replace(caller, area_code=place), wanted, page)
        there = places.districts(session, caller)
    pages = {"page": page, "last": max(1, -(-found.total // account_acts.PAGE))}
    chosen = {"wanted": wanted, "place": place, "places": there, "roles": ROLES, "closed": CLOSED, "came": CAME}
    return render_template("admin/people.html", found=found, **pages, **chosen)


def wanted_of(caller: Caller) -> tuple[Wanted, str]:
    """What the address narrows the list by, and the place, which is the caller's area or lies inside it."""
    args = request.args
    place = args.get("area", "")
    wanted = Wanted(
        word=args.get("word", "").strip(),
        role=args["role"] if args.get("role") in ROLES else "",
        closed=args["closed"] if args.get("closed") in CLOSED else CLOSED[0],
        came=args["came"] if args.get("came") in CAME else "",
    )
    return wanted, place if place.isdigit() and caller.covers(place) else caller.area_code


@admin.get("/roles")
@person_required("people.manage")
def all_roles(caller: Caller) -> str:
    """What each role is for, and how many people have it."""
    with transaction() as session:
        numbers = account_list.number_by_role(session, caller.workspace_id, caller.area_code)
    return render_template("admin/roles.html", roles=ROLES, numbers=numbers)


@admin.get("/people/<small:person_id>")
@person_required("people.manage")
def one_person(caller: Caller, person_id: int) -> str:
    return opened(caller, person_id)


@admin.post("/people/<small:person_id>/name")
@person_required("people.manage")
def rename_person(caller: Caller, person_id: int) -> Answer:
    given = {"name": typed("name"), "email": typed("email")}

    def act(session: Session) -> None:
        if account_acts.is_moved(session, caller, person_id, given["email"]):
            check_fresh_for(session, account_acts.find(session, caller, person_id).role)
        account_acts.rename(session, caller, person_id, typed("seen"), **given)

    return acted(caller, person_id, act, done="named")


@admin.post("/people/<small:person_id>/close")
@person_required("people.manage")
def close_person(caller: Caller, person_id: int) -> Answer:
    return acted(caller, person_id, lambda it: account_acts.close(it, caller, person_id, typed("seen")), done="closed")


@admin.post("/people/<small:person_id>/open")
@person_required("people.manage")
def open_person(caller: Caller, person_id: int) -> Answer:
    def act(session: Session) -> None:
        check_fresh_for(session, account_acts.find(session, caller, person_id).role)
        account_acts.reopen(session, caller, person_id, typed("seen"))

    return acted(caller, person_id, act, done="opened")


@admin.post("/people/<small:person_id>/sign-ins")
@person_required("people.manage")
def end_sign_ins(caller: Caller, person_id: int) -> Answer:
    return acted(caller, person_id, lambda it: account_acts.end_sign_ins(it, caller, person_id), done="ended")


@admin.post("/people/<small:person_id>/second-factor")
@person_required("people.manage")
def take_second_factor_off(caller: Caller, person_id: int) -> Answer:
    done = "taken_off"
    return acted(caller, person_id, lambda it: account_acts.take_second_factor_off(it, caller, person_id), done=done)


@admin.post("/people/<small:person_id>/take-back")
@person_required("people.manage")
def take_reset_back(caller: Caller, person_id: int) -> Answer:
    return acted(caller, person_id, lambda it: account_acts.take_reset_back(it, caller, person_id), done="taken_back")


@admin.post("/people/<small:person_id>/link")
@person_required("people.manage")
def give_link(caller: Caller, person_id: int) -> Answer:
    """The link stands on the answer alone: it is in no address of ours, and nobody can look at it again."""
    try:
        with transaction() as session:
            given = way_in(session, caller, person_id, LINK)
    except NotFound:
        raise
    except Problem as problem:
        return opened(caller, person_id, problem=problem), problem.status
    return opened(caller, person_id, link=current_app.config["PUBLIC_URL"] + given.path)


@admin.post("/people/<small:person_id>/code")
@person_required("people.manage")
def print_code(caller: Caller, person_id: int) -> Response | tuple[str, int]:
    """A sheet with a code, to print and hand over."""
    from server.admin import code_sheet  # it brings a typesetter, which most processes never need

    try:
        with transaction() as session:
            given = way_in(session, caller, person_id, CODE)
    except NotFound:
        raise
    except Problem as problem:
        return opened(caller, person_id, problem=problem), problem.status
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'inline; filename="code.pdf"'}
    made = code_sheet.pdf(given, current_app.config["PUBLIC_URL"])
    return Response(made, content_type="application/pdf", headers=headers)


def way_in(session: Session, caller: Caller, person_id: int, kind: str) -> Given:
    """A link or a code. Raises what `check_fresh_for` and `account_acts.give_reset` raise."""
    check_fresh_for(session, account_acts.find(session, caller, person_id).role)
    return account_acts.give_reset(session, caller, person_id, kind)


def check_fresh_for(session: Session, role: str) -> None:
    """A way in for whoever gives ways in, oneself first, asks for a fresh sign-in: it would outlast the browser that
    somebody left open. Raises SignInTooOld."""
    if manages_people(role):
        sign_ins.check_fresh(session, this_token())


def acted(caller: Caller, person_id: int, act: Callable[[Session], object], *, done: str) -> Answer:
    """Do it and show the account again; what stands in the way is said above it, with what was typed."""
    try:
        with transaction() as session:
            act(session)
    except NotFound:
        raise
    except Problem as problem:
        return opened(caller, person_id, problem=problem), problem.status
    return redirect(url_for("admin.one_person", person_id=person_id, done=done))


def opened(caller: Caller, person_id: int, *, problem: Problem | None = None, link: str = "") -> str:
    """The page of an account. link: one that was just given out. Raises NotFound."""
    with transaction() as session:
        account = account_acts.find(session, caller, person_id)
        logins = sign_ins.of(session, person_id)
        has_factor = second_factor.is_on(session, person_id)
        history = account_list.history(session, caller.workspace_id, person_id, account_acts.RECENT)
    typed_in = request.form if problem and request.endpoint == "admin.rename_person" else {}
    told = {"problem": problem, "link": link, "typed": typed_in, "done": request.args.get("done", "")}
    told |= {"seen": account_acts.seen(account), "has_factor": has_factor}
    return render_template("admin/person.html", one=account, sign_ins=logins, history=history, **told)


def typed(name: str) -> str:
    return request.form.get(name, "").replace("\0", "").strip()
