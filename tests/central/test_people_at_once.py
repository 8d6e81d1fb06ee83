"""People and phones of one address or name, given out by two administrators in the same moment."""

from functools import partial

import pytest

from tests.central.test_entities_attacked import at_once
from tests.central.test_users import NEW

PHONES = "/projects/1/app-users"


@pytest.fixture
def admins(new_script):
    return [new_script("admin", "50") for _ in range(4)]


def codes(answers):
    return sorted(answer.get_json().get("code", 200) for answer in answers)


def test_of_accounts_of_one_address_added_at_once_one_is_there_and_the_others_are_told(admins):
    answers = at_once([partial(one.post, "/users", NEW) for one in admins])

    assert codes(answers) == [200, 409.3, 409.3, 409.3]


def test_of_phones_of_one_name_given_out_at_once_one_is_there_and_the_others_are_told(admins):
    answers = at_once([partial(one.post, PHONES, {"displayName": "500705 ก"}) for one in admins])

    assert codes(answers) == [200, 409.3, 409.3, 409.3]


def test_of_phones_renamed_alike_at_once_one_has_the_name_and_the_others_are_told(admins):
    made = [admins[0].post(PHONES, {"displayName": f"500705 {n}"}).get_json()["id"] for n in range(4)]
    renamed = zip(admins, made, strict=True)
    answers = at_once([partial(one.patch, f"{PHONES}/{id_}", {"displayName": "500705 ข"}) for one, id_ in renamed])

    assert codes(answers) == [200, 409.3, 409.3, 409.3]
