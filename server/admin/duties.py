"""Pages that give somebody a role in an area: a new account, or another duty. First the role, then where."""

from flask import redirect, render_template, request, url_for

from server.admin import places
from server.admin.people import Answer, check_fresh_for, typed
from server.admin.room import admin
from server.auth import person_required, scope_of
from server.db.session import transaction
from server.domain import account_acts
from server.domain.permissions import ROLES, Caller
from server.errors import NotFound, Problem


@admin.get("/people/new")
@person_required("people.manage")
def new_person(caller: Caller) -> str:
    return form_for_new(caller, request.args.get("role", ""))


@admin.post("/people")
@person_required("people.manage")
def add_person(caller: Caller) -> Answer:
    role = typed("role")
    try:
        with transaction() as session:
            check_fresh_for(session, role)
            given = {"role": role, "area_code": typed("area")}
            person_id = account_acts.add(session, caller, typed("email"), typed("name"), **given)
    except Problem as problem:
        return form_for_new(caller, role, problem), problem.status
    return redirect(url_for("admin.one_person", person_id=person_id, done="added"))


def form_for_new(caller: Caller, role: str, problem: Problem | None = None) -> str:
    return form(caller, role, problem=problem, account=None)


@admin.get("/people/<small:person_id>/duty")
@person_required("people.manage")
def duty(caller: Caller, person_id: int) -> str:
    return form_for_duty(caller, person_id, request.args.get("role", ""))


@admin.post("/people/<small:person_id>/duty")
@person_required("people.manage")
def give_duty(caller: Caller, person_id: int) -> Answer:
    given = {"role": typed("role"), "area_code": typed("area")}
    try:
        with transaction() as session:
            check_fresh_for(session, given["role"])
            account_acts.give_duty(session, caller, person_id, typed("seen"), **given)
    except NotFound:
        raise
    except Problem as problem:
        return form_for_duty(caller, person_id, given["role"], problem), problem.status
    return redirect(url_for("admin.one_person", person_id=person_id, done="duty"))


def form_for_duty(caller: Caller, person_id: int, role: str, problem: Problem | None = None) -> str:
    with transaction() as session:
        account = account_acts.find(session, caller, person_id)
    return form(caller, role or account.role, problem=problem, account=account, seen=account_acts.seen(account))


def form(caller: Caller, role: str, **told: object) -> str:
    """The role alone when none is chosen yet, which says of what level the places are."""
    known = role if role in ROLES else ""
    with transaction(scope_of(caller)) as session:
        groups = places.for_role(session, caller, known) if known else []
    return render_template("admin/duty.html", role=known, roles=ROLES, groups=groups, typed=request.form, **told)
