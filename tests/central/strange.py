"""A form with everything that is hard to put into tables: repeats in repeats, selects of several, places, names in Thai
that are the same without their Thai letters, and questions that only its first version had."""

from string import Template

from server.domain.forms import publish
from tests.factories import make_system
from tests.forms.workbooks import workbook

FORM = "strange"
FIRST, SECOND = "1", "2"
HEAD = ("type", "name", "label")
CHOICES = [("list_name", "name", "label"), ("crop", "rice", "ข้าว"), ("crop", "corn", "ข้าวโพด"), ("crop", "tea", "ชา")]
ASKED = [
    ("text", "ชื่อ", "ชื่อ"),
    ("text", "อายุ", "อายุ"),
    ("select_multiple crop", "crops", "พืช"),
    ("geopoint", "home", "บ้าน"),
    ("geotrace", "road", "ถนน"),
    ("geoshape", "field", "แปลง"),
    ("dateTime", "at", "เวลา"),
    ("decimal", "rai", "ไร่"),
    ("image", "photo", "ภาพ"),
    ("begin repeat", "visit", "เยี่ยม"),
    ("date", "day", "วัน"),
    ("begin group", "g", "กลุ่ม"),
    ("begin repeat", "คน", "คน"),
    ("integer", "age", "อายุ"),
    ("select_multiple crop", "crops", "พืช"),
    ("end repeat", "", ""),
    ("end group", "", ""),
    ("end repeat", "", ""),
    ("begin repeat", "บ้าน", "บ้าน"),
    ("text", "no", "เลขที่"),
    ("end repeat", "", ""),
]
ONCE = [("text", "nickname", "ชื่อเล่น")]
ONCE += [("begin group", "old", "เก่า"), ("integer", "count", "จำนวน"), ("end group", "", "")]

INSTANCE = Template("""<?xml version="1.0"?>
<data id="strange" version="$version" xmlns:orx="http://openrosa.org/xforms">
  <ชื่อ>$name</ชื่อ><อายุ> 7 ปี, &quot;กว่า&quot;
บรรทัดสอง</อายุ><crops>tea rice</crops><home>18.5 99.25 310.5 4.25</home>
  <road>18 99 0 0;18.5 99.5 0 0</road><field>18 99 0 0;18.5 99.5 0 0;18 99.5 0 0;18 99 0 0</field>
  <at>2026-11-27T08:30:00.000+07</at><rai>2.25</rai><photo>$photo</photo>$once
  <visit><day>2026-11-01</day><g>
    <คน><age>7</age><crops>corn</crops></คน><คน><age/><crops>corn tea</crops></คน></g></visit>
  <บ้าน><no>12/3</no></บ้าน>
  <visit><day>2026-11-02</day><g><คน><age>9</age><crops/></คน></g></visit>
  <orx:meta><orx:instanceID>$instance</orx:instanceID></orx:meta>
</data>""")


def publish_strange(session) -> None:
    """Its first version, then the second, which phones get: without `nickname` and the group `old`."""
    author = make_system(session)
    for version, survey in ((FIRST, [HEAD, *ASKED, *ONCE]), (SECOND, [HEAD, *ASKED])):
        settings = [("form_id", "form_title", "version"), (FORM, "แปลก", version)]
        book = workbook(survey=survey, choices=CHOICES, settings=settings)
        publish(session, 1, book, file_name="strange.xlsx", actor_id=getattr(author, "id", author))
    session.commit()


def filled(instance: str, *, version: str = SECOND, name: str = "สมมุติ", photo: str = "ภาพ 1.jpg") -> bytes:
    once = "<nickname>จุก</nickname><old><count>3</count></old>" if version == FIRST else ""
    said = {"version": version, "instance": instance, "name": name, "photo": photo, "once": once}
    return INSTANCE.substitute(said).encode()
