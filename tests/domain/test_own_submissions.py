"""Nobody reviews an own submission, nor one that was edited by an own phone."""

import pytest
from sqlalchemy import select, update

from server import errors
from server.db.models import Phone, Submission
from server.db.session import transaction
from server.domain import reviews


def test_nobody_decides_on_what_their_own_phone_edited(phone, new_phone, session, sign_in):
    officer, own = sign_in(), new_phone()
    session.execute(update(Phone).where(Phone.actor_id == own.made.actor_id).values(person_id=officer.actor_id))
    session.commit()
    sent = phone.fill("community_plan")
    phone.send(sent)
    own.send(own.edit(sent, plan_title="ของฉัน"))
    submission = session.scalar(select(Submission.id))

    with pytest.raises(errors.OwnSubmission), transaction() as deciding:
        reviews.review(deciding, officer, submission, "approved")
    with transaction() as deciding:
        reviews.review(deciding, sign_in(), submission, "approved")
