"""pyODK 1.3.0, unmodified, over real HTTP: what people's scripts do on the first day."""

from uuid import UUID

import pytest
from pyodk._utils.config import CentralConfig, Config
from pyodk.client import Client
from pyodk.errors import PyODKError

from server.domain import api_keys, people
from tests.domain.forms.test_conversion import workbook
from tests.factories import make_person, make_project
from tests.fixtures.field import photo
from tests.forms.converted import xform_text
from tests.openrosa.blank import blank

FORM, REPORT = "household_register", "project_progress"


@pytest.fixture
def client(new_client):
    """Somebody of district 5007 who has pyODK."""
    return new_client()


@pytest.fixture
def admin(new_client):
    """The administrator of the province has pyODK, too."""
    return new_client("admin", "50")


def test_a_wrong_password_is_told_as_central_tells_it(address, province, tmp_path):
    config = Config(CentralConfig(base_url=address, username="somsri@example.org", password="wrong"))

    with pytest.raises(PyODKError) as refused, Client(config=config, cache_path=tmp_path / "cache.toml") as opened:
        opened.projects.list()
    assert refused.value.is_central_error(401.2)


def test_a_key_is_taken_where_pyodk_asks_for_a_password(address, province, tmp_path):
    person = make_person(province, email="keys@example.org")
    caller = people.caller(province, person.email, 1)
    key = api_keys.make(province, caller, name="pyODK", scope="read", part="all", days=1).secret
    province.commit()
    config = Config(CentralConfig(base_url=address, username="keys@example.org", password=key))

    with Client(config=config, cache_path=tmp_path / "cache.toml", project_id=1) as opened:
        assert [one.id for one in opened.projects.list()] == [1]
        assert opened.forms.list()
        with pytest.raises(PyODKError) as refused:
            opened.submissions.create(xml="<x/>", form_id=FORM)
    assert refused.value.is_central_error(403.1)


def test_a_token_is_kept_and_used_again(client, tmp_path):
    client.projects.list()
    (cache,) = tmp_path.glob("*.toml")
    kept = cache.read_text()

    with Client(config=client.config, cache_path=cache) as again:
        again.projects.list()
    assert cache.read_text() == kept


def test_projects_and_forms_are_read(client):
    (project,) = client.projects.list()
    forms = {form.xmlFormId: form for form in client.forms.list()}

    assert (project.id, project.name) == (1, "เชียงใหม่")
    assert client.projects.get(1) == project
    assert client.forms.get(FORM) == forms[FORM]
    assert (forms[FORM].projectId, forms[FORM].state) == (1, "open")
    assert client.forms.get_xml(FORM) == xform_text(FORM)


def test_what_is_not_there_is_told_as_central_tells_it(client):
    with pytest.raises(PyODKError) as refused:
        client.forms.get("nothing")
    assert refused.value.is_central_error(404.1)


def test_app_users_are_made_for_forms(admin, new_phone):
    names = ["500705 ทีม ก", "500705 ทีม ข"]
    made = admin.projects.create_app_users(names, forms=[FORM, "community_plan"])

    assert [one.displayName for one in made] == names
    assert all(len(one.token) == 64 for one in made)
    assert list(admin.projects.create_app_users([*names, "500705 ทีม ค"]))[0].displayName == "500705 ทีม ค"
    with pytest.raises(PyODKError) as refused:
        admin.projects.create_app_users(["500705 ทีม ง"], forms=["project_screening"])
    assert refused.value.is_central_error(409.0)


def test_a_form_is_made_of_a_workbook_with_its_files(admin, client, tmp_path):
    book, photo = tmp_path / "สวนผลไม้.xlsx", tmp_path / "แผนที่ หมู่ 3.png"
    media = [("type", "name", "label", "media::image"), ("note", "map", "แผนที่", photo.name)]
    book.write_bytes(workbook(survey=media, settings=[("version",), ("1",)]))
    photo.write_bytes(b"a map" * 9_999)

    form = admin.forms.create(book, attachments=[photo])
    assert (form.xmlFormId, form.version, form.publishedAt) == ("สวนผลไม้", "1", None)
    assert client.forms.get("สวนผลไม้").publishedAt is not None
    address = admin.session.urlformat("projects/1/forms/{form}/attachments/{name}", form="สวนผลไม้", name=photo.name)
    assert client.get(address).content == photo.read_bytes()
    with pytest.raises(PyODKError) as refused:
        admin.forms.create(book)
    assert refused.value.is_central_error(409.3)


