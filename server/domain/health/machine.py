"""The machine under the server: files, room on the disk, backups, encryption."""

import errno
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from server.domain.health.parts import BROKEN, LATE, OK, UNKNOWN, Part, by_limits, spell
from server.domain.health.volumes import PLAIN, SEALED, is_sealed
from server.errors import StorageAway, StorageFull, StorageRefused
from server.storage import DAMAGED, MISSING, BlobStore

GB = 1_000_000_000
LATE_BELOW, BROKEN_BELOW = (0.10, 20 * GB), (0.02, GB)  # a share of the disk, or so much, whichever is less
BACKUP_LATE_S = 26 * 3600


def blobs_writable(store: BlobStore) -> Part:
    """Whether photos can be kept: tried, since rights say little of a disk that is full or gone."""
    try:
        store.try_writing()
    except StorageAway as away:
        return store_away(away)
    except (OSError, StorageFull) as error:
        why = os.strerror(getattr(error, "errno", None) or errno.ENOSPC)
        return Part(
            "blobs",
            BROKEN,
            f"เขียนไฟล์ภาพลงที่เก็บไม่ได้ ({why}) โทรศัพท์ส่งภาพไม่ได้ ตรวจดิสก์และสิทธิ์ของโฟลเดอร์",
            f"Files cannot be written ({why}); phones cannot send photos. Look at the disk and at the folder's rights.",
            is_of_all=True,
        )
    return Part("blobs", OK, "เขียนไฟล์ภาพลงที่เก็บได้", "Files can be written.", is_of_all=True)


def store_away(away: StorageAway) -> Part:
    """Files lie elsewhere, and that place does not answer, or does not let us in."""
    if isinstance(away, StorageRefused):
        th = f"ที่เก็บไฟล์ไม่ยอมให้เครื่องนี้ใช้ ({away.why}) โทรศัพท์ส่งภาพไม่ได้ ตรวจ YUDEE_BLOBS กุญแจ AWS และสิทธิ์ของ bucket"
        en = f"The store of files does not let us in ({away.why}); phones cannot send photos. Look at YUDEE_BLOBS, the keys"
        en += " (AWS_…) and the bucket's rights."
    else:
        th = f"ติดต่อที่เก็บไฟล์ไม่ได้ ({away.why}) โทรศัพท์ส่งภาพไม่ได้ ตรวจเครือข่ายและ AWS_ENDPOINT_URL_S3"
        en = f"The store of files cannot be reached ({away.why}); phones cannot send photos. Look at the network and at"
        en += " AWS_ENDPOINT_URL_S3."
    return Part("blobs", BROKEN, th, en, is_of_all=True)


def blobs_there(store: BlobStore, sample: Sequence[bytes], faulty: Mapping[str, int]) -> Part:
    """Whether files that rows name are in the store as they were.

    sample: the sha256 of some, looked for now; faulty: how many the clock found at fault, by fault.
    """
    try:
        missing = [sha256 for sha256 in sample if not store.exists(sha256)]
    except StorageAway:
        return Part("files", UNKNOWN, "ยังตรวจไม่ได้ว่าไฟล์อยู่ครบ", "Whether the files are there cannot be seen now.")
    except OSError as error:
        why = os.strerror(error.errno or errno.EIO)
        th = f"อ่านที่เก็บไฟล์ไม่ได้ ({why}) ตรวจดิสก์และสิทธิ์ของโฟลเดอร์"
        return Part("files", BROKEN, th, f"Files cannot be read ({why}). Look at the disk and at the folder's rights.")
    figures = {"sampled": len(sample), "missing": len(missing), "found": sum(faulty.values())}
    if faulty:
        counts = faulty.get(DAMAGED, 0), faulty.get(MISSING, 0)
        return Part(
            "files",
            BROKEN,
            "ไฟล์ที่เก็บไว้เสียหาย {} ไฟล์ หายไป {} ไฟล์ ตรวจดิสก์ แล้วสั่ง yudee blobs repair --from ไฟล์สำรอง --key กุญแจ"
            " โทรศัพท์ที่ยังมีแบบฟอร์มส่งซ้ำได้เช่นกัน".format(*counts),
            "Stored files: {} damaged, {} missing. Look at the disk, then run `yudee blobs repair --from BACKUP"
            " --key KEYFILE`; a phone that still has the form may also send it again.".format(*counts),
            figures,
        )
    if not missing:
        return Part(
            "files", OK, f"สุ่มตรวจไฟล์ {len(sample)} ไฟล์ อยู่ครบ", f"{len(sample)} files looked for, all there.", figures
        )
    return Part(
        "files",
        BROKEN,
        f"สุ่มตรวจไฟล์ {len(sample)} ไฟล์ หายไป {len(missing)} ตรวจว่าดิสก์ของที่เก็บไฟล์ต่ออยู่"
        " หากยังหายไป สั่ง yudee blobs repair --all --from ไฟล์สำรอง --key กุญแจ",
        f"{len(missing)} of {len(sample)} files looked for are missing. See that their disk is mounted; if they"
        " are gone, run `yudee blobs repair --all --from BACKUP --key KEYFILE`.",
        figures,
    )


