"""Signing in as scripts do, and who one is."""

import hashlib
import hmac

from flask import Response, current_app, g, request

from server import auth
from server.auth import ANYBODY, SIGNED_IN, allows
from server.central.actors import user_shape
from server.central.schemas import CredentialsSchema, SessionAliveSchema, SessionSchema, SuccessSchema, UserSchema
from server.central.told import told
from server.central.wire import answer, body, central, moment, text_of, wants_more
from server.db.queries import web_users
from server.db.session import transaction
from server.domain import api_keys, phone_keys, sessions
from server.domain.permissions import ROLES
from server.domain.sessions import SignInRefused
from server.domain.tokens import fingerprint
from server.errors import NotAllowed, NotFound


@central.post("/sessions")
@allows(ANYBODY)
@told(SessionSchema, body=CredentialsSchema)
def sign_in() -> Response:
    """A token for `Authorization: Bearer`, good for a day; for an API key sent as the password, the key itself."""
    sent = body()
    email, password = text_of(sent, "email"), text_of(sent, "password")
    if api_keys.is_key(password):
        return opened_by_key(email, password)
    came = {"address": request.remote_addr or "", "user_agent": request.user_agent.string}
    came["asked"] = current_app.config["SECOND_FACTOR"]
    signed_in = sessions.sign_in(email, password, sessions.BEARER, **came)
    lasts = {"createdAt": moment(signed_in.created_at), "expiresAt": moment(signed_in.expires_at)}
    return answer({"token": signed_in.token, "csrf": csrf_of(signed_in.token)} | lasts)


def opened_by_key(email: str, key: str) -> Response:
    """What lets a client like pyODK come in with a key where it asks for a password. No login is opened."""
    with transaction() as session:
        found = api_keys.of_owner(session, key, email)
    if found is None:
        raise SignInRefused
    lasts = {"createdAt": moment(found.created_at), "expiresAt": moment(found.expires_at)}
    return answer({"token": key, "csrf": csrf_of(key)} | lasts)


@central.get("/sessions/restore")
@allows(ANYBODY)
@told(SessionAliveSchema)
def restore() -> Response:
    """Whether a token is still alive, for clients that kept one."""
    with transaction() as session:
        login = web_users.living_login(session, fingerprint(auth.bearer_token()), sessions.BEARER)
    if login is None:
        raise NotFound
    return answer({"createdAt": moment(login.created_at), "expiresAt": moment(login.expires_at)})


@central.delete("/sessions/current")
@allows(SIGNED_IN)
@told(SuccessSchema)
def sign_out() -> Response:
    """End the login of the token that comes with the request."""
    return end(auth.bearer_token())


@central.delete("/sessions/<token>")
@allows(SIGNED_IN)
@told(SuccessSchema)
def sign_out_elsewhere(token: str) -> Response:
    """End another login of the caller's own, or the access of the phone with this key."""
    return end(token)


def end(token: str) -> Response:
    """End a login of the caller's own, or the access of a phone. Raises NotAllowed for any other, there or not."""
    with transaction() as session:
        holder = sessions.by_token(session, token, sessions.BEARER)
        if holder is None:
            phone_keys.revoke_holder(session, g.caller, token)
        elif holder.actor_id != g.caller.actor_id:
            raise NotAllowed
        else:
            sessions.sign_out(session, token)
    return answer({"success": True})


@central.get("/users/current")
@allows(SIGNED_IN)
@told(UserSchema)
def current_user() -> Response:
    """Who calls."""
    with transaction() as session:
        user = web_users.web_user(session, g.caller.actor_id)
    more = {
        "verbs": sorted(filter(g.caller.may, ROLES[g.caller.role].may)),
        "preferences": {"site": {}, "projects": {}},
    }
    return answer(user_shape(user) | (more if wants_more() else {}))


def csrf_of(token: str) -> str:
    """A second value that only the holder of the token can know; nothing under /v1 asks for it."""
    secret = current_app.config["SECRET_KEY"]
    return hmac.new(secret.encode(), f"csrf:{token}".encode(), hashlib.sha256).hexdigest()
