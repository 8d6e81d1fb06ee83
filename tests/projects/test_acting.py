"""What officers do with a project on its page: forms for what is possible, asked once more, refused in words."""

import pytest
from sqlalchemy import func, select

from server.db.models import ProjectConsent, ProjectDecision, ProjectScreening, ProjectTransfer
from server.domain.facts.screenings import CRITERIA
from server.domain.projects.possible import ACTS
from server.projects.acts import FORMS
from tests.domain.projects.lives import TODAY, make_life

DAY = TODAY.isoformat()
PASSED = dict.fromkeys(CRITERIA, "pass") | {"meeting_date": DAY}
FORWARD = PASSED | {"outcome": "forwarded", "budget_recommended": "100,000", "rank": "๑"}
APPROVE = {"outcome": "approved", "decided_on": DAY, "order_no": "ชม 1/2570", "budget_approved": "90,000"}
HIDDEN = ("version", "csrf_token")
PAY = {"paid_on": DAY, "amount": "๕๐,๐๐๐.๒๙", "bank_ref": "BAAC-1", "account_last4": "1234"}


@pytest.fixture
def life(session):
    made = make_life(session)
    session.commit()
    return made


@pytest.fixture
def district(as_person):
    return as_person()


@pytest.fixture
def provincial(as_person):
    return as_person("province_officer", "50")


@pytest.fixture
def chief(as_person):
    return as_person("district_chief", "5007")


def lived(life, stage):
    life.up_to(stage)
    life.session.commit()
    return life


def opened(visitor, life):
    return visitor.get(f"/projects/{life.id}")


def forms(page) -> list[str]:
    """What the reader is offered, by the last word of its address."""
    actions = page.tree.xpath('//form[@method="post"]/@action')
    return [action.partition("#")[0].rpartition("/")[2] for action in actions if "/projects/" in action]


def sent(visitor, life, address, **fields):
    """The form of the page that is open, sent."""
    return visitor.post(f"/projects/{life.id}/{address}", **fields)


def sure(visitor, life, address, **fields):
    """Filled in on the project's page, asked once more, and said yes to."""
    opened(visitor, life)
    asked = sent(visitor, life, address, **fields)
    assert asked.status == 200, asked.text
    return sent(visitor, life, address, sure="yes")


def kept(session, table):
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


def wrong(page) -> dict[str, str]:
    """{field: what its fault says}."""
    found = page.tree.xpath('//small[contains(@class, "fault")]')
    return {one.get("id").split("-")[1]: one.text_content() for one in found}


def test_a_project_is_screened_decided_and_paid_on_its_page(life, session, district, provincial):
    opened(district, life)
    assert sent(district, life, "screen", **FORWARD).status == 302
    assert "บันทึกผลกลั่นกรองแล้ว" in district.follow().text

    assert sure(provincial, life, "decide", **APPROVE).status == 302
    assert sure(provincial, life, "transfer", **PAY).status == 302

    session.rollback()
    assert life.row.stage == "funded"
    assert session.scalar(select(ProjectTransfer.amount)) == 5_000_029
    page = provincial.follow()
    assert "90,000 บาท" in page.text and "50,000.29 บาท" in page.text
    told = [" ".join(one.text_content().split()) for one in page.tree.xpath('//ol[contains(@class, "happened")]/li')]
    assert ["โอนเงิน" in told[0], "ผลการพิจารณา" in told[1], "กลั่นกรอง" in told[2]] == [True] * 3
    assert "อนุมัติแล้ว → โอนเงินแล้ว 50,000.29 บาท" in told[0]


def test_nothing_is_done_before_it_was_looked_at_once_more(life, session, provincial):
    lived(life, "forwarded")
    opened(provincial, life)

    asked = sent(provincial, life, "decide", **APPROVE)

    assert kept(session, ProjectDecision) == 0
    shown = {row[0].text_content(): row[1].text_content().strip() for row in asked.tree.xpath("//dl/div")}
    assert shown == {
        "ผล": "อนุมัติ",
        "วันที่มีมติ": shown["วันที่มีมติ"],
        "เลขที่คำสั่งหรือหนังสือ": "ชม 1/2570",
        "งบประมาณที่อนุมัติ (บาท)": "90,000 บาท",
    }


def test_going_back_keeps_what_was_typed(life, session, provincial):
    lived(life, "approved")
    opened(provincial, life)
    sent(provincial, life, "transfer", **PAY)

    page = sent(provincial, life, "transfer", change="yes")

    assert page.tree.xpath('//input[@id="transfer-amount"]/@value') == [PAY["amount"]]
    assert page.tree.xpath('//input[@id="transfer-bank_ref"]/@value') == ["BAAC-1"]
    assert kept(session, ProjectTransfer) == 0