def test_a_form_gets_another_definition_other_files_and_another_version(admin, client, tmp_path):
    table, packed = tmp_path / "พันธุ์.csv", tmp_path / "packed.csv.gz"
    table.write_text("name,label\n1,ลำไย\n")
    packed.write_bytes(b"\x1f\x8b packed")
    form = "survey"
    admin.forms.create(blank(form, media=(table.name, packed.name)).decode(), attachments=[table, packed])

    def served(name):
        address = admin.session.urlformat("projects/1/forms/{form}/attachments/{name}", form=form, name=name)
        return client.get(address).content

    assert (served(table.name), served(packed.name)) == (table.read_bytes(), packed.read_bytes())
    admin.forms.update(form, definition=blank(form, version="2", media=(table.name,)).decode())
    table.write_text("name,label\n1,ลิ้นจี่\n")
    admin.forms.update(form, attachments=[table], version_updater=lambda version: f"{version}.1")
    assert (client.forms.get(form).version, served(table.name)) == ("2.1", table.read_bytes())
    admin.forms.update(form, attachments=[table])
    assert client.forms.get(form).version.startswith("20")
    with pytest.raises(PyODKError) as refused:
        admin.forms.update(form, definition=blank(form, version="2", media=(table.name,)).decode())
    assert refused.value.is_central_error(409.6)


def test_a_form_that_is_wrong_is_told_as_central_tells_it(admin, client):
    broken = blank("broken").replace(b"</model>", b'<bind nodeset="/data/note" relevant="(("/></model>')

    with pytest.raises(PyODKError) as refused:
        admin.forms.create(broken.decode())
    assert refused.value.is_central_error(400.15)
    with pytest.raises(PyODKError) as refused:
        client.forms.create(blank("survey").decode())
    assert refused.value.is_central_error(403.1)


def test_submissions_are_read_reviewed_and_commented_on(client, phone):
    filled = phone.fill(FORM)
    phone.send(filled)

    (listed,) = client.submissions.list(FORM)
    assert listed == client.submissions.get(filled.instance_id, FORM)
    assert (listed.instanceId, listed.submitterId) == (filled.instance_id, phone.made.actor_id)
    assert listed.reviewState is None

    client.submissions.review(filled.instance_id, "hasIssues", FORM, comment="บ้านเลขที่ไม่ตรงกับทะเบียน")
    assert client.submissions.get(filled.instance_id, FORM).reviewState == "hasIssues"
    added = client.submissions.add_comment(filled.instance_id, "โทรแจ้งแล้ว", form_id=FORM)
    comments = client.submissions.list_comments(filled.instance_id, FORM)
    assert [comment.body for comment in comments] == ["โทรแจ้งแล้ว", "บ้านเลขที่ไม่ตรงกับทะเบียน"]
    assert comments[0] == added


def test_submissions_are_created_with_files_and_edited(client, new_phone, province, tmp_path):
    project = make_project(province)
    province.commit()
    office = new_phone(role="district_officer", area="5007")
    filled = office.fill(REPORT, project=str(project.id), photo_1="ภาพ ฝาย.jpg", photo_2="later.jpg")
    (tmp_path / "ภาพ ฝาย.jpg").write_bytes(photo())

    created = client.submissions.create(
        filled.xml.decode(), form_id=REPORT, device_id="office", attachments=[tmp_path / "ภาพ ฝาย.jpg"]
    )
    assert (created.instanceId, created.deviceId) == (filled.instance_id, "office")
    assert {file.name: file.exists for file in created.attachments} == {"ภาพ ฝาย.jpg": True, "later.jpg": False}

    edited = office.edit(filled, percent_physical="55")
    client.submissions.edit(filled.instance_id, edited.xml.decode(), REPORT)
    assert client.submissions.get(filled.instance_id, REPORT).reviewState == "edited"
    again = office.edit(edited, percent_physical="60")
    assert client.submissions._put(filled.instance_id, again.xml.decode(), REPORT).instanceId == filled.instance_id
    with pytest.raises(PyODKError) as refused:
        client.submissions.create(filled.xml.decode(), form_id=REPORT)
    assert refused.value.is_central_error(409.3)


@pytest.mark.parametrize("instance_id", ["uuid:{uuid}", "ครัวเรือน 1/2?#{uuid}", "a'b*(c)+{uuid}"])
def test_an_instance_id_may_hold_what_an_address_must_escape(client, phone, instance_id):
    strange = instance_id.format(uuid=UUID(int=7))
    filled = phone.fill(FORM)
    renamed = filled.xml.replace(filled.instance_id.encode(), strange.encode())
    assert phone.post(renamed).status == 201

    assert client.submissions.get(strange, FORM).instanceId == strange
    assert client.submissions.add_comment(strange, "ok", form_id=FORM).body == "ok"
    address = client.session.urlformat("projects/1/forms/{form}/submissions/{id}.xml", form=FORM, id=strange)
    assert client.get(address).content == renamed
