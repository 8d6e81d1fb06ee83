"""A little provider of OpenID Connect on loopback: signs what a test lets it say, and asks for PKCE and its client's
secret as a real one does.
"""

import base64
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from flask import Flask, Response, jsonify, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

from server.config import Provider

CLIENT, CLIENT_SECRET = "yudee", "the client's secret"


def new_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class LittleProvider:
    """says: claims of the next token beside the usual ones; None leaves one out. signs: with which key."""

    url: str
    key: RSAKey
    signs: RSAKey
    says: dict = field(default_factory=dict)
    asked: dict[str, dict] = field(default_factory=dict)  # by code: what the browser brought
    told: list[str] = field(default_factory=list)  # addresses that were asked for

    @property
    def settings(self) -> Provider:
        return Provider(self.url, CLIENT, CLIENT_SECRET, "ผู้ให้บริการ")

    def agree(self, address: str) -> str:
        """Somebody signs in at the address the browser was led to; the way back, with a code."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{len(self.asked)}"
        self.asked[code] = asked
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def token(self, asked: dict) -> str:
        now = int(time.time())
        usual = {"iss": self.url, "aud": CLIENT, "sub": "subject-1", "iat": now, "exp": now + 300}
        usual |= {"nonce": asked["nonce"], "email": "me@example.org", "email_verified": True}
        claims = {name: value for name, value in (usual | self.says).items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": self.signs.kid}, claims, self.signs)

    def exchange(self) -> Response | tuple[Response, int]:
        asked = self.asked.pop(request.form["code"], None)
        given = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        is_ours = request.authorization and request.authorization.password == CLIENT_SECRET
        is_same = asked and base64.urlsafe_b64encode(given).rstrip(b"=").decode() == asked["code_challenge"]
        if not (is_ours and is_same and asked["code_challenge_method"] == "S256"):
            return jsonify(error="invalid_grant"), 400
        return jsonify(access_token="opaque", token_type="Bearer", expires_in=300, id_token=self.token(asked))

    def describe(self) -> Response:
        places = {f"{name}_endpoint": f"{self.url}/{name}" for name in ("authorization", "token", "userinfo")}
        more = {"id_token_signing_alg_values_supported": ["RS256"], "response_types_supported": ["code"]}
        return jsonify(issuer=self.url, jwks_uri=f"{self.url}/keys", **places, **more)

    def userinfo(self) -> Response:
        return jsonify(sub="subject-1", email="me@example.org", email_verified=True)


@contextmanager
def provider(key: RSAKey) -> Iterator[LittleProvider]:
    """One that listens."""
    web = Flask("provider")
    server = make_server("127.0.0.1", 0, web, threaded=True)
    little = LittleProvider(f"http://127.0.0.1:{server.port}", key, key)
    web.before_request(lambda: little.told.append(request.path))
    web.add_url_rule("/.well-known/openid-configuration", view_func=little.describe, endpoint="describe")
    web.add_url_rule("/token", view_func=little.exchange, methods=["POST"], endpoint="token")
    web.add_url_rule("/userinfo", view_func=little.userinfo, endpoint="userinfo")
    web.add_url_rule("/keys", view_func=lambda: KeySet([little.key]).as_dict(private=False), endpoint="keys")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield little
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
