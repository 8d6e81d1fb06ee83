"""Whether the work is done: database, queue, workers, clock, and what waits for how long."""

from collections.abc import Mapping
from functools import lru_cache

from alembic.script import ScriptDirectory

from server import queue
from server.db.migrate import config
from server.domain.health.parts import BROKEN, LATE, OK, Part, by_limits, spell

MINUTE, HOUR = 60, 3600

DATABASE_AWAY = Part(
    "database",
    BROKEN,
    "ติดต่อฐานข้อมูลไม่ได้ โทรศัพท์ส่งข้อมูลไม่ได้ชั่วคราวแต่แบบฟอร์มยังอยู่ในเครื่อง ตรวจว่าดิสก์ไม่เต็ม แล้วเริ่ม PostgreSQL ระบบทำงานต่อเอง",
    "The database does not answer; phones keep their forms until it does. See that its disk is not full and start PostgreSQL; Yudee goes on by itself.",
    is_of_all=True,
)
QUEUE_AWAY = Part(
    "queue",
    BROKEN,
    "ติดต่อ Redis ไม่ได้ ยังรับข้อมูลจากโทรศัพท์ได้ แต่การคำนวณหยุดอยู่ เริ่ม Redis ใหม่ ไม่มีข้อมูลสูญหาย",
    "Redis does not answer; phones are still served, but nothing is computed. Start Redis again: nothing is lost.",
    is_of_all=True,
)


def database(revision: str | None, database_url: str) -> Part:
    """Whether the schema is the one this program was written for. revision: that of the database."""
    head, known = revisions(database_url)
    figures = {"revision": revision, "expected": head}
    if revision == head:
        return Part(
            "database", OK, f"ฐานข้อมูลพร้อม (โครงสร้าง {head})", f"The database is ready (schema {head}).", figures
        )
    if revision in known or revision is None:
        return Part(
            "database",
            BROKEN,
            f"โครงสร้างฐานข้อมูลเก่ากว่าโปรแกรม ({revision} แทน {head}) สั่ง yudee migrate",
            f"The schema is older than the program ({revision} instead of {head}). Run `yudee migrate`.",
            figures,
        )
    return Part(
        "database",
        LATE,
        f"โครงสร้างฐานข้อมูลใหม่กว่าโปรแกรม ({revision}) เริ่มระบบใหม่ด้วยโปรแกรมรุ่นใหม่",
        f"The schema is newer than this program ({revision}). Start the newer version here, too.",
        figures,
    )


@lru_cache(maxsize=1)
def revisions(database_url: str) -> tuple[str, frozenset[str]]:
    """The newest step of the schema that the program knows, and all of them."""
    steps = ScriptDirectory.from_config(config(database_url))
    return steps.get_current_head() or "", frozenset(step.revision for step in steps.walk_revisions())


def workers(alive: Mapping[str, int]) -> Part:
    """Each queue needs a worker. alive: how many by name of the queue."""
    missing = sorted(set(queue.QUEUES.values()) - {name for name, number in alive.items() if number})
    figures = {name: alive.get(name, 0) for name in sorted(set(queue.QUEUES.values()))}
    if not missing:
        return Part(
            "queue",
            OK,
            "คิวและโปรแกรมคำนวณทำงานครบ",
            "The queue answers, and all workers live.",
            figures,
            is_of_all=True,
        )
    names = ", ".join(missing)
    return Part(
        "queue",
        BROKEN,
        f"ไม่มีโปรแกรมคำนวณสำหรับ {names} ดูบันทึกของ workers แล้วเริ่มระบบใหม่ ข้อมูลที่ส่งมายังอยู่ครบ",
        f"No worker lives for {names}. Read the log of the workers and start them again; what was sent is safe.",
        figures,
        is_of_all=True,
    )


