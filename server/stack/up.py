"""What `yudee up` does: servers, migrations, forms, the demo, then web and workers; backwards when it is stopped."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from server.config import CHECKOUT, Settings, running_file
from server.stack import processes
from server.stack.account import Account, caller, service_account
from server.stack.address import Address, choose_address
from server.stack.child import Child
from server.stack.errors import PortTaken, StepFailed, WebDidNotAnswer
from server.stack.folder import data_folder, held, secret_of, share_blobs
from server.stack.program import end_orphans, wait_until
from server.stack.servers import PrivateServers
from server.stack.speech import say, say_ready
from server.stack.supervisor import keep_running, started

READY_S = 120
CHILDREN = ("web", "workers")


class StopRequested(BaseException):
    """Ctrl-C, SIGTERM, or a closed terminal."""


def up() -> None:
    """Run until stopped. Raises a StackProblem when something on this machine is in the way."""
    try:
        with stoppable(), ExitStack() as stack:
            run(stack)
    except StopRequested:
        say("หยุดแล้ว ข้อมูลยังอยู่ · stopped; the data is kept")


def run(stack: ExitStack) -> None:
    service = service_account()
    folder = data_folder(service)
    stack.enter_context(held(folder))
    clear_away(folder)
    address = choose_address()
    servers = PrivateServers(folder, account=service, without=given_servers())
    servers.prepare()
    for server in servers.programs:
        say(f"starting {server.name}")
        stack.enter_context(started(server))
    account = account_for_web(service)
    if address.is_reserved and account.uid != 0:
        raise PortTaken(port=address.port)
    settings = choose_settings(folder, servers, address, secret_of(folder, account))
    share_blobs(settings, account)
    stack.enter_context(written_down(settings))
    env = environment(settings, account)
    run_steps(account, env, folder)
    children = [Child(name, words, folder=folder, account=account, env=env) for name, words in commands(address)]
    for child in children:
        stack.enter_context(started(child))
    wait_for_web(address, children[0])
    say_ready(settings, folder / "run" / "logins")
    keep_running([*servers.programs, *children])


def clear_away(folder: Path) -> None:
    """What a killed `yudee up` has left behind: processes that keep the port, and an address where nobody answers."""
    for name in CHILDREN:
        end_orphans(folder / "run" / f"{name}.pid", folder, signal.SIGTERM)
    for file in (running_file(folder), url_file(folder)):
        file.unlink(missing_ok=True)


def given_servers() -> set[str]:
    """The servers we do not start because there is one already."""
    given = {"postgres": "DATABASE_URL", "redis": "REDIS_URL"}
    return {server for server, variable in given.items() if os.environ.get(variable)}


def account_for_web(service: Account) -> Account:
    """The service account when it can read the checkout and the virtual environment, otherwise the caller."""
    if service.is_caller or service.can_run(sys.executable, "-c", "import server.config, psycopg"):
        return service
    say(f"web and workers run as {caller().name}: the user {service.name} cannot read {CHECKOUT} or its Python")
    return caller()


def choose_settings(folder: Path, servers: PrivateServers, address: Address, secret: str) -> Settings:
    """What the environment says; what it leaves open, as it fits this folder, these servers and this address."""
    chosen = {
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "YUDEE_PUBLIC_URL": address.url,
        "YUDEE_SECRET": secret,
        "YUDEE_BLOBS": str(folder / "blobs"),
    }
    given = {name: os.environ[name] for name in chosen if os.environ.get(name)}
    os.environ.update(chosen | given | {"YUDEE_VAR": str(folder)})
    return Settings.from_env()


def environment(settings: Settings, account: Account) -> dict[str, str]:
    """For web, workers and steps; another user gets another home."""
    home = {} if account.is_caller else {"HOME": str(settings.var)}
    return {**os.environ, **settings.environment, **home, "PYTHONUNBUFFERED": "1"}


def run_steps(account: Account, env: dict[str, str], folder: Path) -> None:
    """Bring schema, demo and forms to where this version wants them. Raises StepFailed."""
    command = account.command(sys.executable, "-m", "server.stack.steps", dies_by="KILL")
    if subprocess.run(command, env=env, cwd=folder, stdin=subprocess.DEVNULL, start_new_session=True).returncode:
        raise StepFailed


def commands(address: Address) -> list[tuple[str, list[str]]]:
    """The processes that serve people, by name."""
    return [("web", processes.web(address.host, address.port)), ("workers", processes.workers())]


def wait_for_web(address: Address, web: Child) -> None:
    """Return once /healthz is well. Raises WebDidNotAnswer, at once when the web server has ended."""
    wait_until(lambda: is_healthy(address) or not web.is_running, READY_S)
    if not is_healthy(address):
        raise WebDidNotAnswer(url=address.url, seconds=READY_S)


def is_healthy(address: Address) -> bool:
    connection = http.client.HTTPConnection(address.host, address.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def url_file(folder: Path) -> Path:
    return folder / "run" / "url"


@contextmanager
def written_down(settings: Settings) -> Iterator[None]:
    """While the stack runs, `yudee …` in another terminal and scripts find it through these files."""
    file, url = running_file(settings.var), url_file(settings.var)
    file.touch(0o600)
    file.write_text("".join(f"{name}={value}\n" for name, value in settings.environment.items()))
    url.write_text(f"{settings.public_url}\n")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
        url.unlink(missing_ok=True)


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn the first Ctrl-C, SIGTERM or hang-up into StopRequested; later ones must not disturb the stopping."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(*_: object) -> None:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        with suppress(OSError):
            say("กำลังหยุด · stopping")
        raise StopRequested

    for number in signals:
        signal.signal(number, stop)
    yield
