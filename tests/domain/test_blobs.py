"""Files and rows are kept in step."""

import io
import os

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
