"""The system user that servers run as: PostgreSQL refuses root, and nothing else needs it."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SERVICE_USER = "yudee"


@dataclass(frozen=True)
class Account:
    """A user of this machine, and how to start a program as that user."""

    name: str
    uid: int
    gid: int

    @property
    def is_caller(self) -> bool:
        return self.uid == os.geteuid()

    def command(self, *words: str | Path, dies_by: str = "TERM") -> list[str]:
        """The command line that runs `words` as this account and ends it by `dies_by` should its parent die."""
        wrapper = ["setpriv", "--pdeathsig", dies_by]
        if not self.is_caller:
            wrapper += ["--reuid", str(self.uid), "--regid", str(self.gid), "--clear-groups"]
        return [*wrapper, "--", *map(str, words)]

    def own(self, *paths: Path, mode: int = 0o700) -> None:
        """Make the folders, or hand over the files, to this account alone."""
        for path in paths:
            if not path.is_file():
                path.mkdir(parents=True, exist_ok=True)
            if not self.is_caller:
                os.chown(path, self.uid, self.gid)
            path.chmod(mode)

    def can_reach(self, folder: Path) -> bool:
        """Whether this account may enter the folder, which has to be there."""
        return subprocess.run(self.command("test", "-x", folder), cwd="/").returncode == 0

    def can_run(self, *words: str | Path) -> bool:
        """Whether this account can run the command to a good end."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        # setpriv itself still has root's rights when it looks for the program; a shell in between has none left.
        command = self.command("sh", "-c", 'exec "$@"', "sh", *words)
        return subprocess.run(command, cwd="/", **quiet).returncode == 0


def caller() -> Account:
    """The user who runs us."""
    entry = pwd.getpwuid(os.geteuid())
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def service_account() -> Account:
    """The user for servers: the caller, or, when that is root, the system user `yudee`, made if missing."""
    if os.geteuid() != 0:
        return caller()
    try:
        entry = pwd.getpwnam(SERVICE_USER)
    except KeyError:
        entry = make_service_user()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def make_service_user() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin") or "useradd"
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    subprocess.run([useradd, *options, "--shell", "/usr/sbin/nologin", SERVICE_USER], check=True)
    return pwd.getpwnam(SERVICE_USER)