def test_what_would_be_refused_is_refused_before_anybody_is_asked(life, session, provincial):
    lived(life, "approved")
    opened(provincial, life)

    page = sent(provincial, life, "transfer", **PAY | {"amount": "100,000.01"})

    assert (page.status, page.headers["X-Yudee-Problem"]) == (409, "over-transfer")
    assert wrong(page) == {"amount": "โอนได้อีกไม่เกิน 100,000 บาท จากงบประมาณที่อนุมัติ"}
    assert page.tree.xpath('//input[@id="transfer-amount"]/@value') == ["100,000.01"]
    assert page.tree.xpath('//input[@id="transfer-amount"]/@aria-invalid') == ["true"]


def test_a_refusal_leads_to_the_project_in_the_other_language(life, district):
    opened(district, life)
    page = sent(district, life, "screen", **FORWARD | {"value": "fix"})

    (there,) = page.tree.xpath('//a[@hreflang="en"]/@href')

    assert district.get(there).status == 200
    assert "Screen the project" in district.page.text


def test_fields_that_cannot_be_read_each_say_so_and_keep_what_was_typed(life, session, district):
    opened(district, life)

    page = sent(district, life, "screen", outcome="forwarded", budget_recommended="มาก", rank="แรก", comments="ดีมาก")

    assert page.status == 422
    assert set(wrong(page)) == {*CRITERIA, "budget_recommended", "meeting_date", "rank"}
    assert page.tree.xpath('//textarea[@id="screen-comments"]')[0].text_content() == "ดีมาก"
    assert page.tree.xpath('//input[@name="outcome" and @checked]/@value') == ["forwarded"]
    assert kept(session, ProjectScreening) == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "fix"}, "outcome"),
        ({"budget_recommended": "120,001"}, "budget_recommended"),
        ({"budget_recommended": "1.50"}, "budget_recommended"),
        ({"meeting_date": "2570-02-28"}, "meeting_date"),
        ({"outcome": "returned"}, "comments"),
    ],
)
def test_what_the_rules_refuse_stands_at_its_field(life, district, changes, field):
    opened(district, life)

    page = sent(district, life, "screen", **FORWARD | changes)

    assert list(wrong(page)) == [field]


def test_a_letter_that_no_text_can_hold_is_left_out(life, session, district):
    opened(district, life)

    assert sent(district, life, "cancel", reason="เลิก\0ทำ", refunded="").status == 200


def test_a_final_outcome_of_a_screening_is_asked_once_more(life, session, district):
    opened(district, life)

    asked = sent(district, life, "screen", **FORWARD | {"outcome": "not_forwarded", "comments": "ซ้ำกับ อบต."})

    assert "ไม่ส่งต่อ (สิ้นสุด)" in asked.text
    assert sent(district, life, "screen", sure="yes").status == 302
    session.rollback()
    assert life.row.stage == "not_forwarded"


def test_who_looks_at_a_page_that_is_past_is_told_and_nothing_is_stored(life, session, as_person, district):
    other = as_person()
    opened(district, life)
    opened(other, life)
    assert sent(other, life, "screen", **FORWARD).status == 302

    page = sent(district, life, "screen", **FORWARD | {"outcome": "returned", "comments": "ขาดแบบแปลน"})

    assert (page.status, page.headers["X-Yudee-Problem"]) == (409, "project-moved-on")
    assert "มีผู้ดำเนินการกับโครงการนี้แล้ว" in page.text
    assert "ขาดแบบแปลน" in page.text  # the form is gone, what was written is not
    assert kept(session, ProjectScreening) == 1


def test_the_stage_in_a_refusal_is_in_words(life, session, provincial):
    lived(life, "approved")
    opened(provincial, life)
    hidden = {name: provincial.page.tree.xpath(f'//input[@name="{name}"]/@value')[0] for name in HIDDEN}

    page = sent(provincial, life, "decide", outcome="returned", decided_on=DAY, reason="แก้ไข", **hidden)

    assert page.status == 409
    assert "อยู่ในขั้น อนุมัติแล้ว " in page.text


def test_a_transfer_is_voided_on_the_page_and_stays_there(life, session, provincial):
    lived(life, "funded")

    assert sure(provincial, life, "void-transfer", reason="ผิดโครงการ").status == 302

    page = provincial.follow()
    assert "ยกเลิกแล้ว: ผิดโครงการ" in page.text
    assert forms(page).count("void-transfer") == 0
    session.rollback()
    assert life.row.stage == "approved"


