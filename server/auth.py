"""Who calls: a phone by the token in its URL, a person by cookie, bearer token or password; what routes ask of them."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from flask import Response, current_app, request
from flask import session as cookie
from flask_login import UserMixin, current_user
from sqlalchemy.orm import Session

from server.db.queries import people
from server.db.session import Scope, transaction
from server.domain import api_keys, sessions
from server.domain.permissions import Caller
from server.domain.tokens import fingerprint, is_well_formed
from server.errors import NotAllowed, NotFound, PhoneUnknown, Problem

View = TypeVar("View", bound=Callable)

SET_UP, SETTING_UP = "set_up", "own_factor"  # of the cookie: a second factor is to be set up; the room where
READS = ("GET", "HEAD", "OPTIONS")
ANYBODY, SIGNED_IN = "anybody", "signed in"  # for routes that ask for no verb of a role


class NotSignedIn(Problem):
    status, code, central_code = 401, "not-signed-in", 401.2
    th = "กรุณาเข้าสู่ระบบก่อน หรือการเข้าสู่ระบบหมดอายุแล้ว"
    en = "Sign in first, or sign in again: the session has run out."


class SecondFactorToSetUp(Problem):
    status, code, central_code = 403, "second-factor-to-set-up", 403.1
    th = "บทบาทของคุณต้องใช้การยืนยันสองขั้น ตั้งค่าที่หน้า /me/second-factor ก่อน"
    en = "Your role needs a second factor: set it up on /me/second-factor first."


class PasswordNeeded(NotSignedIn):
    code = "password-needed"
    th = "ต้องใช้อีเมลและรหัสผ่าน หรือให้โทรศัพท์สแกนรหัส QR จากอำเภอ"
    en = "E-mail address and password are needed here; or let the phone scan a QR code from the district."


class PasswordInTheClear(Problem):
    status, code, central_code = 401, "password-in-the-clear", 401.3
    th = "อีเมลและรหัสผ่านใช้ได้เมื่อที่อยู่ขึ้นต้นด้วย https:// เท่านั้น แก้ที่อยู่เซิร์ฟเวอร์ในแอป"
    en = "E-mail address and password are taken over https alone. Let the server's address begin with https://."


def allows(verb: str) -> Callable[[View], View]:
    """Say which verb of `server.domain.permissions` a route needs; a test fails for routes that say nothing."""

    def mark(view: View) -> View:
        view.allows = verb
        return view

    return mark


def phone_of(session: Session, token: str, workspace_id: int) -> Caller:
    """The phone that holds this token. Raises PhoneUnknown (403): a 401 would make Collect ask for a password."""
    held = people.phone_by_token(session, fingerprint(token), workspace_id) if is_well_formed(token) else None
    if held is None:
        raise PhoneUnknown
    return Caller(*held)


def verb_asked() -> str:
    """What the route of this request asks for, as its `@allows` says."""
    return current_app.view_functions[request.endpoint].allows


def person_by_password(workspace_id: int | None) -> Caller:
    """Who sends e-mail and password with this request (Basic), in this workspace, or in their first one without it;
    makes its own transactions.

    Instead of the password one of their keys may be sent. Raises PasswordInTheClear without https, PasswordNeeded when
    nothing of the kind is sent, what `sessions.authenticate`, `sessions.without_second_factor` and `person_by_key`
    raise, and NotFound without a duty in the workspace.
    """
    if not request.is_secure:
        raise PasswordInTheClear
    sent = request.authorization
    if sent is None or sent.type != "basic":
        raise PasswordNeeded
    email, password = sent.username or "", sent.password or ""
    if api_keys.is_key(password):
        with transaction() as session:
            caller = person_by_key(session, password, email)
    else:
        caller = sessions.authenticate(email, password, address=request.remote_addr or "", every_time=True)
        sessions.without_second_factor(caller, current_app.config["SECOND_FACTOR"])
    if workspace_id is None:
        return caller
    with transaction() as session:
        return in_workspace(session, caller, workspace_id)


def in_workspace(session: Session, caller: Caller, workspace_id: int) -> Caller:
    """Somebody as they work in this workspace. Raises NotFound: without a duty there it does not exist for them."""
    if caller.workspace_id == workspace_id:
        return caller
    held = people.held_by(session, caller.actor_id, workspace_id)
    if held is None:
        raise NotFound
    return Caller(*held, by_key=caller.by_key)


def challenge(response: Response) -> Response:
    """Let a client ask for a password and answer with it, which Collect does when told so; never in the clear."""
    if response.status_code == 401 and request.is_secure:
        response.headers["WWW-Authenticate"] = 'Basic realm="Yudee"'
    return response


def bearer_token() -> str:
    """The token of `Authorization: Bearer …`; empty without one or with another scheme."""
    authorization = request.authorization
    return (authorization.token or "") if authorization and authorization.type == "bearer" else ""


def script_of(session: Session, token: str) -> Caller:
    """Who holds this bearer token or key, in their first workspace.

    Raises NotSignedIn, and what `person_by_key` raises.
    """
    if api_keys.is_key(token):
        return person_by_key(session, token)
    caller = sessions.by_token(session, token, sessions.BEARER)
    if caller is None:
        raise NotSignedIn
    return caller


def person_by_key(session: Session, key: str, email: str | None = None) -> Caller:
    """Whose key this is, if it is for what this request asks. email: whose it has to be, where one is sent.

    Raises NotSignedIn, and what `api_keys.use` raises.
    """
    asked = {"writes": request.method not in READS, "figures": request.path.startswith("/api/")}
    caller = api_keys.use(session, key, email, **asked)
    if caller is None:
        raise NotSignedIn
    return caller


def scope_of(caller: Caller) -> Scope:
    """What row-level security lets a person see: their area, and the classes of data of their role."""
    return Scope(caller.workspace_id, (caller.area_code,), caller.sees)


class Browser(UserMixin):
    """A browser that is signed in: the token in its cookie, and who holds it."""

    def __init__(self, token: str, caller: Caller) -> None:
        self.token, self.caller = token, caller

    def get_id(self) -> str:
        return self.token


def current_person() -> Caller | None:
    """Who is signed in with this browser; looked up once in a request."""
    return getattr(current_user, "caller", None)


def this_token() -> str:
    """Of the sign-in of this browser; empty without one."""
    return getattr(current_user, "token", "")


def person_here() -> Caller:
    """Who is signed in with this browser, and has what the role needs. Raises NotSignedIn and SecondFactorToSetUp."""
    caller = current_person()
    if caller is None:
        raise NotSignedIn
    if SET_UP in cookie and request.blueprint != SETTING_UP:
        raise SecondFactorToSetUp
    return caller


def person_required(verb: str) -> Callable[[View], View]:
    """A page that asks for a verb (or for SIGNED_IN); its view is called with the caller first.

    Raises what `person_here` raises (a page leads to the sign-in, or to the second factor) and NotAllowed.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def checked(*args: object, **named: object):
            caller = person_here()
            if verb != SIGNED_IN and not caller.may(verb):
                raise NotAllowed
            return view(caller, *args, **named)

        return allows(verb)(checked)

    return mark
