"""Passwords: how they are kept and compared."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.errors import Problem

SHORTEST = 10
NOBODYS = ""  # what is kept where no password matches
_hasher = PasswordHasher()


class PasswordTooShort(Problem):
    status, code = 422, "password-too-short"
    th = "รหัสผ่านสั้นเกินไป ต้องมีอย่างน้อย {shortest} ตัวอักษร"
    en = "The password is too short. It needs at least {shortest} characters."


def hashed(password: str) -> str:
    """What the database keeps. Raises PasswordTooShort."""
    if len(password) < SHORTEST:
        raise PasswordTooShort(shortest=SHORTEST)
    return _hasher.hash(password)


def matches(password: str, password_hash: str) -> bool:
    """Whether this is the password that was kept."""
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
