"""An invented year posted to a running server, as its phones would send it."""

import pytest

from tests.workers.simulate.conftest import asked
from workers.simulate.sending import NothingToSend, PhoneNotServed, Sending, ServerSilent

SMALL = asked(villages=650, households=4)  # enough that the third village of tambon 500705 is among them


@pytest.fixture
def address(served) -> str:
    """The address in the code of the served phone."""
    return f"{served.url}/v1/key/{served.made.token}/projects/{served.made.workspace_id}"


def send(address: str) -> Sending:
    work = Sending(SMALL, [address], connections=2)
    assert sum(work.run()) == work.length == 1
    return work


def test_what_is_invented_about_the_phones_villages_comes_in_once(served, address):
    first, again = send(address), send(address)

    assert first.sent == again.sent == served.count("submission") > 8
    assert (first.refused, again.refused) == ({}, {})
    assert served.count("attachment") > 0


def test_an_address_of_no_phone_is_told_without_its_token(served, address):
    with pytest.raises(PhoneNotServed) as refused:
        Sending(SMALL, [address.replace(served.made.token, "x" * 64)], connections=1)

    assert "xxxx" not in refused.value.text("en")


def test_villages_beyond_the_phones_area_are_not_sent_about(address):
    with pytest.raises(NothingToSend):
        Sending(asked(villages=10), [address], connections=1)


def test_a_server_that_is_away_is_told():
    with pytest.raises(ServerSilent):
        Sending(SMALL, ["http://127.0.0.1:9/v1/key/x/projects/1"], connections=1)
