"""The data folder of the running stack: where it lies, who holds it, and its secret."""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.config import CHECKOUT, Settings
from server.stack.account import Account
from server.stack.errors import AlreadyRunning, FolderOutOfReach
from server.storage import cache_folder

SYSTEM_FOLDER = Path("/var/lib/yudee")


def data_folder(account: Account, *, checkout: Path = CHECKOUT) -> Path:
    """The folder, made if missing, that the account can reach.

    YUDEE_VAR, or `var` in the checkout. When the account cannot reach the checkout (it lies in root's own home),
    `var` becomes a link to a folder of the system. Raises FolderOutOfReach.
    """
    given = os.environ.get("YUDEE_VAR")
    var = Path(given).absolute() if given else checkout / "var"
    if not given and not var.exists() and not (account.is_caller or account.can_reach(checkout)):
        link_to_system_folder(var)
    folder = var.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        account.own(folder, mode=0o755)
        if account.can_reach(folder):
            return folder
    except OSError:  # somebody else's, as after `sudo make run`; a file; on a disk that is read only
        pass
    raise FolderOutOfReach(user=account.name, folder=folder)


def link_to_system_folder(var: Path) -> None:
    """Let `var` lead to a folder of the system that belongs to this checkout alone."""
    if not var.is_symlink():
        place = hashlib.sha256(os.fsencode(var.resolve())).hexdigest()[:12]
        var.symlink_to(SYSTEM_FOLDER / place)
    target = var.readlink()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    target.parent.chmod(0o755)
    target.mkdir(exist_ok=True)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder for this process alone; the hold ends with the process. Raises AlreadyRunning."""
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(folder=folder, pid=lock.read().strip() or "?") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def secret_of(folder: Path, account: Account) -> str:
    """The secret of this installation, made once; whoever loses it has to hand out every phone's QR code again."""
    file = folder / "secret"
    if not file.exists():
        unfinished = file.with_suffix(".new")
        unfinished.touch(0o600)
        unfinished.write_text(secrets.token_urlsafe(48))
        unfinished.rename(file)
    account.own(file, mode=0o600)
    return file.read_text().strip()


def share_blobs(settings: Settings, account: Account) -> None:
    """Make the local folder of blobs, or of copies; root, who may add some by command, shares it by the group."""
    is_local = settings.blobs.startswith("file:")
    blobs = Path(settings.blobs.removeprefix("file:")) if is_local else cache_folder(settings.var)
    account.own(blobs, mode=0o2770)
    if any(path.stat().st_uid != account.uid for path in blobs.iterdir()):
        for path in blobs.rglob("*"):
            os.chown(path, account.uid, account.gid)
