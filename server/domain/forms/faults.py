"""What is wrong with a workbook, by sheet and row, in words for whoever made it. Pure."""

import re
from dataclasses import dataclass

ROW = re.compile(r"\[row : (\d+)\] ?")
SHEET = re.compile(r"On the '(\w+)' sheet, ?")
TALK = re.compile(
    r"XForm is invalid|XML is invalid|Something broke|The following files|\$\{tmp|Result:|Caused by|\.\.\. \d"
)

# The mistakes that are made most, in Thai; the others keep the converter's English. {0}, {1} …: what it quotes.
THAI = (
    (r"Unknown question type '(.*?)'", "ไม่รู้จักชนิดคำถาม “{0}” ตรวจตัวสะกดในคอลัมน์ type"),
    (r"Could not find the name '(.*?)'", "สูตรอ้างถึงคำถาม “{0}” ซึ่งไม่มีในแผ่น survey ตรวจชื่อใน ${{…}}"),
    (r"There should be a choices sheet", "ไม่มีแผ่น choices สำหรับรายการตัวเลือก"),
    (r"List name not in choices sheet: (\S+)", "ไม่มีรายการตัวเลือกชื่อ “{0}” ในแผ่น choices"),
    (r"Unmatched 'begin_(\w+)'.* for the name '(.*?)'", "เปิด {0} “{1}” ไว้แต่ไม่มี end_{0}"),
    (r"Unmatched 'end_(\w+)'.* for the name '(.*?)'", "มี end_{0} แต่ไม่มี begin_{0} ของ “{1}”"),
    (r"'name' value '(.*?)' is invalid\. Questions", "ชื่อ “{0}” ซ้ำกับคำถามอื่นในกลุ่มเดียวกัน"),
    (r"Names must begin with a letter", "ชื่อต้องขึ้นต้นด้วยตัวอักษร และมีเฉพาะตัวอักษร ตัวเลข _ - ."),
    (r"Choice names must be unique", "ชื่อตัวเลือกซ้ำกันในรายการเดียวกัน"),
    (r"Choices must have a name", "ตัวเลือกนี้ไม่มีชื่อ (คอลัมน์ name)"),
    (r"Choices should have a label", "ตัวเลือกนี้ไม่มีข้อความ (คอลัมน์ label)"),
    (r"required column headers were not found: (.*?)\.", "ไม่มีคอลัมน์ที่ต้องมี: {0}"),
    (r"must have a sheet named '?(\w+)", "ไม่มีแผ่นชื่อ {0}"),
    (r"Question or group with no name", "คำถามหรือกลุ่มนี้ไม่มีชื่อ (คอลัมน์ name)"),
    (r"Question with no type", "แถวนี้ไม่มีชนิดคำถาม (คอลัมน์ type)"),
    (
        r"'list_name' .* not found on the entities sheet|entity list name '(.*?)' was not found",
        "ไม่มีรายการ “{0}” ในแผ่น entities",
    ),
    (r"Cycle detected.*?: ?(.*)", "สูตรของคำถามเหล่านี้อ้างถึงกันเป็นวงกลม: {0}"),
    (r"cannot handle function '(.*?)'", "ไม่มีฟังก์ชัน “{0}” ตรวจตัวสะกดในสูตร"),
    (r"a problem with .*? for node \[(.*?)\] at line: (.*?), Bad node", "อ่านสูตรของคำถาม {0} ไม่ได้: {1}"),
    (r"not a zip file|not recognized as a supported type", "ไฟล์นี้ไม่ใช่สมุดงาน Excel (.xlsx)"),
)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. says: in the words of the converter; says_th: in Thai, where we have them."""

    says: str
    sheet: str | None = None
    row: int | None = None
    says_th: str | None = None

    def text(self, locale: str) -> str:
        """The sentence with its place before it: "survey, row 5: …"."""
        is_thai = locale == "th"
        place = [self.sheet] if self.sheet else []
        if self.row:
            place.append(f"แถว {self.row}" if is_thai else f"row {self.row}")
        said = (self.says_th if is_thai else None) or self.says
        return f"{', '.join(place)}: {said}" if place else said


UNREADABLE = Fault(
    "The form could not be read. The fault may be ours: it is in the log of the server.",
    says_th="อ่านแบบฟอร์มนี้ไม่ได้ อาจเป็นความผิดพลาดของระบบเอง แจ้งผู้ดูแลระบบ มีบันทึกไว้ในเซิร์ฟเวอร์แล้ว",
)


def fault_of(says: str) -> Fault:
    """A sentence of the converter taken apart; it stops at the first fault."""
    row, sheet = ROW.search(says), SHEET.search(says)
    plain = SHEET.sub("", ROW.sub("", says)).strip()
    if "not recognized as a supported type" in plain:
        plain = "This is not an Excel workbook (.xlsx)"
    place = sheet[1] if sheet else ("survey" if row else None)
    return Fault(plain[:1].upper() + plain[1:], place, int(row[1]) if row else None, in_thai(says))


def engine_fault(says: str) -> Fault:
    """What the engine of ODK Collect says of a form, without its own talk of files and classes."""
    lines = (line.strip().lstrip(">: ") for line in says.splitlines())
    plain = " ".join(line for line in lines if line and not TALK.match(line)) or "ODK Validate does not load the form"
    return Fault(plain, says_th=in_thai(plain))


def asked_in(says: str) -> str | None:
    """What to look for in the sheet survey: a type of question that is not known, or the first question named."""
    found = re.search(r"Unknown question type '(.*?)'|evaluating field '(.*?)'|\$\{(.*?)\}", says)
    return next(filter(None, found.groups()), None) if found else None


def in_thai(says: str) -> str | None:
    for pattern, thai in THAI:
        found = re.search(pattern, says)
        if found:
            return thai.format(*(quoted or "" for quoted in found.groups()))
    return None
