"""The data folder lies where its user can reach it, belongs to one process, and keeps its secret."""

import os
import stat
import subprocess
import sys

import pytest

from server.config import Settings
from server.stack import folder as folders
from server.stack.account import caller, service_account
from server.stack.errors import AlreadyRunning, FolderOutOfReach
from server.stack.folder import data_folder, held, secret_of, share_blobs
from tests.servers import own_folder

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home that its service user cannot enter")


@pytest.fixture
def homes(monkeypatch):
    """A home that only its owner enters, with a checkout in it, and a place for data of the system."""
    monkeypatch.delenv("YUDEE_VAR", raising=False)
    with own_folder() as place:
        (place / "home" / "checkout").mkdir(parents=True)
        (place / "home").chmod(0o700)
        monkeypatch.setattr(folders, "SYSTEM_FOLDER", place / "system")
        yield place


@as_root
def test_a_checkout_in_roots_own_home_gets_its_data_elsewhere(homes):
    checkout = homes / "home" / "checkout"

    folder = data_folder(service_account(), checkout=checkout)

    assert folder.parent == homes / "system"
    assert (checkout / "var").resolve() == folder
    assert data_folder(service_account(), checkout=checkout) == folder


@as_root
def test_two_checkouts_never_share_a_folder(homes):
    (homes / "home" / "other").mkdir()

    first = data_folder(service_account(), checkout=homes / "home" / "checkout")
    second = data_folder(service_account(), checkout=homes / "home" / "other")

    assert first != second


@as_root
def test_a_chosen_folder_out_of_reach_is_refused(homes, monkeypatch):
    monkeypatch.setenv("YUDEE_VAR", str(homes / "home" / "chosen"))

    with pytest.raises(FolderOutOfReach, match="YUDEE_VAR"):
        data_folder(service_account())


@pytest.mark.parametrize("below", ["", "var"])
def test_a_file_is_no_data_folder(monkeypatch, tmp_path, below):
    (tmp_path / "file").write_text("something else")
    monkeypatch.setenv("YUDEE_VAR", str(tmp_path / "file" / below))

    with pytest.raises(FolderOutOfReach, match="YUDEE_VAR"):
        data_folder(caller())


def test_a_checkout_within_reach_keeps_its_data(monkeypatch):
    monkeypatch.delenv("YUDEE_VAR", raising=False)
    with own_folder() as checkout:
        assert data_folder(service_account(), checkout=checkout) == checkout / "var"
        assert not (checkout / "var").is_symlink()


def test_a_folder_is_held_by_one_process_only(tmp_path):
    with held(tmp_path), pytest.raises(AlreadyRunning, match=str(os.getpid())), held(tmp_path):
        pass


def test_a_killed_process_holds_nothing(tmp_path):
    hold = "import os, sys; from pathlib import Path; from server.stack.folder import held\n"
    hold += "with held(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", hold, str(tmp_path)], check=False)

    with held(tmp_path):
        assert (tmp_path / "lock").read_text() == str(os.getpid())


def test_the_secret_is_made_once_and_is_nobody_elses(tmp_path):
    secret = secret_of(tmp_path, caller())

    assert len(secret) >= 64
    assert secret_of(tmp_path, caller()) == secret
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize(("place", "made"), [("file:{}/blobs", "blobs"), ("s3://bucket/prefix", "blob-cache")])
def test_files_and_copies_of_files_are_shared_by_the_group(tmp_path, place, made):
    settings = Settings("postgresql://x", "redis://x", "s" * 40, "http://x", place.format(tmp_path), tmp_path)
    share_blobs(settings, caller())

    assert stat.S_IMODE((tmp_path / made).stat().st_mode) == 0o2770
