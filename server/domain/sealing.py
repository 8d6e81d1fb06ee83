"""Small secrets that must be read again are stored encrypted under a key that is made of the server's secret."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes


def seal(secret: str, purpose: str, whose: str, content: str) -> bytes:
    """What the database keeps. whose: it is opened for the same one alone, so that rows cannot be swapped."""
    nonce = os.urandom(NONCE)
    return nonce + cipher(secret, purpose).encrypt(nonce, content.encode(), whose.encode())


def unseal(secret: str, purpose: str, whose: str, sealed: bytes) -> str | None:
    """What was sealed; None when the server's secret is another one now, or the row is another's."""
    from cryptography.exceptions import InvalidTag

    try:
        return cipher(secret, purpose).decrypt(sealed[:NONCE], sealed[NONCE:], whose.encode()).decode()
    except InvalidTag:
        return None


def cipher(secret: str, purpose: str) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # many megabytes that most processes never need
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    made = HKDF(SHA256(), length=32, salt=None, info=f"yudee {purpose}".encode())
    return AESGCM(made.derive(secret.encode()))
