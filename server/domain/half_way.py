"""Between password and second factor: what the cookie of such a browser holds, and for how long."""

import hmac
from hashlib import sha256

from itsdangerous import BadData, URLSafeTimedSerializer

from server.errors import Problem

LASTS_S = 300


class SecondStepEnded(Problem):
    status, code, central_code = 401, "second-step-ended", 401.2
    th = "ใช้เวลาเกิน 5 นาที หรือรหัสผ่านเปลี่ยนไปแล้ว เข้าสู่ระบบใหม่อีกครั้ง"
    en = "More than 5 minutes have passed, or the password has changed. Sign in again."


def pass_of(secret: str, actor_id: int, kept: str) -> str:
    """For whoever gave the password: good for 5 minutes, and while the password stays. kept: of it."""
    return passes(secret).dumps([actor_id, mark(kept)])


def read(secret: str, given: str) -> tuple[int, str]:
    """(actor id, mark of the password) of a pass. Raises SecondStepEnded."""
    try:
        actor_id, marked = passes(secret).loads(given, max_age=LASTS_S)
    except BadData as error:
        raise SecondStepEnded from error
    return actor_id, marked


def is_marked(kept: str, marked: str) -> bool:
    """Whether the password is still the one that was given."""
    return hmac.compare_digest(mark(kept), marked)


def passes(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="half signed in")


def mark(kept: str) -> str:
    return sha256(kept.encode()).hexdigest()[:32]
