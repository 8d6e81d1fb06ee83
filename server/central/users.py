"""People with an account: found, added, renamed, closed; and one's own password."""

from flask import Response, g, request

from server.auth import SIGNED_IN, allows, bearer_token
from server.central import roles
from server.central.actors import user_shape
from server.central.people_schemas import PasswordChangeSchema, UserChangeSchema, UserSentSchema
from server.central.problems import DutyMissing
from server.central.schemas import SuccessSchema, UserSchema
from server.central.told import WORD, told
from server.central.wire import answer, body, central, done, text_of, wants_more
from server.db.queries.web_users import WebUser
from server.db.session import transaction
from server.domain import accounts, sessions
from server.domain.tokens import fingerprint
from server.errors import NotAllowed

USER = "/users/<small:user_id>"


@central.get("/users")
@allows(SIGNED_IN)
@told(UserSchema, many=True, query={"q": WORD})
def users() -> Response:
    """The people of the caller's area, or those whose address or name has `q` in it.

    Whoever does not look after people finds one of the province by their whole address."""
    word = request.args.get("q", "").replace("\0", "").strip()
    with transaction() as session:
        found = accounts.listing(session, g.caller, word)
    return answer([shape(one) for one in found])


@central.post("/users")
@allows("people.manage")
@told(UserSchema, body=UserSentSchema, also=(409,))
def add_user() -> Response:
    """Give somebody an account with one role in one area; without a password nobody can sign in to it yet."""
    sent = body()
    email = text_of(sent, "email")
    password = text_of(sent, "password") if sent.get("password") is not None else None
    if not (sent.get("role") and sent.get("area")):
        raise DutyMissing
    role, area = roles.named(sent["role"], "role"), text_of(sent, "area")
    with transaction() as session:
        made = accounts.add(session, g.caller, email, role=role, area_code=area, password=password)
    return answer(shape(made))


@central.get(USER)
@allows(SIGNED_IN)
@told(UserSchema)
def user(user_id: int) -> Response:
    """Somebody of the caller's area, or the caller."""
    with transaction() as session:
        return answer(shape(accounts.find(session, g.caller, user_id)))


@central.patch(USER)
@allows(SIGNED_IN)
@told(UserSchema, body=UserChangeSchema, also=(409,))
def change_user(user_id: int) -> Response:
    """Another name; for whoever looks after people also another address."""
    sent = body()
    given = {ours: text_of(sent, theirs) for ours, theirs in CHANGEABLE.items() if theirs in sent}
    with transaction() as session:
        return answer(shape(accounts.change(session, g.caller, user_id, **given)))


CHANGEABLE = {"name": "displayName", "email": "email"}


@central.delete(USER)
@allows("people.manage")
@told(SuccessSchema, also=(409,))
def close_user(user_id: int) -> Response:
    """Close an account and end its sign-ins; what the person did stays."""
    with transaction() as session:
        accounts.close(session, g.caller, user_id)
    return done()


@central.put(f"{USER}/password")
@allows(SIGNED_IN)
@told(SuccessSchema, body=PasswordChangeSchema)
def change_password(user_id: int) -> Response:
    """Another password of the caller's own; ends the caller's other logins."""
    if user_id != g.caller.actor_id:
        raise NotAllowed
    sent = body()
    old, new = text_of(sent, "old"), text_of(sent, "new")
    with transaction() as session:
        email = accounts.find(session, g.caller, user_id).email
    sessions.authenticate(email, old, address=request.remote_addr or "")  # guesses count as those of a sign-in
    with transaction() as session:
        accounts.set_password(session, g.caller, new, token_sha256=fingerprint(bearer_token()))
    return done()


def shape(user: WebUser) -> dict:
    more = {"properties": {"role": user.role, "area": user.area_code}} if user.role and wants_more() else {}
    return more | user_shape(user)
