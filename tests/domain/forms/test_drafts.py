"""Drafts: tried beside the version that phones have, and published or thrown away."""

import io

import pytest
from sqlalchemy import func, select

from server.db.models import FormVersion, Trial
from server.db.queries import form_files, forms
from server.db.queries.form_files import FormFile
from server.domain.forms import discard_draft, draft, publish, publish_draft
from server.domain.forms.conversion import Converted
from server.domain.forms.media import put_beside_draft
from server.domain.forms.problems import DraftMissing, FileUnusable, FormDeleted, ListUnseen, QuestionsNeeded
from server.domain.forms.states import set_roles
from server.errors import FormVersionExists
from server.storage import CHUNK, StoredBlob
from tests.factories import make_system, make_workspace
from tests.openrosa.blank import blank, newer


class Desk:
    """What a form designer does in the workspace of a province."""

    def __init__(self, session):
        self.session = session
        self.workspace_id, self.actor_id = make_workspace(session).id, make_system(session).id

    def draft(self, xml, **options):
        return draft(self.session, self.workspace_id, Converted(xml), actor_id=self.actor_id, **options)

    def publish(self, form_id, **options):
        return publish_draft(self.session, self.workspace_id, form_id, actor_id=self.actor_id, **options)

    def publish_file(self, xml):
        return publish(self.session, self.workspace_id, xml, file_name="form.xml", actor_id=self.actor_id)

    def form(self, form_id="survey"):
        return forms.by_form_id(self.session, self.workspace_id, form_id)

    def current(self, form_id="survey"):
        version = forms.current_version(self.session, self.form(form_id))
        return version and version.version

    def files(self, version):
        return [file.name for file in form_files.of_version(self.session, version.id)]


@pytest.fixture
def desk(session):
    return Desk(session)


def picture(desk, name="map.png", content=b"picture"):
    return FormFile(desk.workspace_id, name, "0" * 32, content.ljust(32)[:32], len(content), "image/png")


def test_a_draft_is_not_what_phones_get(desk):
    desk.publish_file(blank("survey", version="1"))
    desk.draft(blank("survey", version="2"))

    assert desk.current() == "1"


def test_the_first_draft_makes_the_form_and_phones_do_not_see_it(desk):
    made = desk.draft(blank("survey"), roles=["committee_member"])

    assert desk.form().roles == ["committee_member"]
    assert desk.current() is None
    assert forms.listed(desk.session, desk.workspace_id, "committee_member") == []
    assert made.published_at is None


def test_a_published_draft_is_what_phones_get_from_then_on(desk):
    desk.publish_file(blank("survey", version="1", title="เก่า"))
    desk.draft(blank("survey", version="2", title="ใหม่"))
    desk.publish("survey")

    assert (desk.current(), desk.form().title) == ("2", "ใหม่")
    assert forms.draft_of(desk.session, desk.form()) is None


def test_a_draft_takes_the_place_of_the_one_before(desk, session):
    first = desk.draft(blank("survey", version="1")).id
    second = desk.draft(blank("survey", version="1")).id

    assert list(session.scalars(select(FormVersion.id))) == [second] != [first]


def test_what_was_sent_to_try_a_draft_goes_with_it(desk, session):
    for finish in (lambda: desk.draft(blank("survey", version="1")), lambda: desk.publish("survey")):
        made = desk.draft(blank("survey", version="1"))
        sent = {"xml": b"<data/>", "answers": {}, "files": {}, "workspace_id": desk.workspace_id}
        session.add(Trial(form_version_id=made.id, instance_id="uuid:1", **sent))
        session.flush()
        finish()

        assert session.scalar(select(func.count(Trial.id))) == 0


def test_files_stay_beside_the_form_as_long_as_it_asks_for_them(desk):
    asks = {"version": "1", "media": ("map.png", "list.csv")}
    first = desk.draft(blank("survey", **asks))
    form_files.put(desk.session, first.id, [picture(desk), picture(desk, "list.csv")])
    assert desk.files(desk.draft(blank("survey", **asks))) == ["list.csv", "map.png"]

    desk.publish("survey")
    assert desk.files(desk.draft(blank("survey", version="2", media=("map.png",)))) == ["map.png"]


def test_a_draft_that_changed_since_it_was_looked_at_is_not_published(desk):
    seen = desk.draft(blank("survey", version="1"))
    desk.draft(blank("survey", version="2"))

    with pytest.raises(DraftMissing):
        desk.publish("survey", draft=seen)


def test_there_is_nothing_to_publish_without_a_draft(desk):
    desk.publish_file(blank("survey"))

    for form_id in ("survey", "nothing"):
        with pytest.raises(DraftMissing):
            desk.publish(form_id)


def test_a_version_that_is_published_already_is_not_published_again(desk):
    desk.publish_file(blank("survey", version="1"))
    desk.draft(blank("survey", version="1", photos=1))

    with pytest.raises(FormVersionExists):
        desk.publish("survey")
    assert desk.current() == "1"


