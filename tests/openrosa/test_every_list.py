"""Whoever phones: every address in every list answers with the bytes that were announced, or honestly not at all."""

import io

import pytest

from server.domain.forms import draft, media, publish_draft
from server.domain.forms.conversion import Converted
from server.storage import blobs
from tests.factories import make_household, make_project, make_system
from tests.openrosa.blank import blank
from tests.phone import md5

PHONES = {
    "tambon_team": "500705",
    "committee_member": "50070503",
    "district_officer": "5007",
    "evaluation_committee": "50",
}
FILES = {"crops.csv": "name,label\nrice,ข้าว\n".encode(), "แผนที่ 1.png": b"\x89PNG\r\n\x1a\n" + bytes(100_000)}


@pytest.fixture
def theirs(province, app):
    """A form with files beside it, for every role, and things in the lists of the others."""
    made = draft(
        province,
        1,
        Converted(blank("theirs", media=(*FILES, "villages.csv", "projects.csv", "nowhere.csv"))),
        actor_id=make_system(province).id,
        roles=list(PHONES),
    )
    for name, content in FILES.items():
        media.put(province, made, name, io.BytesIO(content), blobs(), content_type="text/csv")
    publish_draft(province, 1, "theirs", actor_id=make_system(province).id)
    make_household(province, "50070503")
    make_project(province, "50070503")
    province.commit()


def announced(phone):
    """(address, md5, whether it is a list of entities) of everything a phone is told of."""
    for form in phone.listing():
        yield form["downloadUrl"], form["hash"], False
        for item in phone.manifest(form["manifestUrl"]):
            yield item["downloadUrl"], item["hash"], item.get("type") == "entityList"


@pytest.mark.parametrize("role", PHONES)
def test_every_address_answers_with_what_was_announced(new_phone, theirs, role):
    phone = new_phone(role=role, area=PHONES[role])
    told = list(announced(phone))

    for url, hash_, is_entities in told:
        reply = phone.get(url)
        assert (reply.status, reply.headers["ETag"]) == (200, f'"{hash_[4:]}"')
        assert is_entities or f"md5:{md5(reply.body)}" == hash_
        assert phone.get(url, **{"If-None-Match": f'"{hash_[4:]}"'}).status == 304
    files = {url.rsplit("/", 1)[-1] for url, *_ in told if "/forms/theirs/attachments/" in url}
    assert files == {"crops.csv", "%E0%B9%81%E0%B8%9C%E0%B8%99%E0%B8%97%E0%B8%B5%E0%B9%88%201.png"} | {
        "villages.csv",
        "projects.csv",
    }


def test_a_file_that_the_disk_has_lost_is_our_fault_and_no_empty_file(phone, theirs, app):
    (url,) = (url for url, *_ in announced(phone) if url.endswith("theirs/attachments/crops.csv"))
    for path in app.extensions["blobs"].folder.rglob("*"):
        if path.is_file():
            path.unlink()

    assert phone.get(url).status == 500
    assert url in {url for url, *_ in announced(phone)}  # a shorter list would be believed
