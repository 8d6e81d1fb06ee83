"""What is noticed in the answers and files of one submission."""

from server.domain.flags.flag import Flag

IN_ANSWERS: tuple[Flag, ...] = (
    Flag(
        "encrypted",
        ("เข้ารหัส", "Encrypted"),
        "คำตอบเข้ารหัสจากโทรศัพท์ เปิดอ่านได้เฉพาะผู้ถือกุญแจ ระบบเก็บไว้ให้แต่ไม่อ่านและไม่นับ",
        "Its answers were encrypted on the phone. Only the holder of the key can read them; here they are kept, not counted.",
        weight=1,
    ),
    Flag(
        "outside_area",
        ("นอกพื้นที่", "Outside its area"),
        "ส่งจากโทรศัพท์ที่พื้นที่ไม่ครอบคลุมหมู่บ้านนี้ ยังไม่นับจนกว่าอำเภอจะรับเข้าพื้นที่",
        "Sent by a phone whose area does not contain this village. It counts only after the district accepts it.",
        weight=6,
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
        weight=6,
    ),
    Flag(
        "photo_elsewhere",
        ("ภาพถ่ายจากที่อื่น", "Photo from elsewhere"),
        "มีภาพที่กล้องบันทึกว่าถ่ายห่างจากจุดที่รายงาน หรือจากที่ตั้งโครงการ เกิน 2 กิโลเมตร ดูว่าเป็นภาพของงานนี้หรือไม่",
        "The camera says a photo was taken more than 2 km from where the report was made, or from the project's site."
        " See whether it shows this work.",
        weight=6,
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
        weight=6,
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
        weight=6,
    ),
    Flag(
        "village_unknown",
        ("ไม่รู้จักหมู่บ้าน", "Village unknown"),
        "ไม่มีหมู่บ้านรหัสนี้ในระบบ ตรวจรหัส หรือแจ้งผู้ดูแลให้เพิ่มหมู่บ้าน",
        "There is no village with this code here. Check the code, or have the village added.",
        weight=6,
    ),
    Flag(
        "year_not_open",
        ("ปีแผนยังไม่เปิด", "Year not open"),
        "ปีแผนที่ระบุยังไม่เปิดเก็บข้อมูล จะนับเองเมื่อเปิดปีนั้น",
        "Its plan year is not open. It counts by itself once the year is.",
        weight=1,
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
        "จำนวนเงินว่าง อ่านไม่ได้ หรือเป็นไปไม่ได้",
        "An amount is missing, cannot be read or cannot be true.",
    ),
    Flag(
        "number_unreadable",
        ("อ่านจำนวนไม่ได้", "Number unreadable"),
        "อ่านจำนวนไม่ได้",
        "A number cannot be read.",
    ),
    Flag(
        "percent_unreadable",
        ("อ่านร้อยละไม่ได้", "Percent unreadable"),
        "อ่านร้อยละของผลงานไม่ได้",
        "The percent of progress cannot be read.",
    ),
    Flag(
        "answer_unusable",
        ("คำตอบใช้ไม่ได้", "Answer unusable"),
        "คำตอบที่จำเป็นว่าง หรือมีคำตอบที่ไม่อยู่ในตัวเลือก สิ่งที่ต้องใช้คำตอบนั้นจึงไม่นับ",
        "An answer that is needed is blank, or one is none of the choices: what rests on it does not count.",
    ),
    Flag(
        "position_missing",
        ("ไม่มีพิกัด", "No position"),
        "ไม่มีพิกัด",
        "It has no position.",
        weight=1,
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
        weight=1,
    ),
    Flag(
        "correction_unknown",
        ("ไม่พบฉบับที่แก้", "Corrects nothing known"),
        "ระบุว่าแก้แบบฟอร์มที่อำเภอส่งคืน แต่ไม่พบฉบับนั้นในแบบเดียวกันของตำบลนี้ ดูว่าแก้ฉบับใด แล้วตัดสินทั้งสองฉบับ",
        "It says it corrects a form that was sent back, but there is none of this form from this tambon. See which one it"
        " corrects, and decide on both.",
    ),
)
