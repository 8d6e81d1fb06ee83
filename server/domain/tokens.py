"""Tokens in addresses: made from the secret, so that a QR code can be shown again and the database never holds them."""

import base64
import hashlib
import hmac
import re

WELL_FORMED = re.compile(r"[A-Za-z0-9!$]{64}")
PAGE = re.compile(r"([0-9]{1,9})-[A-Za-z0-9_-]{32}", re.ASCII)


def phone_token(secret: str, actor_id: int, generation: int) -> str:
    """The 64 characters of `A-Za-z0-9!$` in a phone's URL; another generation gives another token."""
    return token_of(secret, f"phone:{actor_id}:{generation}")


def draft_token(secret: str, draft_id: int) -> str:
    """The 64 characters in the address at which a draft is tried; the next draft has others."""
    return token_of(secret, f"draft:{draft_id}")


def token_of(secret: str, named: str) -> str:
    digest = hmac.new(secret.encode(), named.encode(), hashlib.sha384).digest()
    return base64.b64encode(digest, altchars=b"!$").decode()


def page_token(secret: str, actor_id: int, generation: int) -> str:
    """What stands in the address of a team's own page: the number of its phone and 32 characters made of the secret.

    It is no key: with it nothing can be sent. It ends with the phone's token, at the next generation.
    """
    digest = hmac.new(secret.encode(), f"team page:{actor_id}:{generation}".encode(), hashlib.sha256).digest()
    return f"{actor_id}-{base64.urlsafe_b64encode(digest[:24]).decode()}"


def phone_of_page(token: str) -> int | None:
    """The number of the phone in the token of a page; None when it cannot be one."""
    written = PAGE.fullmatch(token)
    return int(written[1]) if written else None


def fingerprint(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def is_well_formed(token: str) -> bool:
    """Whether this could be a phone's token at all."""
    return WELL_FORMED.fullmatch(token) is not None