def test_a_version_without_a_question_that_figures_rest_on_is_refused_with_its_name(desk):
    desk.publish_file(newer("community_plan", "1"))
    whole = newer("community_plan", "2")
    desk.draft(whole.replace(b"lao_stages", b"stages"))

    with pytest.raises(QuestionsNeeded, match="/lao/lao_stages"):
        desk.publish("community_plan")
    assert desk.current("community_plan") == "1"

    desk.draft(whole)
    assert desk.publish("community_plan").version == "2"


def test_a_deleted_form_takes_no_draft(desk):
    desk.publish_file(blank("survey"))
    desk.form().state = "deleted"
    desk.session.flush()

    with pytest.raises(FormDeleted):
        desk.draft(blank("survey", version="2"))


def test_the_draft_of_a_deleted_form_is_not_published(desk):
    desk.publish_file(blank("survey", version="1"))
    desk.draft(blank("survey", version="2"))
    desk.form().state = "deleted"
    desk.session.flush()

    with pytest.raises(FormDeleted):
        desk.publish("survey")


def test_a_workbook_published_at_once_leaves_the_draft_that_somebody_tries_alone(desk):
    desk.publish_file(blank("survey", version="1"))
    tried = desk.draft(blank("survey", version="3", photos=1)).id
    desk.publish_file(blank("survey", version="2"))

    assert desk.current() == "2"
    assert forms.draft_of(desk.session, desk.form()).id == tried


def test_a_workbook_published_at_once_takes_the_place_of_a_draft_of_the_same_version(desk):
    desk.draft(blank("survey", version="1"))
    desk.publish_file(blank("survey", version="1"))

    assert desk.current() == "1"
    assert forms.draft_of(desk.session, desk.form()) is None


@pytest.mark.parametrize("meanwhile", ["published", "replaced", "thrown away"])
def test_a_file_is_not_put_beside_a_draft_that_is_gone_when_it_is_here(desk, meanwhile):
    """A large one takes its time; a version that was published in between never changes any more."""
    made = desk.draft(blank("survey", media=("map.png",))).id
    finish = {
        "published": lambda: desk.publish("survey"),
        "replaced": lambda: desk.draft(blank("survey", version="2", media=("map.png",))),
        "thrown away": lambda: discard_draft(desk.session, desk.workspace_id, "survey", actor_id=desk.actor_id),
    }[meanwhile]

    with pytest.raises(DraftMissing):
        put_beside_draft(desk.session, desk.workspace_id, "survey", "map.png", io.BytesIO(b"x"), Slow(finish))
    assert form_files.of_version(desk.session, made) == []


@pytest.mark.parametrize("tail", ["หมู่บ้าน".encode("tis-620"), "หมู่".encode()[:-1]])
def test_a_table_is_read_to_its_end_before_it_is_believed(desk, tail):
    desk.draft(blank("survey", media=("list.csv",)))
    table = io.BytesIO(b"name,label\n" + b"1,a\n" * (CHUNK // 4 + 1) + tail)

    with pytest.raises(FileUnusable, match="not UTF-8"):
        put_beside_draft(desk.session, desk.workspace_id, "survey", "list.csv", table, Slow(lambda: None))


NAMES = {"media": ("areas_tambon.csv", "households.csv")}


def test_a_form_with_a_list_of_households_is_not_published_for_those_who_see_no_names(desk):
    desk.publish_file(newer("household_register", "1"))  # the list comes with it
    desk.draft(blank("survey", **NAMES), roles=["evaluation_committee"])

    with pytest.raises(ListUnseen, match="evaluation_committee .*: it uses households.csv, "):
        desk.publish("survey")


def test_a_form_with_a_list_of_households_is_not_given_to_those_who_see_no_names(desk):
    desk.publish_file(newer("household_register", "1"))
    desk.publish_file(blank("survey", **NAMES))

    with pytest.raises(ListUnseen):
        set_roles(desk.session, desk.workspace_id, "survey", ["committee_member"], actor_id=desk.actor_id)
    set_roles(desk.session, desk.workspace_id, "survey", ["district_officer"], actor_id=desk.actor_id)
    assert desk.form().roles == ["district_officer"]


def test_a_start_is_not_stopped_by_whom_a_form_was_given_to_before(desk):
    desk.publish_file(newer("household_register", "1"))
    desk.form("household_register").roles = ["tambon_team", "evaluation_committee"]
    desk.publish_file(newer("household_register", "2"))

    assert desk.current("household_register") == "2"


class Slow:
    """A store in which something happens while a file is put."""

    def __init__(self, meanwhile):
        self.meanwhile = meanwhile

    def put(self, content):
        self.meanwhile()
        return StoredBlob(b"x" * 32, 1)
