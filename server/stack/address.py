"""Where the web server listens, and the address people and phones use for it."""

import ipaddress
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from server.stack.errors import HostUnclear, NoLan, PortTaken, PortUnclear

LOOPBACK = "127.0.0.1"
FIRST_PORT = 8000
ANY = ("0.0.0.0", "::")  # noqa: S104 # compared with what the operator gave, not bound


@dataclass(frozen=True)
class Address:
    """A host and a port that were free a moment ago."""

    host: str
    port: int

    @property
    def is_reserved(self) -> bool:
        """Whether only root may listen here."""
        return self.port < int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())

    @property
    def url(self) -> str:
        host = lan_address() if self.host in ANY else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def choose_address() -> Address:
    """From HOST and PORT. Raises PortTaken only when PORT was given; otherwise the next free port is taken."""
    host = host_of(os.environ.get("HOST", ""))
    given = os.environ.get("PORT", "")
    if given:
        port = port_of(given)
        if not is_free(host, port):
            raise PortTaken(port=port)
        return Address(host, port)
    return Address(host, next(port for port in range(FIRST_PORT, 65536) if is_free(host, port)))


def host_of(wish: str) -> str:
    """The IP address to listen on."""
    if wish in ("", "localhost"):
        return LOOPBACK
    if wish == "lan":
        return lan_address()
    try:
        return str(ipaddress.ip_address(wish))
    except ValueError:
        raise HostUnclear(host=wish) from None


def port_of(wish: str) -> int:
    if not wish.isdecimal() or not 0 < int(wish) < 65536:
        raise PortUnclear(port=wish)
    return int(wish)


def lan_address() -> str:
    """The address other machines in the room see us at: the one packets to the outside would leave from."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for examples (RFC 5737); nothing is sent
        except OSError:
            raise NoLan from None
        return probe.getsockname()[0]


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
