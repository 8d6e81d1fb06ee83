"""Where the stack listens: a free port unless one was asked for, the loopback unless the room was asked for."""

import socket
from pathlib import Path

import pytest

from server.stack import address as addresses
from server.stack.address import Address, choose_address, lan_address
from server.stack.errors import HostUnclear, NoLan, PortTaken, PortUnclear


@pytest.fixture
def taken(monkeypatch):
    """A port somebody listens on; HOST and PORT are not set."""
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        yield somebody.getsockname()[1]


def test_the_next_free_port_is_taken(taken, monkeypatch):
    monkeypatch.setattr(addresses, "FIRST_PORT", taken)

    chosen = choose_address()

    assert chosen.host == "127.0.0.1"
    assert taken < chosen.port


def test_a_port_that_was_asked_for_and_is_taken_is_refused(taken, monkeypatch):
    monkeypatch.setenv("PORT", str(taken))

    with pytest.raises(PortTaken, match=str(taken)):
        choose_address()


@pytest.mark.parametrize("port", ["0", "65536", "eight", "-1", "80 80"])
def test_a_port_that_is_none_is_refused(taken, monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(PortUnclear):
        choose_address()


def test_a_host_that_is_no_address_is_refused(taken, monkeypatch):
    monkeypatch.setenv("HOST", "my-machine")

    with pytest.raises(HostUnclear, match="my-machine"):
        choose_address()


def test_the_lan_address_is_this_machine_as_the_room_sees_it(taken, monkeypatch):
    monkeypatch.setenv("HOST", "lan")
    if not has_route():
        with pytest.raises(NoLan):
            choose_address()
        return

    chosen = choose_address()

    assert chosen.url == f"http://{lan_address()}:{chosen.port}"
    assert not chosen.host.startswith("127.")


@pytest.mark.parametrize(
    ("address", "url"),
    [(Address("127.0.0.1", 8000), "http://127.0.0.1:8000"), (Address("fd00::7", 80), "http://[fd00::7]:80")],
)
def test_an_address_as_a_browser_wants_it(address, url):
    assert address.url == url


def has_route():
    """Whether this machine has a default route: destination 0 in the kernel's table."""
    return any(line.split()[1] == "00000000" for line in Path("/proc/net/route").read_text().splitlines()[1:])
