"""Files and rows are kept in step."""

import hashlib
import io
import os

from sqlalchemy import text

from server.domain.blobs import remove_strays


def test_a_photo_that_a_submission_speaks_of_stays_and_a_stray_goes(app, phone):
    store = app.extensions["blobs"]
    phone.send(phone.fill("community_plan", files={"plan_photo_1": b"one"}))
    stray = store.put(io.BytesIO(b"stray"))
    for path in store.folder.glob("??/*"):
        os.utime(path, (0, 0))

    assert remove_strays(store) == 1
    assert not store.path(stray.sha256).exists()
    assert len(list(store.folder.glob("??/*"))) == 1


def test_a_row_that_no_submission_has_goes_a_day_later_with_its_file(app, phone, session):
    """A photo that came in the very moment its submission was erased."""
    store = app.extensions["blobs"]
    phone.send(phone.fill("community_plan", files={"plan_photo_1": b"one"}))
    for name, age in (("an hour", "1 hour"), ("two days", "2 days")):
        store.put(io.BytesIO(name.encode()))
        session.execute(
            text(
                "insert into blob (workspace_id, sha256, size, content_type, created_at)"
                f" values (1, :sha256, 1, 'image/jpeg', now() - interval '{age}')"
            ),
            {"sha256": hashlib.sha256(name.encode()).digest()},
        )
    session.commit()
    for path in store.folder.glob("??/*"):
        os.utime(path, (0, 0))

    assert remove_strays(store) == 1
    assert {path.read_bytes() for path in store.folder.glob("??/*")} == {b"one", b"an hour"}