def disk(folders: Sequence[Path]) -> Part:
    """The fullest of the disks under these folders."""
    free, total = min((room(folder) for folder in folders), key=lambda one: one[0] / one[1])
    figures = {"free_bytes": free, "total_bytes": total}
    left = f"{free / GB:,.1f} GB ({free * 100 // total} %)"
    if not is_below(free, total, LATE_BELOW):
        return Part("disk", OK, f"ดิสก์เหลือ {left}", f"The disk has {left} left.", figures)
    is_full = is_below(free, total, BROKEN_BELOW)
    return Part(
        "disk",
        BROKEN if is_full else LATE,
        f"ดิสก์เหลือเพียง {left} เพิ่มดิสก์หรือลบข้อมูลสำรองเก่าที่ย้ายไปแล้ว" + (" ขณะนี้ไม่รับข้อมูล" if is_full else ""),
        f"The disk has only {left} left. Add room, or remove old backups that lie elsewhere, too."
        + (" Nothing is received meanwhile." if is_full else ""),
        figures,
        is_of_all=is_full,
    )


def room(folder: Path) -> tuple[int, int]:
    """(free, total) in bytes, of the disk under a folder or the nearest one above it that is there."""
    while not is_there(folder):
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total


def is_there(folder: Path) -> bool:
    """Whether we see it; what lies below a folder that we may not enter is as good as gone."""
    try:
        return folder.exists()
    except PermissionError:
        return False


def is_below(free: int, total: int, limit: tuple[float, int]) -> bool:
    share, amount = limit
    return free < min(share * total, amount)


def backup(age_s: float | None) -> Part:
    """age_s: of the newest backup."""
    figures = {"age_s": age_s}
    if age_s is None:
        return Part(
            "backup",
            LATE,
            "ยังไม่เคยสำรองข้อมูล สั่ง yudee backup nightly คำสั่งนี้สำรองข้อมูลหรือบอกว่าขาดการตั้งค่าใด",
            "There has been no backup. Run `yudee backup nightly`: it makes one, or says which setting is lacking.",
            figures,
        )
    if by_limits(age_s, late=BACKUP_LATE_S, broken=float("inf")) == OK:
        th, en = f"สำรองข้อมูลเมื่อ {spell(age_s, 'th')}ก่อน", f"The last backup was made {spell(age_s, 'en')} ago."
        return Part("backup", OK, th, en, figures)
    return Part(
        "backup",
        LATE,
        f"สำรองข้อมูลครั้งล่าสุด {spell(age_s, 'th')}ก่อน สั่ง yudee backup nightly คำสั่งนี้สำรองข้อมูลหรือบอกว่าติดอะไร",
        f"The last backup is {spell(age_s, 'en')} old. Run `yudee backup nightly`: it makes one, or says what keeps it.",
        figures,
    )


def encryption(folders: Sequence[Path]) -> Part:
    """Of the volumes, as far as this machine can see; a provider may encrypt below it."""
    seen = [is_sealed(folder) for folder in folders]
    figures = {"seen": ", ".join(seen)}
    if all(one == SEALED for one in seen):
        return Part("encryption", OK, "ดิสก์ที่เก็บข้อมูลเข้ารหัส", "The volumes with the data are encrypted.", figures)
    if PLAIN in seen:
        return Part(
            "encryption",
            LATE,
            "ดิสก์ที่เก็บข้อมูลไม่ได้เข้ารหัสบนเครื่องนี้ ย้ายข้อมูลไปดิสก์ที่เข้ารหัส (LUKS) หรือยืนยันว่าผู้ให้บริการเข้ารหัสให้",
            "A volume with data is not encrypted by this machine. Move the data to one that is (LUKS), or make sure that"
            " the provider encrypts it.",
            figures,
        )
    return Part(
        "encryption",
        UNKNOWN,
        "มองไม่เห็นจากเครื่องนี้ว่าดิสก์เข้ารหัสหรือไม่ ถามผู้ดูแลเครื่อง",
        "Whether the volumes are encrypted cannot be seen from here. Ask whoever provides the machine.",
        figures,
    )
