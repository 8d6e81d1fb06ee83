"""Signing in by a provider (OpenID Connect), which says who somebody is: for accounts that are there; it makes none."""

from sqlalchemy.orm import Session

from server.db.queries import identities, locks
from server.db.queries import people as holders
from server.db.session import transaction
from server.domain import people, sessions
from server.domain.permissions import Caller
from server.domain.sessions import SignedIn
from server.errors import Problem


class AddressNotVerified(Problem):
    status, code = 403, "address-not-verified"
    th = "ผู้ให้บริการยังไม่ได้ยืนยันอีเมลของคุณ ยืนยันอีเมลกับผู้ให้บริการก่อน หรือเข้าด้วยรหัสผ่าน"
    en = "The provider has not verified your e-mail address. Verify it there first, or sign in with your password."


class NoAccount(Problem):
    status, code = 403, "no-account-for-address"
    th = "ไม่มีบัญชีที่เปิดอยู่สำหรับอีเมลที่ผู้ให้บริการแจ้ง ให้ผู้ดูแลระบบของจังหวัดเพิ่มบัญชี หรือแก้อีเมลให้ตรงกัน"
    en = "No open account has the e-mail address that the provider tells. Ask the administrator of your province."


class OtherSubject(Problem):
    status, code = 403, "other-subject"
    th = "อีเมลนี้เคยเข้าด้วยบัญชีอื่นของผู้ให้บริการ ถ้าเปลี่ยนจริง ให้ผู้ดูแลเครื่องแม่ข่ายใช้ yudee people unbind"
    en = "Another account of the provider came in with this address before: ask the operator (`yudee people unbind`)."


def sign_in(*, issuer: str, subject: str, email: str, is_verified: bool, user_agent: str | None = None) -> SignedIn:
    """Open a browser's login for whoever has this verified address; binds the account to the subject at the first use.

    Makes its own transactions. Raises AddressNotVerified, NoAccount and OtherSubject, and SignInRefused when the
    account is closed in this moment.
    """
    if not is_verified:
        raise AddressNotVerified
    with transaction() as session:
        person = holders.person_by_email(session, email.replace("\0", ""))
        held = holders.held_by(session, person.actor_id) if person else None
        if person is None or held is None:
            raise NoAccount
        bind(session, person.actor_id, issuer, subject)
        kept = person.password_hash
    return sessions.opened(Caller(*held), kept, sessions.BROWSER, user_agent)


def bind(session: Session, actor_id: int, issuer: str, subject: str) -> None:
    """Raises OtherSubject when account or subject is bound otherwise."""
    locks.hold(session, "identities")
    bound = identities.of(session, actor_id)
    if bound == (issuer, subject):
        return
    if bound is not None or identities.holder(session, issuer, subject) is not None:
        raise OtherSubject
    identities.bind(session, actor_id, issuer, subject)
    people.record(session, "bind_identity", actor_id, None, actor_id, issuer=issuer)


def unbind(session: Session, email: str) -> None:
    """By the operator, for somebody who is another one at the provider now. Raises PersonUnknown."""
    person = people.by_email(session, email)
    if identities.end(session, person.actor_id):
        people.record(session, "unbind_identity", person.actor_id, None)
