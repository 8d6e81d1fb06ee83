"""What is late or broken is found, said in both languages, and ends `yudee check` with 1 when it is broken."""

import datetime as dt
import errno
import hashlib
import os
import time

import pytest
from sqlalchemy import text

from server import queue
from server.db.queries import watching
from server.db.session import transaction
from server.domain import health
from server.domain.health import machine, volumes, work
from server.domain.health.parts import by_limits, spell
from server.storage import FileStore

AGED = "update pending_submission set queued_at = now() - :ago"
BACKED_UP = """
    insert into event (at, actor_id, verb, subject, subject_id)
    select now() - :ago, min(id), 'backup.make', 'backup', '1' from actor
"""


@pytest.fixture
def places(app, database_url, tmp_path):
    return health.Places.of(app.extensions["blobs"], tmp_path, database_url)


@pytest.fixture
def look(places):
    """The parts by name."""
    return lambda: {part.name: part for part in health.look(places)}


def test_every_part_has_a_sentence_in_both_languages(look, phone, workers):
    parts = look()

    assert {"database", "queue", "clock", "blobs", "files", "disk", "backup", "encryption", "published"} <= parts.keys()
    assert all(part.th and part.en and part.th != part.en for part in parts.values())
    assert [name for name, part in parts.items() if part.state == health.BROKEN] == []


def test_work_that_waits_for_minutes_is_late_and_for_an_hour_broken(look, phone, session):
    phone.send(phone.fill("community_plan"))
    states = []
    for minutes in (1, 12, 90):
        session.execute(
            text("update pending_submission set queued_at = now() - :ago"), {"ago": dt.timedelta(minutes=minutes)}
        )
        session.commit()
        states.append(look()["submissions"])

    assert [part.state for part in states] == ["ok", "late", "broken"]
    assert "late by 12 minutes" in states[1].en and "ช้า 12 นาที" in states[1].th
    assert states[1].figures["waiting"] == 1 and states[1].is_of_all


def test_what_breaks_our_code_is_told_apart_from_what_waits(look, phone, session):
    phone.send(phone.fill("community_plan"))
    session.execute(
        text("update pending_submission set attempts = 1, queued_at = now() - interval '2 days', not_before = now()")
    )
    session.commit()

    assert (look()["submissions"].state, look()["failing"].state) == ("ok", "late")


def test_a_queue_without_a_worker_is_broken_and_named(look, app, workers):
    assert look()["queue"].state == "ok"
    queue.redis().delete("rq:worker:villages")

    part = look()["queue"]
    assert part.state == "broken"
    assert "villages" in part.en and "submissions" not in part.en


def test_asking_who_lives_makes_nobody_wait_longer_for_redis(look, app, workers):
    before = dict(queue.redis().connection_pool.connection_kwargs)
    look()

    assert queue.redis().connection_pool.connection_kwargs == before


@pytest.mark.parametrize(("ago_s", "state"), [(0, "ok"), (600, "late"), (7200, "broken")])
def test_a_clock_that_stands_still_is_told(look, app, ago_s, state):
    queue.redis().set(queue.CLOCK, time.time() - ago_s)

    assert look()["clock"].state == state


def test_a_redis_that_is_away_is_one_part_among_others(look, phone, tmp_path):
    queue.connect(f"unix://{tmp_path}/nobody")

    parts = look()
    assert parts["queue"].state == "broken"
    assert (parts["database"].state, parts["submissions"].state) == ("ok", "ok")


def test_files_that_rows_name_are_looked_for(look, phone, app):
    phone.send(phone.fill("community_plan", files={"plan_photo_1": b"one"}))
    assert look()["files"].figures == {"sampled": 1, "missing": 0, "found": 0}
    (file,) = (path for path in app.extensions["blobs"].folder.glob("??/*"))
    file.unlink()

    assert (look()["files"].state, look()["files"].figures["missing"]) == ("broken", 1)


def test_a_store_that_may_not_be_read_is_a_part_among_others(look, phone, app, monkeypatch):
    def locked(*_):
        raise PermissionError(errno.EACCES, "…")

    phone.send(phone.fill("community_plan", files={"plan_photo_1": b"one"}))
    monkeypatch.setattr(type(app.extensions["blobs"]), "exists", locked)

    part = look()["files"]
    assert (part.state, "(Permission denied)" in part.en) == ("broken", True)


def test_room_is_looked_for_above_what_may_not_be_entered(monkeypatch, tmp_path):
    def locked(path, **_):
        raise PermissionError(errno.EACCES, "…", path)

    stat = os.stat
    monkeypatch.setattr(os, "stat", lambda path, **how: (locked if "locked" in str(path) else stat)(path, **how))

    assert machine.room(tmp_path / "locked" / "blobs")[1] > 0
    assert health.Places.of(FileStore(str(tmp_path)), tmp_path / "locked", "").database is None


def test_a_folder_that_cannot_be_written_is_broken(tmp_path):
    (tmp_path / "file").touch()
    part = machine.blobs_writable(FileStore(f"file:{tmp_path}/file/blobs"))

    assert (part.state, "Not a directory" in part.en) == ("broken", True)


GB = machine.GB


