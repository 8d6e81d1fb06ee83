"""The disk is really full while a photo is written: 507, nothing kept, and the next smaller one is taken."""

import os
import subprocess
from pathlib import Path

import pytest

from tests import servers as run
from tests.fixtures.served import serve

MOUNT = 'mount -t tmpfs -o size=1m tmpfs "$BLOBS" && mount -t tmpfs -o size=4m tmpfs "$TMPDIR" && exec "$@"'


def own_mounts(folder: Path) -> list[str]:
    """The beginning of a command that gets small disks for blobs and for passing files, seen by nobody else."""
    (folder / "blobs").mkdir()
    (folder / "spool").mkdir()
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    places = [f"BLOBS={folder / 'blobs'}", f"TMPDIR={folder / 'spool'}"]
    return ["unshare", *user, "--mount", "env", *places, "sh", "-c", MOUNT, "sh"]


@pytest.fixture(scope="module")
def tight(servers, redis_url, worker_id, tmp_path_factory):
    """A web server with a megabyte for blobs and four for passing files."""
    folder = tmp_path_factory.mktemp("tight")
    mounts = own_mounts(folder)
    if subprocess.run([*mounts, "true"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk of their own (no mount namespaces)")
    with (
        run.database_of(servers, f"tight_{worker_id}") as database_url,
        serve(database_url, redis_url, folder, before=mounts) as running,
    ):
        yield running


def kept(tight):
    """Rows and files; the disk is seen through the process that mounted it."""
    tables = ("submission", "submission_version", "attachment", "blob", "pending_submission")
    disks = [Path(f"/proc/{tight.pid}/root{tight.blobs.parent}") / name for name in ("blobs", "spool")]
    files = [path for disk in disks for path in disk.rglob("*") if path.is_file()]
    return [tight.count(table) for table in tables] + [len(files)]


def plan(phone, *sizes):
    return phone.fill("community_plan", files={f"plan_photo_{n}": bytes([n]) * size for n, size in enumerate(sizes, 1)})


def test_the_store_is_full(tight):
    phone = tight.phone()
    assert phone.send(plan(phone, 600_000)).status == 201
    before = kept(tight)
    reply = phone.send(plan(phone, 700_000))

    assert (reply.status, reply.problem) == (507, "storage-full")
    assert "แบบฟอร์มยังอยู่ในโทรศัพท์" in reply.text
    assert kept(tight) == before


def test_the_disk_for_passing_files_is_full(tight):
    phone = tight.phone()
    before = kept(tight)

    assert phone.send(plan(phone, 5_000_000)).problem == "storage-full"
    assert kept(tight) == before


def test_of_several_photos_none_is_kept_when_one_finds_no_room(tight):
    phone = tight.phone()
    before = kept(tight)

    assert phone.send(plan(phone, 300_000, 400_000, 500_000)).problem == "storage-full"
    assert kept(tight) == before


def test_what_fits_is_taken_and_so_is_the_refused_one_when_it_comes_in_smaller_pieces(tight):
    phone = tight.phone()
    large = plan(phone, 10_000, 2_000_000)
    assert phone.send(large).problem == "storage-full"
    small, _ = large.files

    assert phone.post(large.xml, {small: large.files[small]}).status == 201
    assert phone.post(large.xml).status == 201
