"""Whether a folder lies on an encrypted volume, as far as Linux tells: dm-crypt and LUKS, also below LVM."""

import os
from pathlib import Path

SEALED, PLAIN, HIDDEN = "encrypted", "not encrypted", "unknown"
SEALED_KINDS = ("ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs")
MOUNTS, BLOCK = Path("/proc/self/mountinfo"), Path("/sys/class/block")


def is_sealed(folder: Path, *, mounts: Path = MOUNTS, block: Path = BLOCK) -> str:
    """SEALED, PLAIN or HIDDEN. mounts, block: where the kernel tells of mounts and of disks."""
    try:
        kind, source = mount_of(folder, mounts)
    except (OSError, LookupError):
        return HIDDEN
    if kind in SEALED_KINDS:
        return SEALED
    device = block / Path(os.path.realpath(source)).name
    if not source.startswith("/dev/") or not device.exists():
        return HIDDEN
    return SEALED if has_crypt(device, block) else PLAIN


def mount_of(folder: Path, mounts: Path) -> tuple[str, str]:
    """(kind of file system, what is mounted) of the mount a folder lies on. Raises LookupError."""
    there = Path(os.path.realpath(folder))
    found: tuple[int, str, str] | None = None
    for line in mounts.read_text().splitlines():
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].replace("\\040", " "))
        depth = len(point.parts)
        if there.is_relative_to(point) and (found is None or depth >= found[0]):
            kind, source = after.split()[:2]
            found = (depth, kind, source)
    if found is None:
        raise LookupError(folder)
    return found[1:]


def has_crypt(device: Path, block: Path) -> bool:
    """Whether a disk, or every one that it lies on, is encrypted."""
    uuid = device / "dm" / "uuid"
    if uuid.is_file() and uuid.read_text().startswith("CRYPT-"):
        return True
    below = [block / one.name for one in (device / "slaves").glob("*")]
    return bool(below) and all(has_crypt(one, block) for one in below)
