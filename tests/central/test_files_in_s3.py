"""Central's REST while files lie in S3: fetched one by one, in a zip, and beside a form."""

import io
import zipfile
from urllib.parse import quote

import pytest

from server.domain.forms import convert
from tests.openrosa.blank import blank

PLANS = "/projects/1/forms/community_plan/submissions"


@pytest.fixture
def plan(in_s3, phone):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"a photo", "plan_file": b"%PDF-1.4 a plan"})
    assert phone.send(filled).status == 201
    return filled


def test_files_are_fetched_one_by_one_from_any_machine(plan, script, other_machine):
    other_machine()
    files = f"{PLANS}/{quote(plan.instance_id, safe='')}/attachments"

    assert {name: script.get(f"{files}/{name}").data for name in plan.files} == dict(plan.files)


def test_a_zip_has_them_all(plan, script, other_machine):
    other_machine()
    answer = script.get(f"{PLANS}.csv.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as opened:
        media = {name: opened.read(name) for name in opened.namelist() if name.startswith("media/")}

    assert media == {f"media/{name}": content for name, content in plan.files.items()}


def test_a_file_beside_a_form_is_put_and_read(in_s3, new_script, monkeypatch, other_machine):
    monkeypatch.setattr("server.domain.forms.apart.convert_apart", convert)
    admin, file = new_script("admin", "50"), "/projects/1/forms/survey/draft/attachments/map.png"
    source = blank("survey", media=("map.png",))
    admin.call("POST", "/projects/1/forms", data=source, content_type="application/xml")
    assert admin.call("POST", file, data=b"a map", content_type="image/png").status_code == 200
    other_machine()

    assert admin.get(file).data == b"a map"
