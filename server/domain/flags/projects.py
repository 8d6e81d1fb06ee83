"""What is noticed about submissions of a project, seen beside its money, its stage and each other."""

from server.domain.flags.flag import Flag

OF_PROJECTS: tuple[Flag, ...] = (
    Flag(
        "over_budget",
        ("เกินงบประมาณ", "Over budget"),
        "เบิกจ่ายมากกว่างบประมาณที่อนุมัติ จึงไม่นับเป็นเงิน ให้ทีมตรวจยอด",
        "It states more money than was approved, so its money is not counted. Let the team check the sum.",
        weight=9,
    ),
    Flag(
        "consent_missing",
        ("ไม่ระบุความเห็นชอบ", "No consent"),
        "มีการเบิกจ่ายแต่ไม่ระบุความเห็นชอบของนายอำเภอ",
        "Money was withdrawn without naming the district chief's consent.",
        weight=9,
    ),
    Flag(
        "over_transfer",
        ("เบิกเกินที่โอน", "Over the transfers"),
        "เบิกจ่ายมากกว่าเงินที่โอนแล้ว ให้ทีมตรวจยอด หรือบันทึกการโอนที่ขาด",
        "It states more money than was transferred. Let the team check the sum, or enter the transfer that is missing.",
        weight=9,
    ),
    Flag(
        "disbursed_fell",
        ("ยอดเบิกลดลง", "Total fell"),
        "ยอดเบิกจ่ายสะสมต่ำกว่ารายงานก่อน ให้ทีมอธิบาย",
        "Its total of withdrawals is below that of the report before. Let the team explain.",
        weight=6,
    ),
    Flag(
        "suspension_reported",
        ("แจ้งหยุดชั่วคราว", "Suspension reported"),
        "ทีมแจ้งว่าโครงการหยุดชั่วคราว อำเภอยืนยันได้ที่หน้าโครงการ",
        "The team reports that work has stopped. The district may confirm it on the project's page.",
    ),
    Flag(
        "cancellation_reported",
        ("แจ้งยกเลิก", "Cancellation reported"),
        "ทีมแจ้งว่าโครงการยกเลิก ตรวจสอบแล้วยกเลิกที่หน้าโครงการ",
        "The team reports that the project is cancelled. Look into it, and cancel it on the project's page.",
        weight=6,
    ),
    Flag(
        "project_not_running",
        ("โครงการไม่ได้ดำเนินการ", "Project not running"),
        "รายงานโครงการที่ยังไม่ได้อนุมัติ ไม่อนุมัติ หรือยกเลิกแล้ว ตรวจว่าเลือกโครงการถูก",
        "It reports on a project that is not approved, or cancelled. Check that the right project was chosen.",
        weight=6,
    ),
    Flag(
        "far_from_site",
        ("ไกลจากที่ตั้ง", "Far from the site"),
        "รายงานทำไกลจากที่ตั้งโครงการ ร้อยละยังนับ แต่ไม่มีพิกัดยืนยัน ตรวจว่าเลือกโครงการถูก และที่ตั้งถูกต้อง",
        "It was made far from the project's site. Its percent counts, but is not confirmed by position. Check that the right project was chosen, and that its site is right.",
        weight=6,
    ),
    Flag(
        "outside_tambon",
        ("นอกตำบล", "Outside the subdistrict"),
        "กรอกนอกเขตตำบลที่ระบุเกิน 200 เมตร (แนวเขตไม่ใช่แนวเขตตามกฎหมาย) ตรวจว่าเลือกโครงการหรือหมู่บ้านถูก",
        "It was made more than 200 m outside the subdistrict it is about (boundaries here are not the legal ones). Check that the right project or village was chosen.",
        weight=6,
    ),
    Flag(
        "gate_failed",
        ("แผนยังไม่ผ่าน", "No quality plan"),
        "หมู่บ้านยังไม่มีแผนชุมชนที่มีคุณภาพสำหรับปีงบประมาณนี้ ข้อเสนอส่งต่อไม่ได้ ให้เสนอการจัดทำแผน หรือขอจังหวัดผ่อนผัน",
        "The village has no quality plan for this fiscal year, so the proposal cannot be forwarded. Propose the making of a plan, or ask the province to open the gate.",
    ),
    Flag(
        "project_in_other_village",
        ("คนละหมู่บ้าน", "Another village"),
        "ฉบับแก้ไขย้ายโครงการไปหมู่บ้านอื่น ซึ่งทำไม่ได้ ให้เสนอใหม่ในหมู่บ้านนั้น",
        "Its edit would move the project to another village. Propose it anew there.",
    ),
    Flag(
        "screening_without_effect",
        ("กลั่นกรองไม่มีผล", "Without effect"),
        "โครงการไม่ได้รอกลั่นกรองในเวลานั้น ผลกลั่นกรองนี้จึงไม่มีผล",
        "The project was not waiting to be screened at that time, so this screening has no effect.",
    ),
    Flag(
        "recommended_above_request",
        ("เกินที่ขอ", "Above the request"),
        "งบประมาณที่เห็นควรมากกว่าที่หมู่บ้านขอ อนุมัติได้ไม่เกินที่ขอ ตรวจจำนวน",
        "The budget recommended is above what the village asks for, which is the most that can be approved. Check the amount.",
    ),
    Flag(
        "evaluation_too_early",
        ("ประเมินก่อนแล้วเสร็จ", "Too early"),
        "ประเมินโครงการที่ยังไม่แล้วเสร็จ จะนับเมื่อรายงานแล้วเสร็จผ่านการตรวจ",
        "It evaluates a project that is not completed. It counts once the report of completion is approved.",
    ),
    Flag(
        "edited_after_approval",
        ("แก้หลังอนุมัติ", "Edited when approved"),
        "ข้อเสนอถูกแก้ไขหลังจังหวัดอนุมัติแล้ว ยังใช้ตามเดิมจนกว่าผู้ตรวจจะอนุมัติฉบับแก้ไข ตรวจว่าแผนงาน ปี และหน่วยดำเนินการยังตรงกับที่อนุมัติ",
        "The proposal was edited after the province had approved the project, which stays as it was until the edit is approved in review. Check that programme, year and implementing unit are those that were approved.",
        weight=6,
    ),
)
