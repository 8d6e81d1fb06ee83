"""What a reviewer should look at, code by code: what was noticed, and what to do about it. A flag changes no count."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Flag:
    """A code of `submission_flag`: its name in two or three words (Thai, English), and its sentences."""

    code: str
    name: tuple[str, str]
    th: str
    en: str

    def short(self, locale: str) -> str:
        return self.name[0] if locale == "th" else self.name[1]

    def text(self, locale: str) -> str:
        return self.th if locale == "th" else self.en


FLAGS: tuple[Flag, ...] = (
    Flag(
        "outside_area",
        ("นอกพื้นที่", "Outside its area"),
        "ส่งจากโทรศัพท์ที่พื้นที่ไม่ครอบคลุมหมู่บ้านนี้ ยังไม่นับจนกว่าอำเภอจะรับเข้าพื้นที่",
        "Sent by a phone whose area does not contain this village. It counts only after the district accepts it.",
    ),
    Flag(
        "files_missing",
        ("ไฟล์ไม่ครบ", "Files missing"),
        "ไฟล์ที่อ้างถึงยังมาไม่ครบ ให้ทีมส่งไฟล์ที่ค้างในโทรศัพท์",
        "Files it speaks of have not arrived. Let the team send what waits on the phone.",
    ),
    Flag(
        "evidence_missing",
        ("ขาดหลักฐาน", "Evidence missing"),
        "ระบุว่าทำแล้ว แต่ไฟล์หรือภาพหลักฐานยังมาไม่ถึง",
        "It says so, but the file or photo that shows it has not arrived.",
    ),
    Flag(
        "photo_elsewhere",
        ("ภาพถ่ายจากที่อื่น", "Photo from elsewhere"),
        "มีภาพที่กล้องบันทึกว่าถ่ายห่างจากจุดที่รายงาน หรือจากที่ตั้งโครงการ เกิน 2 กิโลเมตร ดูว่าเป็นภาพของงานนี้หรือไม่",
        "The camera says a photo was taken more than 2 km from where the report was made, or from the project's site."
        " See whether it shows this work.",
    ),
    Flag(
        "photo_other_day",
        ("ภาพถ่ายคนละวัน", "Photo of another day"),
        "มีภาพที่กล้องบันทึกว่าถ่ายก่อนหรือหลังวันที่รายงานเกิน 3 วัน ดูว่าเป็นภาพของวันนั้นหรือไม่",
        "The camera says a photo was taken more than 3 days before or after the day reported. See whether it fits.",
    ),
    Flag(
        "photo_sent_before",
        ("ภาพเคยส่งแล้ว", "Photo sent before"),
        "มีภาพที่เคยส่งมากับแบบฟอร์มอื่นแล้ว ดูว่าใช้ภาพซ้ำหรือไม่",
        "A photo came with another submission before. See whether it is used twice.",
    ),
    Flag(
        "be_year_in_date",
        ("ปี พ.ศ. ในวันที่", "Buddhist year in a date"),
        "วันที่ใส่ปี พ.ศ. ไว้ในช่องปี ค.ศ. จึงไม่นับ ให้ทีมแก้วันที่",
        "A Buddhist year stands in a Gregorian date, so it does not count. Let the team correct the date.",
    ),
    Flag(
        "date_unreadable",
        ("อ่านวันที่ไม่ได้", "Date unreadable"),
        "อ่านวันที่ไม่ได้ ให้ทีมแก้วันที่",
        "A date cannot be read. Let the team correct it.",
    ),
    Flag(
        "year_missing",
        ("ไม่ระบุปีแผน", "No plan year"),
        "ไม่ได้ระบุปีแผน จึงไม่นับ",
        "It names no plan year, so it does not count.",
    ),
    Flag(
        "village_missing",
        ("ไม่ระบุหมู่บ้าน", "No village"),
        "ไม่ได้ระบุหมู่บ้าน จึงไม่นับ",
        "It names no village, so it does not count.",
    ),
    Flag(
        "village_unknown",
        ("ไม่รู้จักหมู่บ้าน", "Village unknown"),
        "ไม่มีหมู่บ้านรหัสนี้ในระบบ ตรวจรหัส หรือแจ้งผู้ดูแลให้เพิ่มหมู่บ้าน",
        "There is no village with this code here. Check the code, or have the village added.",
    ),
    Flag(
        "year_not_open",
        ("ปีแผนยังไม่เปิด", "Year not open"),
        "ปีแผนที่ระบุยังไม่เปิดเก็บข้อมูล จะนับเองเมื่อเปิดปีนั้น",
        "Its plan year is not open. It counts by itself once the year is.",
    ),
    Flag(
        "household_missing",
        ("ไม่ระบุครัวเรือน", "No household"),
        "ไม่ได้ระบุครัวเรือนที่ใช้ได้",
        "It names no usable household.",
    ),
    Flag(
        "period_missing",
        ("ไม่ระบุงวด", "No period"),
        "ไม่ได้ระบุงวดบัญชี จึงไม่นับ",
        "It names no account period, so it does not count.",
    ),
    Flag(
        "amount_unreadable",
        ("อ่านจำนวนเงินไม่ได้", "Amount unreadable"),
        "อ่านจำนวนเงินไม่ได้",
        "An amount cannot be read.",
    ),
    Flag(
        "number_unreadable",
        ("อ่านจำนวนไม่ได้", "Number unreadable"),
        "อ่านจำนวนคนหรือครัวเรือนไม่ได้",
        "A number of people or households cannot be read.",
    ),
    Flag(
        "percent_unreadable",
        ("อ่านร้อยละไม่ได้", "Percent unreadable"),
        "อ่านร้อยละของผลงานไม่ได้",
        "The percent of progress cannot be read.",
    ),
    Flag(
        "position_missing",
        ("ไม่มีพิกัด", "No position"),
        "ไม่มีพิกัด",
        "It has no position.",
    ),
    Flag(
        "closing_without_reason",
        ("ไม่บอกเหตุผล", "No reason"),
        "ปิดครัวเรือนโดยไม่บอกเหตุผล",
        "It closes a household without a reason.",
    ),
    Flag(
        "closing_without_date",
        ("ไม่มีวันที่", "No date"),
        "ปิดครัวเรือนโดยไม่บอกวันที่",
        "It closes a household without a date.",
    ),
    Flag(
        "project_missing",
        ("ไม่ระบุโครงการ", "No project"),
        "ไม่ได้ระบุโครงการ",
        "It names no project.",
    ),
    Flag(
        "project_unknown",
        ("ไม่รู้จักโครงการ", "Project unknown"),
        "ไม่มีโครงการนี้ในระบบ จะนับเองเมื่อเพิ่มโครงการแล้ว",
        "There is no such project here. It counts by itself once the project is added.",
    ),
    Flag(
        "over_budget",
        ("เกินงบประมาณ", "Over budget"),
        "เบิกจ่ายมากกว่างบประมาณที่อนุมัติ จึงไม่นับเป็นเงิน ให้ทีมตรวจยอด",
        "It states more money than was approved, so its money is not counted. Let the team check the sum.",
    ),
    Flag(
        "consent_missing",
        ("ไม่ระบุความเห็นชอบ", "No consent"),
        "มีการเบิกจ่ายแต่ไม่ระบุความเห็นชอบของนายอำเภอ",
        "Money was withdrawn without naming the district chief's consent.",
    ),
    Flag(
        "entity_not_asked_for",
        ("ไม่มีข้อมูลทะเบียน", "No register change"),
        "ลงทะเบียนครัวเรือนใหม่โดยไม่ได้ขอให้สร้าง จึงไม่อยู่ในทะเบียน",
        "It registers a household without asking for it to be made, so the register was left alone.",
    ),
    Flag(
        "entity_exists",
        ("มีในทะเบียนแล้ว", "Registered already"),
        "มีครัวเรือนหรือโครงการรหัสนี้แล้ว จึงไม่สร้างซ้ำ",
        "The household or project it would make is there already.",
    ),
    Flag(
        "entity_in_other_village",
        ("คนละหมู่บ้าน", "Another village"),
        "จะย้ายครัวเรือนหรือโครงการไปหมู่บ้านอื่น ซึ่งทำไม่ได้ ให้ปิดแล้วลงทะเบียนใหม่",
        "It would move a household or project to another village. Close it there and register it anew.",
    ),
    Flag(
        "entity_unknown",
        ("รอทะเบียน", "Waiting for the register"),
        "แก้ไขครัวเรือนหรือโครงการที่ยังไม่มีในระบบ จะทำเองเมื่อมาถึง",
        "It changes a household or project that has not arrived. It is done by itself once it has.",
    ),
    Flag(
        "entity_waiting",
        ("รอการแก้ไขก่อนหน้า", "Waiting for an earlier change"),
        "รอการแก้ไขก่อนหน้าที่ยังไม่มาถึงจากโทรศัพท์เครื่องเดียวกัน",
        "It waits for an earlier change of the same phone that has not arrived.",
    ),
    Flag(
        "entity_base_unknown",
        ("ไม่รู้จักรุ่น", "Version unknown"),
        "ทำต่อจากรุ่นของครัวเรือนหรือโครงการที่ไม่มีในระบบ",
        "It builds on a version of the household or project that is not known here.",
    ),
    Flag(
        "entity_from_future",
        ("ใหม่กว่าที่ระบบมี", "Newer than the server"),
        "ทำต่อจากรุ่นที่ใหม่กว่าที่ระบบมี ตรวจกับทีม",
        "It builds on a version newer than the server's. Ask the team.",
    ),
    Flag(
        "entity_without_base",
        ("ไม่ระบุรุ่น", "Version not named"),
        "ไม่ได้บอกว่าแก้ไขจากรุ่นใด จึงยังไม่เปลี่ยนทะเบียน",
        "It does not say which version it changes, so the register was left alone.",
    ),
    Flag(
        "entity_without_label",
        ("ไม่มีชื่อ", "No name"),
        "ไม่มีชื่อสำหรับครัวเรือนหรือโครงการใหม่ จึงยังไม่สร้าง",
        "It gives the new household or project no name, so none was made.",
    ),
    Flag(
        "entity_without_village",
        ("ไม่ระบุหมู่บ้าน", "No village"),
        "ไม่ระบุหมู่บ้านของครัวเรือนหรือโครงการใหม่ จึงยังไม่สร้าง",
        "It names no village for the new household or project, so none was made.",
    ),
    Flag(
        "entity_id_invalid",
        ("รหัสใช้ไม่ได้", "Id unusable"),
        "รหัสของครัวเรือนหรือโครงการใช้ไม่ได้",
        "The id of its household or project cannot be used.",
    ),
    Flag(
        "entity_not_declared",
        ("แบบฟอร์มไม่มีสิทธิ์แก้", "Not this form's"),
        "แบบฟอร์มนี้สร้างหรือแก้ไขรายการดังกล่าวไม่ได้ ทะเบียนจึงไม่เปลี่ยน",
        "This form does not make or change entries of that list, so the register was left alone.",
    ),
    Flag(
        "entity_list_unknown",
        ("ไม่รู้จักรายการ", "List unknown"),
        "อ้างถึงรายการที่ระบบไม่มี",
        "It speaks of a list that is not known here.",
    ),
)

FLAG_BY_CODE: dict[str, Flag] = {flag.code: flag for flag in FLAGS}
