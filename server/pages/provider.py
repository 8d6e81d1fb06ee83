"""Signing in by a provider: OpenID Connect, authorization code with PKCE, by authlib."""

import logging
import time
from functools import cache
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.auth import ANYBODY, allows, current_person
from server.config import Provider
from server.domain import by_provider
from server.domain.sessions import SignInRefused
from server.domain.sign_ins import LATELY
from server.errors import NotFound, Problem
from server.pages.signing import come_in, home_of, is_local, sign_in_form, start_afresh

if TYPE_CHECKING:
    from authlib.integrations.flask_client import FlaskOAuth2App

log = logging.getLogger(__name__)
provider = Blueprint("provider", __name__)
WANTED = "wanted"  # of the cookie: what was asked for before the sign-in
TIMEOUT_S = 10
CLOCKS_S = 60  # that the provider's clock may be wrong
# Whoever signed in there longer ago is asked there again: a sign-in here is to show who sits before the browser.
MAX_AGE_S = int(LATELY.total_seconds())
LONGEST_SUBJECT = 255  # characters, says OpenID Connect
Answer = AnyResponse | tuple[str, int]


class ProviderAway(Problem):
    status, code = 503, "provider-away"
    th = "ติดต่อผู้ให้บริการเข้าสู่ระบบไม่ได้ขณะนี้ ลองใหม่ในอีกสักครู่ หรือเข้าด้วยรหัสผ่าน"
    en = "The provider of the sign-in cannot be reached just now. Try again in a while, or sign in with your password."


class ProviderRefused(Problem):
    status, code = 403, "provider-refused"
    th = "ผู้ให้บริการไม่ได้ยืนยันการเข้าสู่ระบบ หรือคำตอบเชื่อถือไม่ได้ เริ่มใหม่อีกครั้ง หรือเข้าด้วยรหัสผ่าน"
    en = "The provider did not confirm the sign-in, or its answer cannot be trusted. Begin again, or use your password."


@provider.get("/sign-in/oidc")
@allows(ANYBODY)
def lead() -> Answer:
    """To the provider; state, nonce and the secret of PKCE wait in the signed cookie. Who is signed in stays so."""
    client, wanted = client_of(), request.args.get("next", "")
    if caller := current_person():
        return redirect(home_of(caller))
    start_afresh()
    session[WANTED] = wanted if is_local(wanted) else ""
    try:
        back = current_app.config["PUBLIC_URL"] + url_for("provider.back")
        return client.authorize_redirect(back, max_age=MAX_AGE_S)
    except Exception as error:  # of the network, of JSON, of what the provider says of itself
        return refused(ProviderAway(), error)


@provider.get("/sign-in/oidc/back")
@allows(ANYBODY)
def back() -> Answer:
    """From the provider, with a code for its answer."""
    client, wanted = client_of(), session.get(WANTED, "")
    try:
        told = asked(client)
    except Exception as error:
        return refused(ProviderAway() if is_away(error) else ProviderRefused(), error)
    try:
        signed_in = by_provider.sign_in(**told, user_agent=request.user_agent.string)
    except (by_provider.AddressNotVerified, by_provider.NoAccount, by_provider.OtherSubject, SignInRefused) as problem:
        return refused(problem)
    start_afresh()
    return come_in(signed_in, wanted, by_provider=True)


def asked(client: "FlaskOAuth2App") -> dict:
    """Who the provider says came: its token is checked for signature, issuer, audience, times and nonce."""
    issuer = issuer_of(client)
    expected = {
        "iss": {"essential": True, "values": [issuer]},
        "aud": {"essential": True, "values": [client.client_id]},
    }
    token = client.authorize_access_token(claims_options=expected, leeway=CLOCKS_S)
    claims = dict(token["userinfo"])
    check_age(claims)
    if "email" not in claims and client.server_metadata.get("userinfo_endpoint"):
        more = client.userinfo(token=token)
        claims |= more if more.get("sub") == claims["sub"] else {}
    return {
        "issuer": issuer,
        "subject": subject_of(claims),
        "email": str(claims.get("email", "")),
        "is_verified": claims.get("email_verified") is True,
    }


def check_age(claims: dict) -> None:
    """Not every provider says when somebody showed there who they are. Raises ValueError when it was too long ago."""
    if "auth_time" in claims and claims["auth_time"] < time.time() - MAX_AGE_S - CLOCKS_S:
        raise ValueError("signed in there too long ago")


def subject_of(claims: dict) -> str:
    """Who came, as the provider names them for ever. Raises ValueError for what cannot be such a name."""
    subject = str(claims["sub"])
    if not (1 <= len(subject) <= LONGEST_SUBJECT and subject.isprintable()):
        raise ValueError("no subject")
    return subject


def issuer_of(client: "FlaskOAuth2App") -> str:
    """As it calls itself, which is what we were told but for a slash at the end. Raises ValueError."""
    issuer = client.load_server_metadata()["issuer"]
    if issuer.rstrip("/") != current_app.config["OIDC"].issuer.rstrip("/"):
        raise ValueError("the provider calls itself otherwise")
    return issuer


def is_away(error: Exception) -> bool:
    from requests import RequestException

    return isinstance(error, RequestException)


def refused(problem: Problem, error: Exception | None = None) -> tuple[str, int]:
    """The sign-in again, with what stands in the way. error: its kind alone is logged; its words may hold tokens."""
    if error is not None:
        log.warning("sign-in by provider failed why=%s", type(error).__name__)
    if current_person() is None:  # another site may lead here, and signs nobody out
        start_afresh()
    g.form_stands_at = url_for("pages.start")
    return sign_in_form(problem=problem), problem.status


def client_of() -> "FlaskOAuth2App":
    """Raises NotFound where no provider is set."""
    settings = current_app.config["OIDC"]
    if settings is None:
        raise NotFound
    return made(settings)


@cache
def made(settings: Provider) -> "FlaskOAuth2App":
    """One for the process: what the provider says of itself is asked once, its keys again when one is not known."""
    from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App

    return FlaskOAuth2App(
        FlaskIntegration("oidc"),
        "oidc",
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        server_metadata_url=settings.issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "default_timeout": TIMEOUT_S},
    )