@pytest.mark.parametrize(
    ("free", "total", "state"),
    [(50 * GB, 100 * GB, "ok"), (9 * GB, 100 * GB, "late"), (GB // 2, 100 * GB, "broken"), (25 * GB, 4000 * GB, "ok")],
)
def test_room_on_the_disk(monkeypatch, tmp_path, free, total, state):
    monkeypatch.setattr(machine, "room", lambda _folder: (free, total))

    assert machine.disk([tmp_path]).state == state


@pytest.mark.parametrize(("hours", "state"), [(None, "late"), (2, "ok"), (27, "late")])
def test_the_age_of_the_last_backup(look, phone, session, hours, state):
    if hours:
        session.execute(text(BACKED_UP), {"ago": dt.timedelta(hours=hours)})
        session.commit()

    assert look()["backup"].state == state


@pytest.mark.parametrize("hours", [None, 27])
def test_whoever_lacks_a_backup_is_told_words_that_make_one(look, phone, session, hours):
    if hours:
        session.execute(text(BACKED_UP), {"ago": dt.timedelta(hours=hours)})
        session.commit()
    part = look()["backup"]

    assert "`yudee backup nightly`" in part.en and "yudee backup nightly" in part.th  # `yudee backup` alone is its help


def test_a_database_that_comes_back_needs_no_other_start():
    assert "start PostgreSQL; Yudee goes on by itself" in work.DATABASE_AWAY.en
    assert "เริ่ม PostgreSQL ระบบทำงานต่อเอง" in work.DATABASE_AWAY.th


@pytest.mark.parametrize(
    ("revision", "state"), [("0020", "ok"), ("0001", "broken"), (None, "broken"), ("9999", "late")]
)
def test_the_schema_is_that_of_the_program(database_url, monkeypatch, revision, state):
    monkeypatch.setattr(work, "revisions", lambda _url: ("0020", frozenset({"0001", "0020"})))

    assert work.database(revision, database_url).state == state


def test_spans_are_spelled():
    assert [spell(one, "en") for one in (59, 720, 3 * 3600, 49 * 3600)] == [
        "0 minutes",
        "12 minutes",
        "3 hours",
        "2 days",
    ]
    assert by_limits(None, late=1, broken=2) == "ok"


def disks(folder, mounts, **crypt):
    """A machine's mounts and disks: name -> what dm says, and what it lies on."""
    block = folder / "block"
    for name, (uuid, below) in crypt.items():
        (block / name / "slaves").mkdir(parents=True)
        for one in below:
            (block / name / "slaves" / one).touch()
        if uuid:
            (block / name / "dm").mkdir()
            (block / name / "dm" / "uuid").write_text(uuid)
    told = folder / "mountinfo"
    told.write_text("".join(f"1 0 8:1 / {point} rw - {kind} {source} rw\n" for point, kind, source in mounts))
    return {"mounts": told, "block": block}


def test_whether_a_volume_is_encrypted_is_read_from_linux(tmp_path):
    crypt = {"dm-0": ("CRYPT-LUKS2-1", ["sda2"]), "dm-1": ("LVM-1", ["dm-0"]), "sda1": (None, []), "sda2": (None, [])}
    points = [
        ("/", "ext4", "/dev/sda1"),
        ("/srv", "ext4", "/dev/dm-1"),
        ("/net", "nfs", "host:/x"),
        ("/e", "fuse.gocryptfs", "x"),
    ]
    seen = disks(tmp_path, points, **crypt)
    found = {
        str(folder): volumes.is_sealed(folder, **seen)
        for folder in map(volumes.Path, ("/opt", "/srv/blobs", "/net", "/e"))
    }

    assert found == {"/opt": "not encrypted", "/srv/blobs": "encrypted", "/net": "unknown", "/e": "encrypted"}


# Readiness


def test_ready_says_which_parts_are(client, phone):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.get_json()) == (200, {"database": "ok", "blobs": "ok", "disk": "ok"})


def test_without_redis_phones_are_served(client, phone, tmp_path):
    queue.connect(f"unix://{tmp_path}/nobody")

    assert client.get("/readyz").status_code == 200


def test_not_ready_with_a_schema_older_than_the_program(client, phone, session):
    before = session.scalar(text("select version_num from alembic_version"))
    session.execute(text("update alembic_version set version_num = '0001'"))
    session.commit()
    answer = client.get("/readyz")
    session.execute(text("update alembic_version set version_num = :before"), {"before": before})
    session.commit()

    assert (answer.status_code, answer.get_json()["database"]) == (503, "broken")


def test_not_ready_when_files_cannot_be_kept_or_the_disk_is_full(app, client, phone, monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "room", lambda _folder: (1, 100 * GB))
    assert (client.get("/readyz").status_code, client.get("/readyz").get_json()["disk"]) == (503, "broken")
    monkeypatch.undo()
    (tmp_path / "file").touch()
    app.extensions["blobs"] = FileStore(f"file:{tmp_path}/file/x")

    assert client.get("/readyz").get_json()["blobs"] == "broken"
    assert client.get("/healthz").status_code == 200


def test_looking_at_what_waits_reads_no_whole_table(connected):
    with transaction() as session:
        session.execute(text("set local enable_seqscan = off"))
        plan = "\n".join(session.scalars(text(f"explain {watching.LAST_BACKUP.text}")))

    assert "Index" in plan and "Seq Scan on event" not in plan


def test_damaged_and_missing_files_are_broken_and_the_way_to_mend_them_is_told(look, phone, session):
    phone.send(phone.fill("community_plan", files={f"plan_photo_{number}": bytes([number]) for number in (1, 2, 3)}))
    assert look()["files"].state == "ok"
    for number, fault in ((1, "damaged"), (2, "missing"), (3, "missing")):
        named = {"sha256": hashlib.sha256(bytes([number])).digest(), "fault": fault}
        session.execute(text("update blob set fault = :fault where sha256 = :sha256"), named)
    session.commit()

    part = look()["files"]
    assert (part.state, part.figures["found"]) == ("broken", 3)
    assert "Stored files: 1 damaged, 2 missing" in part.en and "yudee blobs repair" in part.en
    assert "เสียหาย 1 ไฟล์ หายไป 2 ไฟล์" in part.th
