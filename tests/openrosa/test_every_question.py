"""A form with every type of question, filled in by ODK's form engine, is stored as it was answered."""

from sqlalchemy import select

from server.db.models import Form, FormVersion
from tests.openrosa.theirs import flat, stored

EVERY_TYPE = """
| survey |
| | type | name | label::ไทย (th) | label::English (en) | calculation | parameters | appearance |
| | start | begun | | | | | |
| | end | ended | | | | | |
| | today | day | | | | | |
| | deviceid | device | | | | | |
| | username | who | | | | | |
| | phonenumber | number | | | | | |
| | email | mail | | | | | |
| | audit | audit | | | | | |
| | begin_group | words | คำ | Words | | | |
| | text | said | พูดว่า | Said | | | multiline |
| | barcode | code | รหัส | Code | | | |
| | note | hint | อ่าน | Read this | | | |
| | hidden | secret | | | | | |
| | acknowledge | agreed | ตกลง | Agreed | | | |
| | calculate | shouted | | | concat(${said}, '!') | | |
| | end_group | | | | | | |
| | integer | members | กี่คน | Members | | | |
| | decimal | rai | ไร่ | Rai | | | |
| | range | rating | คะแนน | Rating | | start=1 end=5 step=0.5 | |
| | date | born | เกิด | Born | | | |
| | time | woke | ตื่น | Woke | | | |
| | dateTime | met | พบ | Met | | | |
| | geopoint | spot | จุด | Spot | | | |
| | geotrace | path | ทาง | Path | | | |
| | geoshape | field | นา | Field | | | |
| | select_one yes_no | owns | มีไหม | Owns | | | |
| | select_multiple tool | tools | เครื่องมือ | Tools | | | |
| | rank tool | order | ลำดับ | Order | | | |
| | select_one_from_file crops.csv | crop | พืช | Crop | | | |
| | image | photo | รูป | Photo | | | |
| | audio | voice | เสียง | Voice | | | |
| | video | film | หนัง | Film | | | |
| | file | paper | เอกสาร | Paper | | | |
| choices |
| | list_name | name | label::ไทย (th) | label::English (en) |
| | yes_no | 1 | มี | Yes |
| | yes_no | 99 | ไม่รู้ | No idea |
| | tool | hoe | จอบ | Hoe |
| | tool | saw | เลื่อย | Saw |
| settings |
| | form_id | version | default_language |
| | every_type | 1 | ไทย (th) |
"""
ANSWERS = {
    "said": "บรรทัดแรก\nบรรทัดสอง <&> \"'😀",
    "code": "8 850999-320007",
    "agreed": "OK",
    "members": -5,
    "rai": 12.25,
    "rating": 3.5,
    "born": "1965-02-28",
    "woke": "05:30:00.000+07:00",
    "met": "2026-11-22T14:11:01.890+07:00",
    "spot": (18.8, 98.9, 310, 4.5),
    "path": "18.8 98.9 310.0 4.0; 18.9 98.9 311.0 4.0",
    "field": "18.8 98.9 0.0 0.0; 18.9 98.9 0.0 0.0; 18.9 99.0 0.0 0.0; 18.8 98.9 0.0 0.0",
    "owns": "99",
    "tools": ["saw", "hoe"],
    "order": ["saw", "hoe"],
    "crop": "longan",
    "photo": "1763778600000.jpg",
    "voice": "1763778600001.m4a",
    "film": "1763778600002.mp4",
    "paper": "แผนที่ 1.pdf",
}
STORED = ANSWERS | {
    "members": "-5",
    "rai": "12.25",
    "rating": "3.5",
    "spot": "18.8 98.9 310.0 4.5",
    "tools": "saw hoe",
    "order": "saw hoe",
    "day": "2026-11-22",
    "device": "collect:Aq3vZ0w9LmT5xYbC",
    "who": "สมศรี",
    "number": "0812345678",
    "mail": "somsri@example.org",
    "shouted": ANSWERS["said"] + "!",
    "hint": None,
    "secret": None,
}
FILES = {str(ANSWERS[name]): f"content of {name}".encode() for name in ("photo", "voice", "film", "paper")}
AUDIT = {"audit.csv": b"event,node,start,end\nform start,,1763778600000,\n"}


def test_every_type_of_question_is_stored_as_it_was_answered(open_theirs, phone, session):
    done = open_theirs(EVERY_TYPE).fill(ANSWERS).finalize()
    xml = done.xml.replace("<audit />", "<audit>audit.csv</audit>")  # Collect writes the name of its log itself
    assert phone.post(xml.encode(), FILES | AUDIT).status == 201

    answers, files = stored(session, done.instance_id)
    said = flat(answers)
    assert {name: said[name] for name in STORED} == STORED
    assert set(said) == set(STORED) | {"begun", "ended", "instanceID", "audit"}
    assert files == dict.fromkeys([*FILES, *AUDIT], True)


def test_what_the_form_asks_is_known_in_both_languages(open_theirs, session):
    open_theirs(EVERY_TYPE).close()

    (version,) = session.scalars(select(FormVersion).join(Form).where(Form.form_id == "every_type"))
    by_name = {question["path"].rsplit("/", 1)[-1]: question for question in version.questions}
    assert by_name["tools"]["label"] == {"th": "เครื่องมือ", "en": "Tools"}
    assert by_name["owns"]["choices"][1] == {"name": "99", "label": {"th": "ไม่รู้", "en": "No idea"}}
    assert by_name["crop"]["list"] == "crops"
    kinds = {name: by_name[name]["kind"] for name in ("words", "order", "rating", "agreed", "photo", "shouted")}
    assert list(kinds.values()) == ["group", "rank", "range", "trigger", "upload", "calculate"]
    files = {name for name, question in by_name.items() if question.get("type") == "binary"}
    assert files == {"photo", "voice", "film", "paper", "audit"}