def test_a_chief_consents_on_the_list_of_withdrawals(life, session, chief):
    report = lived(life, "funded").report(20, disbursed=20_000)
    life.compute()
    session.commit()
    page = chief.get("/withdrawals")
    assert "20,000 บาท" in page.text

    asked = sent(chief, life, "consent")
    assert "20,000 บาท" in asked.text
    done = sent(chief, life, "consent", sure="yes")

    assert done.headers["Location"] == "/withdrawals?done=consent"
    assert session.scalar(select(ProjectConsent.submission_id)) == report.id
    assert "ไม่มีการเบิกจ่ายที่รอความเห็นชอบ" in chief.follow().text
    assert "เห็นชอบแล้วเมื่อ" in chief.get("/withdrawals?all=1").text


def test_the_project_page_offers_the_chief_what_waits_there(life, session, chief, district):
    lived(life, "funded").report(20, disbursed=20_000)
    life.compute()
    session.commit()

    assert forms(opened(chief, life)) == ["consent"]
    assert "consent" not in forms(opened(district, life))


@pytest.mark.parametrize(
    ("stage", "of_district", "of_province"),
    [
        (None, ["screen", "cancel"], ["cancel"]),
        ("forwarded", ["cancel"], ["decide", "cancel"]),
        ("approved", [], ["transfer", "budget", "cancel"]),
        ("funded", [], ["transfer", "budget", "cancel", "void-transfer"]),
        ("in_progress", ["suspend"], ["transfer", "budget", "cancel", "void-transfer"]),
        ("completed", [], ["void-transfer"]),
        ("evaluated", [], []),
    ],
)
def test_a_reader_is_offered_what_is_possible_and_no_more(life, district, provincial, stage, of_district, of_province):
    if stage:
        lived(life, stage)

    assert forms(opened(district, life)) == of_district
    assert forms(opened(provincial, life)) == of_province


def test_the_gate_is_opened_where_it_is_closed(session, district, provincial):
    life = make_life(session, gate="make_plan")
    session.commit()
    assert "หมู่บ้านยังเสนอโครงการไม่ได้" in opened(district, life).text
    refused = sent(district, life, "screen", **FORWARD)
    assert (refused.status, refused.headers["X-Yudee-Problem"]) == (409, "gate-failed")
    assert "ต้องทำแผนก่อน" in refused.text

    assert forms(opened(provincial, life)) == ["open-gate", "cancel"]
    assert sure(provincial, life, "open-gate", reason="ภัยแล้ง").status == 302

    assert "ผ่อนผันให้โครงการนี้แล้ว" in provincial.follow().text
    assert forms(provincial.page) == ["cancel"]
    opened(district, life)
    assert sent(district, life, "screen", **FORWARD).status == 302


def test_a_proposal_that_is_not_reviewed_leads_to_its_review(session, district):
    life = make_life(session, state="received")
    session.commit()

    page = opened(district, life)

    assert f"/review/{life.proposal.id}" in page.links()
    refused = sent(district, life, "screen", **FORWARD)
    assert refused.headers["X-Yudee-Problem"] == "proposal-not-approved"


def test_suspending_going_on_and_cancelling(life, session, district, provincial):
    lived(life, "in_progress")
    opened(district, life)
    assert sent(district, life, "suspend", reason="น้ำท่วม").status == 302
    assert forms(district.follow()) == ["resume"]
    assert sent(district, life, "resume", reason="น้ำลด").status == 302

    assert sure(provincial, life, "cancel", reason="ที่ดินมีปัญหา", refunded="10,000").status == 302

    page = provincial.follow()
    sums = {one[0].text_content(): one[1].text_content() for one in page.tree.xpath('//dl[@class="sums money"]/div')}
    assert sums["ต้องคืนเงิน"] == "40,000 บาท"
    assert "ที่ดินมีปัญหา" in page.text


def test_nothing_is_done_from_elsewhere(life, session, district):
    district.get("/projects")

    assert sent(district, life, "cancel", reason="เลิก").status == 400
    session.rollback()
    assert life.row.stage == "proposed"


def test_every_act_of_the_table_has_its_form():
    assert FORMS.keys() == ACTS.keys() | {"consent"}
    assert {name: FORMS[name].verb for name in ACTS} == {name: act.verb for name, act in ACTS.items()}
