"""Columns that several tables have, and who may pass their figures on."""

from server.exports.columns import CODE, INTEGER, TEXT, WORD, Column, Words, both, column

PLAN_YEAR = column(
    "plan_year", INTEGER, both("ปีแผน", "Plan year"),
    both("ปีแผน พ.ศ. ตั้งแต่ 1 ตุลาคมของปีก่อนถึง 30 กันยายน", "Buddhist plan year, from 1 October of the year before to 30 September."),
)  # fmt: skip
FISCAL_YEAR = column(
    "year", INTEGER, both("ปีงบประมาณ", "Fiscal year"),
    both("ปีงบประมาณ พ.ศ.", "Buddhist fiscal year."),
)  # fmt: skip
BASIS = column(
    "basis", WORD + "basis", both("ฐาน", "Basis"),
    both("ทางการนับเฉพาะที่อำเภออนุมัติ เบื้องต้นนับทุกฉบับที่ไม่ถูกปฏิเสธ", "Official counts what the district approved; provisional all that was not rejected."),
)  # fmt: skip
AREA_CODE = column(
    "code", CODE, both("รหัส", "Code"),
    both("รหัสกรมการปกครอง: จังหวัด 2 หลัก อำเภอ 4 ตำบล 6 หมู่บ้าน 8", "Administrative code: province 2 digits, district 4, subdistrict 6, village 8."),
)  # fmt: skip
LEVEL = column(
    "level", WORD + "level", both("ระดับพื้นที่", "Level"),
    both("จังหวัด อำเภอ ตำบล หรือหมู่บ้าน", "Province, district, subdistrict or village."),
)  # fmt: skip
NAME = column("name_th", TEXT, both("ชื่อ", "Name"), both("ชื่อพื้นที่ภาษาไทย", "Name of the area in Thai."))
PLACE: tuple[Column, ...] = (AREA_CODE, LEVEL, NAME)

OFFICIAL_IS_PUBLIC: Words = both(
    "ตัวเลขฐานทางการเผยแพร่ได้ ตัวเลขฐานเบื้องต้นใช้ติดตามงานภายในเท่านั้น ห้ามเผยแพร่",
    "Official figures may be published. Provisional ones are for following the work, not for publication.",
)
FOR_THE_WORK: Words = both(
    "ใช้ติดตามงานภายในหน่วยงานเท่านั้น ไม่ใช่ตัวเลขเผยแพร่", "For following the work inside the offices, not for publication."
)
RULE_OF_TEN: Words = both(
    "ไม่มีตัวเลขใดเป็นของครัวเรือนน้อยกว่า 10 ครัวเรือน ตัวเลขฐานทางการระดับตำบลขึ้นไปเผยแพร่ได้ ตัวเลขรายหมู่บ้านใช้เฉพาะเวทีของหมู่บ้านนั้น",
    "No figure is about fewer than ten households. Official figures of subdistricts and larger may be published; "
    "those of a village are for its own forum.",
)
