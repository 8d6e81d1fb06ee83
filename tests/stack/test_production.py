"""A server of one's own: what the containers and systemd's units start is what runs here, one after the other."""

import configparser
import os
import re
import secrets
import signal
import subprocess
import sys
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
import yaml
from click.testing import CliRunner
from sqlalchemy.engine import make_url

from server.cli import prepare
from server.config import CHECKOUT
from server.stack import steps
from server.stack.program import wait_until

YUDEE = Path(sys.executable).with_name("yudee")
COMPOSE = CHECKOUT / "docker-compose.yml"
UNITS = sorted((CHECKOUT / "server" / "stack" / "systemd").glob("*.service"))
START_S, STOP_S = 120, 30
ALWAYS = ("database", "queue", "proxy")


def services():
    return yaml.safe_load(COMPOSE.read_text())["services"]


def words_of(service):
    return [re.sub(r"\$\{\w+:-(.*)\}", r"\1", word) for word in services()[service]["command"]]


def settings_of(database_url, redis_url, folder):
    ours = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "YUDEE_SECRET": secrets.token_hex(32)}
    return os.environ | ours | {"YUDEE_VAR": str(folder), "YUDEE_BLOBS": f"file:{folder}/blobs"}


@contextmanager
def started(words, env, log):
    with log.open("ab") as printed:
        process = subprocess.Popen([YUDEE, *words], env=env, stdout=printed, stderr=subprocess.STDOUT)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(STOP_S)
            assert process.returncode in (0, -signal.SIGTERM), log.read_text()


def is_ready(url):
    try:
        return urllib.request.urlopen(f"{url}/readyz", timeout=2).status == 200
    except OSError:
        return False


def free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.mark.long
def test_the_services_start_by_hand_in_their_order_and_stop_when_told(new_database, redis_url, tmp_path):
    database_url = new_database(template="template1")
    env, port = settings_of(database_url, redis_url, tmp_path), free_port()

    for _ in range(2):  # also when everything is there
        done = subprocess.run([YUDEE, *words_of("prepare")], env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    with ExitStack() as running:
        for name in ("web", "workers", "clock"):
            more = ["--port", str(port)] if name == "web" else []
            running.enter_context(started([*words_of(name), *more], env, tmp_path / f"{name}.log"))
        assert wait_until(lambda: is_ready(f"http://127.0.0.1:{port}"), START_S), (tmp_path / "web.log").read_text()

    with psycopg.connect(make_url(database_url).set(drivername="postgresql").render_as_string()) as connection:
        assert connection.execute("select count(*) from form_version").fetchone()[0] >= 8


def test_the_province_is_a_setting_for_systemd_too(monkeypatch):
    prepared = []
    monkeypatch.setattr(steps, "prepare", prepared.append)
    for env in ({"YUDEE_PROVINCE": "57"}, {}):
        CliRunner().invoke(prepare.command, [], env=env)

    assert prepared == ["57", "50"]


def test_upgrading_restarts_nothing_that_the_others_require():
    upgrade = (CHECKOUT / "docs/operate.md").read_text().split("## Upgrade")[1].split("## ")[0].split("\n\n")[1]
    required = {
        unit for file in UNITS for unit in re.findall(r"^Requires=(.+)\.service$", file.read_text(), re.MULTILINE)
    }

    assert required == {"yudee-prepare"}
    assert not [unit for unit in required if unit in upgrade]


def test_a_worker_nobody_knows_is_refused_with_those_there_are(database_url, redis_url, tmp_path):
    env = settings_of(database_url, redis_url, tmp_path)

    done = subprocess.run([YUDEE, "workers", "cook"], env=env, capture_output=True, text=True)

    assert done.returncode == 1
    assert "no worker is called cook. There are: workers, submissions, " in done.stderr


def test_the_compose_file_keeps_its_specification():
    check = Path(sys.executable).with_name("check-jsonschema")
    done = subprocess.run([check, "--builtin-schema", "vendor.compose-spec", COMPOSE], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_what_may_be_set_is_passed_on_to_the_containers():
    named = set(re.findall(r"^#? ?([A-Z_]+)=", (CHECKOUT / ".env.example").read_text(), re.MULTILINE))
    in_an_override = {"AWS_ENDPOINT_URL_S3", "AWS_DEFAULT_REGION", "YUDEE_BLOB_CACHE_MB"}  # with S3: docs/operate.md
    of_make_run, of_prepare = {"PORT", "HOST", "YUDEE_SWEEP_S"}, {"YUDEE_PROVINCE"}

    assert named - of_make_run - of_prepare - in_an_override <= services()["web"]["environment"].keys()


def test_the_proxy_is_told_of_what_its_file_names():
    named = re.findall(r"\{\$(\w+)", (CHECKOUT / "server/stack/container/Caddyfile").read_text())

    assert set(named) == services()["proxy"]["environment"].keys()


def test_the_proxy_lets_whoever_brings_the_token_ask_for_figures_and_nobody_else():
    caddyfile = (CHECKOUT / "server/stack/container/Caddyfile").read_text()
    matched = re.search(r"@inside \{(.+?)\}\s+respond @inside 404", caddyfile, re.DOTALL)

    assert matched and [line.strip() for line in matched[1].strip().splitlines()] == [
        "path /metrics",
        "not header Authorization *",
    ]


# What docs/operate.md lets an operator lay into the checkout.
SECRETS = {".env", "docker-compose.override.yml", "*.key", "*.age", "*.age.index"}


def test_secrets_that_lie_in_the_checkout_come_neither_into_the_image_nor_into_git():
    in_the_image = set((CHECKOUT / ".dockerignore").read_text().splitlines())
    in_git = set((CHECKOUT / ".gitignore").read_text().splitlines())

    assert SECRETS | {"backups"} <= in_the_image
    assert SECRETS | {"/backups/"} <= in_git


def test_a_linter_finds_nothing_in_the_dockerfile():
    lint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([lint, CHECKOUT / "server/stack/container/Dockerfile"], capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("name", services())
def test_every_service_is_bounded_and_may_do_no_more_than_it_must(name):
    service = services()[name]

    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert {"mem_limit", "pids_limit"} <= service.keys()
    assert "ports" not in service or name == "proxy"


def test_systemd_starts_what_the_containers_start():
    said = {}
    for file in UNITS:
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.read(file)
        said[file.stem.removeprefix("yudee-")] = unit["Service"]["ExecStart"].split()[1:]

    assert said.keys() == services().keys() - set(ALWAYS)
    assert {name: words[0] for name, words in said.items()} == {name: words_of(name)[0] for name in said}
    assert (said["workers"], said["clock"]) == (words_of("workers"), words_of("clock"))
