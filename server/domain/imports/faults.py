"""Everything that can be wrong with a row or feature of an imported file: a code each, Thai and English."""

FAULTS = {
    "empty": ("ต้องไม่ว่าง", "A value is needed."),
    "thai-digits": ("เป็นเลขไทย ให้พิมพ์ {arabic}", "These are Thai digits. Type {arabic}."),
    "rounded": (
        "Excel ปัดรหัสเป็นตัวเลข ให้จัดคอลัมน์เป็นข้อความ (Text) แล้วพิมพ์รหัสใหม่",
        "Excel has turned the code into a number. Format the column as Text and type the code again.",
    ),
    "not-a-code": (
        "ต้องเป็นตัวเลข {digits} หลัก ไม่มีขีดหรือเว้นวรรค",
        "Needs exactly {digits} digits, without dashes or spaces.",
    ),
    "separators": ("พิมพ์ตัวเลขโดยไม่มีเครื่องหมายจุลภาค: {plain}", "Type the number without commas: {plain}."),
    "not-whole": ("ต้องเป็นจำนวนเต็ม", "Needs a whole number."),
    "out-of-range": ("ต้องอยู่ระหว่าง {low} ถึง {high}", "Needs to be between {low} and {high}."),
    "not-a-number": ("ต้องเป็นตัวเลข ใช้จุดทศนิยม เช่น 98.83", "Needs a number with a decimal point, such as 98.83."),
    "swapped": ("ลองจิจูดกับละติจูดน่าจะสลับกัน", "Longitude and latitude seem to be swapped."),
    "half-position": ("ต้องมีทั้ง lon และ lat หรือเว้นว่างทั้งคู่", "Give both lon and lat, or neither."),
    "too-long": ("ยาวเกิน {longest} ตัวอักษร", "Longer than {longest} characters."),
    "not-one-of": ("เลือกจาก {known}", "Choose one of: {known}."),
    "not-a-date": (
        "เขียนวันที่แบบ ปี-เดือน-วัน (ค.ศ.) เช่น 2026-10-01",
        "Write the date as year-month-day, such as 2026-10-01.",
    ),
    "be-year": ("เป็นปี พ.ศ. ให้เขียนเป็น ค.ศ.: {gregorian}", "This is a Buddhist year. Write {gregorian}."),
    "ce-year": ("เป็นปี ค.ศ. ให้เขียนเป็น พ.ศ.: {buddhist}", "This is a year C.E. Write the Buddhist year {buddhist}."),
    "became-a-date": (
        "Excel เปลี่ยนบ้านเลขที่เป็นวันที่ ให้จัดคอลัมน์เป็นข้อความ (Text) แล้วพิมพ์บ้านเลขที่ใหม่ เช่น 12/3",
        "Excel has turned the house number into a date. Format the column as Text and type it again, such as 12/3.",
    ),
    "house-no": (
        "บ้านเลขที่ต้องขึ้นต้นด้วยตัวเลขอารบิกและยาวไม่เกิน 15 ตัวอักษร เช่น 12/3",
        "A house number begins with an Arabic digit and has at most 15 characters, such as 12/3.",
    ),
    "moo-differs": (
        "หมู่ที่ไม่ตรงกับเลขสองหลักท้ายของรหัส ({moo})",
        "The village number is not that of the code's last two digits ({moo}).",
    ),
    "tambon-unknown": (
        "ไม่มีตำบลรหัส {tambon} ในจังหวัดนี้ ตรวจรหัส หรือสั่ง yudee areas load",
        "There is no subdistrict {tambon} in this province. Check the code, or run `yudee areas load`.",
    ),
    "province-differs": ("ไม่ใช่รหัสของจังหวัด {province}", "This is not a code of province {province}."),
    "village-unknown": (
        "ไม่มีหมู่บ้านรหัสนี้ในระบบ ตรวจรหัส หรือนำเข้าหมู่บ้านก่อน",
        "There is no such village here. Check the code, or import the village first.",
    ),
    "repeated": ("ซ้ำกับแถว {other}", "The same as row {other}."),
    "in-register": ("มีในระบบแล้ว ลบแถวนี้ออกจากไฟล์", "This is here already. Take the row out of the file."),
    "house-in-register": (
        "มีครัวเรือนนี้ในทะเบียนแล้ว ลบแถวนี้ หรือถ้าเป็นอีกครัวเรือนในบ้านเดียวกัน ให้เพิ่มคอลัมน์ hh_seq (2, 3, …)",
        "The register has this household. Take the row out; for another household of this house, add hh_seq (2, 3, …).",
    ),
    "house-elsewhere": (
        "รหัสประจำบ้านนี้เป็นของบ้านหลังอื่นแล้ว (แถว {other})",
        "This house code belongs to another house already (row {other}).",
    ),
    "house-elsewhere-in-register": (
        "รหัสประจำบ้านนี้เป็นของบ้านหลังอื่นในทะเบียนแล้ว",
        "This house code belongs to another house of the register already.",
    ),
    "ends-before-start": ("วันสิ้นสุดอยู่ก่อนวันเริ่ม", "The end is before the start."),
    "project-code": (
        "รหัสโครงการต้องเป็น ปีงบประมาณ-รหัสอำเภอ-เลขสี่หลัก เช่น {example}",
        "A project code is fiscal year-district-four digits, such as {example}.",
    ),
    "code-missing": (
        "ไม่มีรหัสเขตใน properties.code",
        "The code of the area is missing: give it as properties.code.",
    ),
    "not-an-area-code": (
        "รหัสเขตต้องเป็นตัวเลข 2 (จังหวัด) 4 (อำเภอ) หรือ 6 หลัก (ตำบล)",
        "The code of an area has 2 (province), 4 (district) or 6 digits (subdistrict).",
    ),
    "area-unknown": (
        "ไม่มีเขตรหัสนี้ในระบบ ตรวจรหัส หรือสั่ง yudee areas load",
        "There is no such area here. Check the code, or run `yudee areas load`.",
    ),
    "area-repeated": ("เขตนี้มีแล้วในรูปที่ {other}", "The same area as feature {other}."),
    "geometry-missing": ("ไม่มีเส้นขอบ (geometry)", "There is no boundary (geometry)."),
    "geometry-type": (
        "เส้นขอบต้องเป็น Polygon หรือ MultiPolygon แต่เป็น {found}",
        "The boundary needs to be a Polygon or MultiPolygon. It is: {found}.",
    ),
    "geometry-empty": ("เส้นขอบว่าง ไม่มีจุด", "The boundary is empty."),
    "position-unreadable": (
        "อ่านพิกัดไม่ได้ พิกัดหนึ่งจุดคือ [ลองจิจูด, ละติจูด]",
        "The coordinates cannot be read. A position is [longitude, latitude].",
    ),
    "ring-open": (
        "เส้นขอบไม่ปิด ที่ {place} ต้องมีอย่างน้อยสี่จุดและจบที่จุดแรก",
        "A ring is not closed, at {place}. It needs four positions or more and ends where it begins.",
    ),
    "outside-thailand": ("พิกัดอยู่นอกประเทศไทย: {place}", "The coordinates lie outside Thailand: {place}."),
    "crosses-itself": (
        "เส้นขอบตัดกันเอง ที่ {place} ใน QGIS ให้ใช้ Fix geometries",
        "The boundary crosses itself at {place}. In QGIS use “Fix geometries”.",
    ),
    "ring-nested": (
        "รูปซ้อนกัน ที่ {place} ใน QGIS ให้ใช้ Fix geometries",
        "A ring lies inside another at {place}. In QGIS use “Fix geometries”.",
    ),
    "hole-outside": (
        "ช่องว่างอยู่นอกเส้นขอบ ที่ {place} ใน QGIS ให้ใช้ Fix geometries",
        "A hole lies outside its boundary at {place}. In QGIS use “Fix geometries”.",
    ),
    "geometry-invalid": (
        "เส้นขอบใช้ไม่ได้ ที่ {place} ({reason}) ใน QGIS ให้ใช้ Fix geometries",
        "The boundary is not valid at {place}: {reason}. In QGIS use “Fix geometries”.",
    ),
    "more-cells": (
        "มีช่องมากกว่าหัวตาราง ตรวจเครื่องหมายจุลภาคในข้อความ",
        "More cells than columns. Look for commas inside a text.",
    ),
    "unreadable": (
        "มีอักขระที่อ่านไม่ได้ ({sign}) พิมพ์ใหม่",
        "There is a character nobody can read ({sign}). Type the text again.",
    ),
}


class Fault(Exception):
    """A cell or row that cannot be taken; `code` is a key of FAULTS."""

    def __init__(self, code: str, **details: object) -> None:
        self.code, self.details = code, details
        super().__init__(code)

    def text(self, locale: str) -> str:
        """What is wrong and what to do, in `th` or `en`."""
        th, en = FAULTS[self.code]
        return (th if locale == "th" else en).format(**self.details)