def clock(age_s: float | None) -> Part:
    """The clock finds what Redis forgot, and does the nightly work."""
    figures = {"age_s": age_s}
    if age_s is None:
        return Part(
            "clock",
            LATE,
            "ยังไม่พบการทำงานของนาฬิการะบบ รอ 2 นาที หากยังไม่พบให้เริ่ม workers ใหม่",
            "The clock has not been heard of. Wait two minutes, then start the workers again.",
            figures,
        )
    state = by_limits(age_s, late=5 * MINUTE, broken=HOUR)
    if state == OK:
        return Part("clock", OK, "นาฬิการะบบเดินปกติ", "The clock goes.", figures)
    return Part(
        "clock",
        state,
        f"นาฬิการะบบหยุดมา {spell(age_s, 'th')} งานกลางคืนจะไม่ทำ เริ่ม workers ใหม่",
        f"The clock has stood still for {spell(age_s, 'en')}; nightly work is not done. Start the workers again.",
        figures,
    )


# kind: what it is in Thai and English; after how long it is late, and broken
KINDS = {
    "submissions": ("อ่านแบบฟอร์มที่ส่งมา", "Reading what was sent", 5 * MINUTE, HOUR),
    "villages": ("คำนวณตัวชี้วัดและระดับหมู่บ้าน", "Computing villages", 5 * MINUTE, HOUR),
    "projects": ("คำนวณโครงการ", "Computing projects", 5 * MINUTE, HOUR),
    "checks": ("เปรียบเทียบหาข้อมูลซ้ำหรือผิดปกติ", "Comparing what may be there twice", 15 * MINUTE, 6 * HOUR),
    "forms": ("แปลงแบบฟอร์มที่อัปโหลด", "Converting uploaded forms", 5 * MINUTE, HOUR),
    "exports": ("จัดทำไฟล์ที่ขอไว้", "Writing files that were asked for", 15 * MINUTE, 6 * HOUR),
}


def waiting_part(kind: str, number: int, age_s: float | None) -> Part:
    """One kind of work. number: rows that wait; age_s: of the oldest."""
    th, en, late, broken = KINDS[kind]
    age_s = None if age_s is None else max(0.0, float(age_s))
    state = by_limits(age_s, late=late, broken=broken)
    figures = {"waiting": number, "age_s": age_s}
    if state == OK:
        return Part(
            kind, OK, f"{th}: ทันเวลา (รออยู่ {number})", f"{en}: up to date ({number} waiting).", figures, is_of_all=True
        )
    return Part(
        kind,
        state,
        f"{th}: ช้า {spell(age_s, 'th')} (รออยู่ {number}) ตัวเลขที่เห็นเป็นของก่อนหน้านั้น"
        " ไม่มีข้อมูลสูญหาย ผู้ดูแลระบบดูบันทึกของ workers ว่าติดอะไร",
        f"{en}: late by {spell(age_s, 'en')} ({number} waiting). Figures are as they were before; nothing is lost."
        " The operator reads in the log of the workers what holds it up.",
        figures,
        is_of_all=True,
    )


def failing_part(number: int) -> Part:
    """Submissions that break our code: kept, tried ever more rarely, and counted nowhere until it is mended."""
    figures = {"number": number}
    if not number:
        return Part("failing", OK, "อ่านแบบฟอร์มได้ทุกฉบับ", "Every submission can be read.", figures)
    return Part(
        "failing",
        LATE,
        f"มีแบบฟอร์ม {number} ฉบับที่ระบบอ่านแล้วผิดพลาด ค้นบันทึกด้วยคำว่า not digested แล้วแจ้งผู้พัฒนา",
        f"{number} submissions make our code fail. Search the log for “not digested”, and tell the developers.",
        figures,
    )


def forms(provinces: int, number: int) -> Part:
    """A phone that syncs with no forms here loses its own."""
    figures = {"provinces": provinces, "forms": number}
    if not provinces:
        return Part(
            "published",
            LATE,
            "ยังไม่มีข้อมูลจังหวัด สั่ง yudee areas load",
            "There is no province yet. Run `yudee areas load`.",
            figures,
        )
    if not number:
        return Part(
            "published",
            BROKEN,
            "ยังไม่มีแบบฟอร์มที่เผยแพร่ สั่ง yudee forms publish",
            "No form is published. Run `yudee forms publish`.",
            figures,
        )
    return Part("published", OK, f"เผยแพร่แบบฟอร์ม {number} แบบ", f"{number} forms are published.", figures)
