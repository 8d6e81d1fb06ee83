"""Installing leaves the machine's own services asleep and its files as they were, and tells a mere user what to do."""

import json
import os
import re
import shutil
import subprocess

import pytest

from server.config import CHECKOUT
from server.stack import unpacked
from server.stack.account import caller, service_account
from tests.servers import own_folder

STACK = CHECKOUT / "server" / "stack"
LOCKS = [*CHECKOUT.glob("requirements*.lock"), *CHECKOUT.glob("*/*/package-lock.json")]
# Runs in a mount namespace of its own, where changes to the system's folders are only pretended.
PRETEND = """
for folder in /usr/sbin /etc/postgresql-common; do
    mkdir -p "$1$folder/up" "$1$folder/work"
    mount -t overlay overlay -o "lowerdir=$folder,upperdir=$1$folder/up,workdir=$1$folder/work" "$folder" || exit 99
done
"""
FAKE_APT = """#!/bin/sh
case "$*" in *install*) ;; *) exit 0 ;; esac
/usr/sbin/policy-rc.d anything start; echo "policy says $?"
cat /etc/postgresql-common/createcluster.d/*.conf
"""


def pretend(tmp_path, *, policy, apt, then):
    """Run packages.sh with an apt-get of ours, after `policy` (a shell line), and `then`; return what was printed."""
    apt_get = tmp_path / "bin" / "apt-get"
    apt_get.parent.mkdir()
    apt_get.write_text(FAKE_APT + apt)
    apt_get.chmod(0o755)
    install = f'PATH="$1/bin:$PATH" sh {STACK}/packages.sh install jdk'
    command = ["unshare", "--mount", "sh", "-c", f"{PRETEND}{policy}\n{install}\n{then}", "sh", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("this machine allows no mounts of one's own")
    return done.stdout


SHOW = """
cat /usr/sbin/policy-rc.d 2>/dev/null || echo "no policy"
ls /usr/sbin/*kept* /etc/postgresql-common/createcluster.d/*.conf 2>/dev/null || echo "nothing left"
"""


@pytest.mark.parametrize("apt", ["exit 0", "exit 100", "kill -TERM $PPID"])
def test_a_policy_of_the_machine_is_kept_whatever_apt_does(tmp_path, apt):
    printed = pretend(tmp_path, policy="printf 'mine\\nexit 0' >/usr/sbin/policy-rc.d", apt=apt, then=SHOW)

    assert "policy says 101\ncreate_main_cluster = false\n" in printed
    assert printed.endswith("mine\nexit 0nothing left\n")


def test_no_policy_is_left_where_there_was_none(tmp_path):
    printed = pretend(tmp_path, policy="rm -f /usr/sbin/policy-rc.d", apt="exit 0", then=SHOW)

    assert "policy says 101" in printed
    assert printed.endswith("no policy\nnothing left\n")


def test_what_a_killed_run_left_is_mended_by_the_next(tmp_path):
    again = f'sed -i "s/kill.*//" "$1/bin/apt-get"; PATH="$1/bin:$PATH" sh {STACK}/packages.sh install jdk'

    printed = pretend(
        tmp_path,
        policy="printf 'mine\\n' >/usr/sbin/policy-rc.d",
        apt="kill -KILL $PPID; sleep 1",
        then=f"cat /usr/sbin/policy-rc.d; {again}{SHOW}",
    )

    assert "# yudee: no service starts" in printed
    assert printed.endswith("mine\nnothing left\n")


def test_a_user_who_is_not_root_is_shown_the_line_for_sudo_when_tests_need_more():
    account = service_account()
    if account.is_caller and caller().uid == 0:
        pytest.skip("there is nobody but root here")
    with own_folder() as checkout:
        checkout.chmod(0o755)
        stack = checkout / "server" / "stack"
        stack.mkdir(parents=True)
        for script in STACK.glob("*.sh"):
            shutil.copy(script, stack)
        without_redis = checkout / "bin"
        without_redis.mkdir()
        for program in ("sh", "id", "dirname", "flock", "tr", "python3", "setpriv", "apt-get"):
            (without_redis / program).symlink_to(shutil.which(program, path="/usr/bin:/bin"))

        done = subprocess.run(
            account.command("env", f"PATH={without_redis}", "sh", stack / "install.sh", "test"),
            capture_output=True,
            text=True,
            cwd=checkout,
        )

        assert done.returncode == 1
        assert re.search(rf"^    sudo sh {stack}/packages.sh install .*\bredis\b", done.stderr, re.MULTILINE)


FAKE_DOWNLOAD = """#!/bin/sh
echo "apt-get $*"
case "$*" in *install*) ;; *) exit 0 ;; esac
for word in "$@"; do case $word in Dir::Cache=*) cp "$PACKAGES"/*.deb "${word#Dir::Cache=}/archives/" ;; esac; done
"""


def package_of(folder, name, **files):
    """A Debian package with these files."""
    for path, text in {"DEBIAN/control": CONTROL.format(name=name), **files}.items():
        file = folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    subprocess.run(["dpkg-deb", "--build", folder / name, folder / f"{name}.deb"], check=True, capture_output=True)


CONTROL = """Package: {name}
Version: 1
Architecture: all
Maintainer: nobody <nobody@example.org>
Description: nothing
"""


def test_packages_are_unpacked_beside_the_checkout_and_found_there(tmp_path):
    stack, extension = tmp_path / "checkout/server/stack", "usr/share/postgresql/15/extension"
    stack.mkdir(parents=True)
    for script in STACK.glob("*.sh"):
        shutil.copy(script, stack)
    package_of(tmp_path, "redis", **{"usr/bin/redis-server": "", f"{extension}/postgis-3.control": "here"})
    apt = tmp_path / "bin" / "apt-get"
    apt.parent.mkdir()
    apt.write_text(FAKE_DOWNLOAD)
    apt.chmod(0o755)
    env = os.environ | {"PATH": f"{apt.parent}:{os.environ['PATH']}", "PACKAGES": str(tmp_path)}

    for _ in range(2):  # what is there stays
        done = subprocess.run(["sh", stack / "packages.sh", "unpack", "redis"], env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    folder = tmp_path / "checkout" / ".debian"
    assert sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()) == [
        "usr/bin/redis-server",
        f"{extension}/postgis-3.control",
        f"{extension}/postgis.control",
    ]
    assert not folder.with_name(".debian.new").exists()
    found = unpacked.environment(folder)
    assert found["PATH"].split(":")[0] == str(folder / "usr/bin")
    assert found["LD_LIBRARY_PATH"].split(":")[0].startswith(str(folder / "usr/lib"))


def test_without_unpacked_packages_nothing_is_set(tmp_path):
    assert unpacked.environment(tmp_path / ".debian") == {}


def test_nothing_is_missing_once_the_tests_run():
    done = subprocess.run(["sh", STACK / "packages.sh", "missing", "test"], capture_output=True, text=True, check=True)

    assert done.stdout == ""


def test_given_servers_need_no_packages(tmp_path):
    environment = {**os.environ, "PATH": "/nowhere", "DATABASE_URL": "postgresql://x/y", "REDIS_URL": "redis://x"}

    done = subprocess.run(
        ["/bin/sh", STACK / "packages.sh", "missing", "run"], capture_output=True, text=True, env=environment
    )

    assert "postgis" not in done.stdout
    assert "redis" not in done.stdout


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_registry(lock):
    assert not re.search(r"-index-url|--find-links|@ https?://|registry\.|\"resolved\"", lock.read_text())


@pytest.mark.parametrize("lock", sorted(CHECKOUT.glob("requirements*.lock")), ids=lambda lock: lock.name)
def test_every_pinned_package_has_its_hashes(lock):
    entries = re.split(r"\n(?=[a-z0-9])", lock.read_text())[1:]

    assert entries
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_every_browser_file_we_serve_is_pinned():
    for package in CHECKOUT.glob("server/static/package.json"):
        wanted = json.loads(package.read_text())
        owners = {"/".join(source.split("/")[: 2 if source[0] == "@" else 1]) for source in wanted["vendor"].values()}

        assert owners <= set(wanted["dependencies"])
