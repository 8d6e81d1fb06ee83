"""One submission on its page: answers in words, files, flags, history; and who looked at amounts."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text

from server.db.models import Event
from tests.cameras import written
from tests.fixtures.field import photo


def events(session, verb: str) -> list[Event]:
    session.rollback()
    return list(session.scalars(select(Event).where(Event.verb == verb).order_by(Event.id)))


def answers(page) -> dict[str, str]:
    """Question -> answer, as the page shows them."""
    rows = page.tree.xpath('//dl[@class="answered"]/div[dt]')
    return {row[0].text_content().strip(): " ".join(row[1].text_content().split()) for row in rows}


def test_answers_are_in_words_with_household_village_and_money(officer, field):
    account = field.account(3)

    told = answers(officer.get(f"/review/{account}"))

    assert told["หมู่บ้าน"] == "ม.3 บ้านทดสอบ 03"
    assert told["ครัวเรือน"] == "4 นายสมมุติ ตัวอย่าง"
    assert told["รายรับทั้งหมดในงวดนี้"] == "60,000"
    assert told["แผนชุมชนของปีงบประมาณ พ.ศ."] == "2570"
    assert told["ครัวเรือนยินยอมให้ใช้บัญชีนี้วิเคราะห์และจัดทำแผนชุมชนหรือไม่"] == "ใช่ / มี"


def test_the_same_in_english(officer, field):
    told = answers(officer.get(f"/review/{field.account(3)}?lang=en"))

    assert told["Village"] == "Moo 3 บ้านทดสอบ 03"
    assert told["All receipts of this period"] == "60,000"


def test_sums_that_the_form_made_are_told_as_it_told_them(officer, field):
    page = officer.get(f"/review/{field.account(0)}")

    assert "รายรับ 60,000 บาท รายจ่าย 45,000 บาท คงเหลือ 15,000 บาท หนี้สิน 0 บาท" in page.text


def test_walk_ins_are_a_table_and_households_a_list(officer, field):
    came = [{"walk_house_no": "77", "walk_name": "นายมาเอง"}, {"walk_house_no": "78", "walk_name": "นางมาด้วย"}]
    forum = field.forum(range(9), has_walk_in="yes", walk_in=came)

    page = officer.get(f"/review/{forum}")

    assert page.rows() == ["77 นายมาเอง", "78 นางมาด้วย"]
    assert len(page.tree.xpath('//ul[@class="chosen"]/li')) == 9


def test_a_reviewer_is_told_what_cameras_say_about_photos(officer, report):
    away = photo(size=(80, 60), exif=written(at=(19.0401, 98.8301), taken="2026:11:18 09:30:00"))
    report(files={"photo_1": away})
    again = report(files={"photo_1": away, "photo_2": photo(size=(80, 60))})

    page = officer.get(f"/review/{again}")

    said = page.tree.xpath('//a[@class="photo"]/small')
    assert [" ".join(one.text_content().split()) for one in said] == ["ถ่าย 18 พ.ย. 2569 ห่าง 3,347 เมตร เคยส่งแล้ว"]
    flagged = [text.strip() for text in page.tree.xpath('//section[@class="look"]//li/text()')]
    told = sorted(sentence[:13] for sentence in flagged if "ภาพ" in sentence)
    assert told == ["มีภาพที่กล้อง", "มีภาพที่กล้อง", "มีภาพที่เคยส่"]


def test_who_does_not_review_is_not_told_where_a_photo_was_taken(as_person, report):
    sent = report(files={"photo_1": photo(size=(80, 60), exif=written())})

    page = as_person("province_officer", "50").get(f"/review/{sent}")

    assert len(page.tree.xpath('//a[@class="photo"]')) == 1
    assert page.tree.xpath('//a[@class="photo"]/small') == []


def test_files_that_have_not_come_are_said(officer, field):
    filled = field.phone.fill("community_plan", files={"plan_photo_1": photo("cover"), "plan_file": b"%PDF"})
    (late,) = (name for name in filled.files if name.startswith("plan_file"))
    plan = field.sent(replace(filled, files={name: one for name, one in filled.files.items() if name != late}))

    page = officer.get(f"/review/{plan}")

    assert f"ยังมาไม่ถึง: {late}" in page.text
    assert len(page.tree.xpath('//a[@class="photo"]/img')) == 1


def test_history_says_who_decided_what_and_who_wrote_what(officer, field):
    account = field.account(0)
    officer.get(f"/review/{account}")
    officer.post(f"/review/{account}", state="has_issues", comment="ขอสมุดบัญชี")

    page = officer.get(f"/review/{account}")

    history = [" ".join(line.text_content().split()) for line in page.tree.xpath('//ol[@class="history"]/li')]
    assert "ตีกลับ รอแก้ไข" in history[1]
    assert "ขอสมุดบัญชี" in history[2]


def test_an_earlier_version_can_be_read_but_not_decided_on(officer, field):
    filled = field.phone.fill("community_plan", plan_title="ฉบับแรก")
    plan = field.sent(filled)
    field.sent(field.phone.edit(filled, plan_title="ฉบับแก้"))
    page = officer.get(f"/review/{plan}")
    (first, _) = page.tree.xpath('//h3[text()="ฉบับ"]/following-sibling::ol/li/a/@href')

    old = officer.get(first)

    assert answers(page)["ชื่อแผน / ฉบับ"] == "ฉบับแก้"
    assert answers(old)["ชื่อแผน / ฉบับ"] == "ฉบับแรก"
    assert old.tree.xpath('//button[@name="state"]') == []


def test_a_version_of_another_submission_is_not_there(officer, field):
    first, second = field.account(0), field.account(1)
    page = officer.get(f"/review/{second}")
    assert page.status == 200

    assert officer.get(f"/review/{first}?version=999999").status == 404


def test_every_look_at_amounts_is_written_down_and_others_are_not(officer, field, session):
    account, plan = field.account(0), field.send("community_plan")
    officer.get(f"/review/{account}")
    officer.get(f"/review/{account}")
    officer.get(f"/review/{plan}")

    views = events(session, "submission.view")

    assert [(view.actor_id, view.subject_id) for view in views] == [(officer.actor_id, str(account))] * 2
    assert views[0].details.keys() == {"version"}


@pytest.mark.parametrize(
    ("role", "area", "status"),
    [
        ("district_officer", "5007", 200),
        ("district_officer", "5008", 404),
        ("province_officer", "50", 404),
        ("district_chief", "5007", 403),
        ("admin", "50", 403),
    ],
)
def test_amounts_are_for_the_district_alone(as_person, field, session, role, area, status):
    account = field.account(0)

    assert as_person(role, area).get(f"/review/{account}").status == status
    assert len(events(session, "submission.view")) == (1 if status == 200 else 0)


def test_the_province_reads_a_plan_but_decides_nothing(as_person, field):
    page = as_person("province_officer", "50").get(f"/review/{field.send('community_plan')}")

    assert page.status == 200
    assert page.tree.xpath('//button[@name="state"]') == []


def test_what_a_phone_wrote_is_never_markup(officer, field):
    plan = field.send("community_plan", plan_title="<script>alert(1)</script>", lao_name="<b>อบต.</b>")

    page = officer.get(f"/review/{plan}")

    assert page.tree.xpath("//main//script") == []
    assert answers(page)["ชื่อแผน / ฉบับ"] == "<script>alert(1)</script>"


def test_positions_are_on_a_map_without_asking_anybody_elsewhere(officer, field):
    page = officer.get(f"/review/{field.forum([0], place_gps='18.94 98.83 320 6')}")

    (drawn,) = page.tree.xpath("//div/@data-map")
    assert '"tiles": ""' in drawn and "98.83" in drawn


def test_an_account_of_a_locked_year_says_so(officer, field):
    account = field.account(0)
    assert "/years/2570" not in officer.get(f"/review/{account}").links()
    field.session.execute(text("update criteria set locked_on = '2027-10-01'"))
    field.session.commit()

    assert "/years/2570" in officer.get(f"/review/{account}").links()
