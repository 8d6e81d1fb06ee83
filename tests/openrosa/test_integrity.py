"""Which entities a phone should forget (wire contract 2.7): never one that may still wait in it to be sent."""

from uuid import uuid4

import pytest
from lxml import etree
from sqlalchemy import func, select, update

from server.db.models import HouseholdRegistration, Submission
from tests.factories import make_household


@pytest.fixture
def url(phone):
    return f"{phone.server_url}/datasets/households/integrity"


def committed(session, *rows):
    session.commit()
    return [str(row.uuid) for row in rows]


def test_a_living_entity_stays_and_a_deleted_one_goes(phone, session, url):
    alive, deleted = make_household(session), make_household(session)
    deleted.deleted_at = func.now()
    alive, deleted = committed(session, alive, deleted)

    assert phone.integrity(url, alive, deleted) == {alive: False, deleted: True}


def test_an_entity_the_server_never_had_is_left_out(phone, session, url):
    (alive,) = committed(session, make_household(session))

    assert phone.integrity(url, str(uuid4()), alive) == {alive: False}


def test_an_entity_of_another_area_goes(phone, session, url):
    (other,) = committed(session, make_household(session, "50070601"))

    assert phone.integrity(url, other) == {other: True}


def test_a_household_whose_registration_was_rejected_goes(phone, session, url):
    filled = phone.fill("household_register")
    phone.send(filled)
    household = make_household(session)
    session.execute(update(HouseholdRegistration).values(submission_id=select(Submission.id).scalar_subquery()))
    session.execute(update(Submission).values(state="rejected"))
    (rejected,) = committed(session, household)

    assert phone.integrity(url, rejected) == {rejected: True}


def test_an_entity_that_waits_for_its_drain_is_not_known_yet(phone, url):
    filled = phone.fill("household_register")
    phone.send(filled)

    assert phone.integrity(url, filled.root.find("meta/entity").get("id")) == {}


def test_without_ids_all_of_the_area_are_told(phone, session, url):
    alive, deleted = make_household(session), make_household(session)
    deleted.deleted_at = func.now()
    make_household(session, "50070601")
    alive, deleted = committed(session, alive, deleted)

    reply = phone.get(url)

    told = {entity.get("id"): entity.findtext("deleted") for entity in etree.fromstring(reply.body).iter("entity")}
    assert told == {alive: "false", deleted: "true"}


@pytest.mark.parametrize("ids", ["", "not-a-uuid", ",,", "%00", "1;drop table entity", "%E0%A4%A"])
def test_what_is_not_an_id_is_skipped(phone, session, url, ids):
    committed(session, make_household(session))

    reply = phone.get(f"{url}?id={ids}")

    assert reply.status == 200
    assert b"<entity " not in reply.body


def test_ids_may_have_their_prefix_and_any_case(phone, session, url):
    (alive,) = committed(session, make_household(session))

    assert phone.integrity(url, f"uuid:{alive}") == {alive: False}
    assert phone.integrity(url, alive.upper()) == {alive: False}


def test_a_thousand_ids_fit_into_one_question(phone, session, url):
    (alive,) = committed(session, make_household(session))

    assert phone.integrity(url, *(str(uuid4()) for _ in range(1000)), alive) == {alive: False}


def test_the_reply_reads_as_openrosa(phone, url):
    reply = phone.get(url)

    assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert reply.headers["X-OpenRosa-Version"] == "1.0"
    assert etree.fromstring(reply.body).tag == "data"


@pytest.mark.parametrize("list_name", ["unknown", "projects%00", "villages", ".."])
def test_a_list_that_does_not_exist_is_not_found(phone, list_name):
    assert phone.get(f"{phone.server_url}/datasets/{list_name}/integrity").status == 404


def test_a_list_that_no_form_of_the_phone_uses_is_not_found(new_phone, session):
    committee = new_phone(role="committee_member", area="50070503")

    assert committee.get(f"{committee.server_url}/datasets/households/integrity").problem == "not-found"
    assert committee.get(f"{committee.server_url}/datasets/projects/integrity").status == 200


def test_a_phone_forgets_what_is_gone_and_keeps_what_waits(phone, session, url):
    phone.sync()
    gone, waiting = make_household(session), str(uuid4())
    gone.deleted_at = func.now()
    (gone,) = committed(session, gone)
    kept = phone.lists["households"]
    for uuid in (gone, waiting):
        kept.rows[uuid] = {"name": uuid, "label": "เกิดในโทรศัพท์", "__version": "1"}
        kept.offline.add(uuid)

    phone.sync()

    assert kept.offline == set(kept.rows) == {waiting}
