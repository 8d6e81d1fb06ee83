"""Passwords: how they are kept and compared."""

import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.errors import Problem

SHORTEST = 10
NOBODYS = ""  # what is kept where no password matches
_hasher = PasswordHasher()


class PasswordTooShort(Problem):
    status, code, central_code = 422, "password-too-short", 400.21
    th = "รหัสผ่านสั้นเกินไป ต้องมีอย่างน้อย {shortest} ตัวอักษร"
    en = "The password is too short. It needs at least {shortest} characters."


class PasswordsDiffer(Problem):
    status, code, central_code = 422, "passwords-differ", 400.8
    th = "รหัสผ่านใหม่สองช่องไม่ตรงกัน พิมพ์ให้เหมือนกันทั้งสองช่อง"
    en = "The two new passwords differ. Type the same one twice."


def check(password: str, again: str | None = None) -> None:
    """Raises PasswordTooShort, and PasswordsDiffer from what was typed again."""
    if len(password) < SHORTEST:
        raise PasswordTooShort(shortest=SHORTEST)
    if again is not None and password != again:
        raise PasswordsDiffer


def hashed(password: str) -> str:
    """What the database keeps. Raises PasswordTooShort."""
    check(password)
    return _hasher.hash(password)


def matches(password: str, password_hash: str) -> bool:
    """Whether this is the password that was kept."""
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


class Verdicts:
    """Passwords that were compared a while ago in this process, and whether they were right.

    Kept under an HMAC whose key ends with the process. What the database keeps of the password is part of it, so that
    a new password ends what was remembered of the old one.
    """

    def __init__(self, lasts_s: float = 600, most: int = 1000, clock: Callable[[], float] = time.monotonic) -> None:
        self.lasts_s, self.most, self.clock = lasts_s, most, clock
        self.key, self.lock = secrets.token_bytes(32), Lock()
        self.known: OrderedDict[bytes, tuple[bool, float]] = OrderedDict()

    def of(self, email: str, password: str, password_hash: str) -> bool | None:
        """Whether this was right; None when it was not compared, or too long ago."""
        with self.lock:
            is_right, until = self.known.get(self.place(email, password, password_hash), (None, 0.0))
        return is_right if self.clock() < until else None

    def remember(self, email: str, password: str, password_hash: str, is_right: bool) -> None:
        """Keep a verdict; the oldest is forgotten when there are too many."""
        with self.lock:
            self.known[self.place(email, password, password_hash)] = (is_right, self.clock() + self.lasts_s)
            if len(self.known) > self.most:
                self.known.popitem(last=False)

    def place(self, *compared: str) -> bytes:
        return hmac.digest(self.key, "\0".join(compared).encode("utf-8", "surrogatepass"), "sha256")
