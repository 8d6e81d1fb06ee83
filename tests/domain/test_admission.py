"""Who and what is let in: the decision table of the wire contract as a table."""

import pytest

from server import errors
from server.db.queries.receiving import Arriving, Found, Stored
from server.domain.admission import admit, check_names

SAME, OTHER = b"same", b"other"


def stored(number=1, *, xml=SAME, current=True, deleted=False, erased=False, area="500705"):
    return Stored(10 * number, number, xml, current and not erased, deleted or erased, erased, area, [], [])


def verdict(*, may_send=True, area="500705", state="open", known=None, edited=None, edits=None):
    """What an upload of the team's plan gets: None, or the code of the Problem."""
    found = Found(may_send, area, state, known, edited)
    ids = {"instance_id": "new", "deprecated_id": edits, "instance_name": None}
    arriving = Arriving(b"", 1, 1, 1, **ids, xml=b"", xml_sha256=SAME, answers=None,
                        is_encrypted=False, device_id=None, user_agent=None)  # fmt: skip
    try:
        admit(found, arriving, "community_plan")
    except errors.Problem as problem:
        return problem.code
    return None


@pytest.mark.parametrize(
    ("situation", "code"),
    [
        ({}, None),
        ({"state": "closing"}, None),
        ({"state": "closed"}, "form-closed"),
        ({"state": "deleted"}, "form-closed"),
        ({"may_send": None, "area": None}, "phone-unknown"),
        ({"may_send": None, "area": None, "known": stored()}, "phone-unknown"),
        ({"may_send": False}, "form-not-offered"),
        ({"may_send": False, "known": stored()}, "form-not-offered"),
        ({"known": stored()}, None),
        ({"known": stored(), "state": "closed"}, None),
        ({"known": stored(current=False)}, None),
        ({"known": stored(xml=OTHER)}, "submission-conflict"),
        ({"known": stored(xml=OTHER, current=False)}, "submission-conflict"),
        ({"known": stored(deleted=True)}, "submission-deleted"),
        ({"known": stored(erased=True)}, None),
        ({"known": stored(erased=True), "state": "closed"}, None),
        ({"known": stored(erased=True, xml=OTHER)}, "submission-deleted"),
        ({"edits": "old", "edited": stored(erased=True)}, "submission-deleted"),
        ({"edits": "old", "edited": stored(erased=True), "known": stored(erased=True)}, None),
        ({"edits": "old"}, "edited-submission-unknown"),
        ({"edits": "old", "edited": stored()}, None),
        ({"edits": "old", "edited": stored(), "state": "closed"}, "form-closed"),
        ({"edits": "old", "edited": stored(current=False)}, "submission-superseded"),
        ({"edits": "old", "edited": stored(deleted=True)}, "submission-deleted"),
        ({"edits": "old", "edited": stored(), "area": "500706"}, "edited-submission-unknown"),
        ({"edits": "old", "edited": stored(), "area": "50070504"}, "edited-submission-unknown"),
        ({"edits": "old", "edited": stored(), "area": "5007"}, "edited-submission-unknown"),
        ({"edits": "old", "edited": stored(), "known": stored(2, xml=OTHER)}, "instance-id-taken"),
        ({"edits": "old", "edited": stored(current=False), "known": stored(xml=OTHER)}, "submission-conflict"),
        ({"edits": "old", "edited": stored(current=False), "known": stored()}, None),
    ],
)
def test_the_decision_table(situation, code):
    assert verdict(**situation) == code


@pytest.mark.parametrize("name", ["1732241461000.jpg", "แผน.pdf", "a..b", "...", "audit.csv", " "])
def test_a_name_is_a_name(name):
    check_names([name])


@pytest.mark.parametrize("name", [".", "..", "a/b", "../a", "a\\b", "a\0", "a\nb", "x" * 256])
def test_a_path_is_not_a_name(name):
    with pytest.raises(errors.FileNameUnsafe):
        check_names(["fine.jpg", name])
