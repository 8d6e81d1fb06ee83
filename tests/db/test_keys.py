"""What the keys of the database refuse, whatever the code around them forgets."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from server.db.models import FormVersion, Submission, SubmissionVersion
from tests.factories import make_workspace


@pytest.fixture(autouse=True)
def sent(phone):
    assert phone.send(phone.fill("community_plan")).status == 201


def test_a_submission_is_of_a_form_of_its_own_workspace(session):
    other = make_workspace(session, "51")

    with pytest.raises(IntegrityError, match="fk_submission_form"):
        session.execute(update(Submission).values(workspace_id=other.id))


def test_answers_are_read_by_a_definition_of_their_own_form(session):
    others = select(FormVersion.id).where(FormVersion.form != select(SubmissionVersion.form).scalar_subquery()).limit(1)

    with pytest.raises(IntegrityError, match="fk_submission_version_definition"):
        session.execute(update(SubmissionVersion).values(form_version_id=others.scalar_subquery()))
