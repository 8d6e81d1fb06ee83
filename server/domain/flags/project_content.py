"""What is noticed in the answers of one proposal, screening, report or evaluation, seen by themselves."""

from server.domain.flags.flag import Flag

IN_PROJECT_ANSWERS: tuple[Flag, ...] = (
    Flag(
        "amount_not_whole_baht",
        ("มีเศษสตางค์", "Not whole baht"),
        "งบประมาณต้องเป็นจำนวนเต็มบาท แต่มีเศษสตางค์ ให้ทีมแก้จำนวนเงิน",
        "A budget is in whole baht, and this one is not. Let the team correct the amount.",
        weight=1,
    ),
    Flag(
        "site_outside_thailand",
        ("ที่ตั้งนอกประเทศ", "Site outside Thailand"),
        "พิกัดที่ตั้งโครงการอยู่นอกประเทศไทย จึงไม่ใช้พิกัดนี้ ให้ทีมแก้พิกัด",
        "The site lies outside Thailand, so the project has none. Let the team correct it.",
    ),
    Flag(
        "position_outside_thailand",
        ("พิกัดนอกประเทศ", "Position outside Thailand"),
        "พิกัดของรายงานอยู่นอกประเทศไทย จึงถือว่าไม่มีพิกัด",
        "The position lies outside Thailand, so the report counts as one without a position.",
    ),
    Flag(
        "date_in_future",
        ("วันที่ในอนาคต", "Date in the future"),
        "วันที่อยู่หลังวันที่เก็บข้อมูล รายงานนี้จะเป็นรายงานล่าสุดไปจนถึงวันนั้น ให้ทีมแก้วันที่",
        "Its date lies after the day on which it was collected, so it stays the latest report until then. Let the team correct the date.",
    ),
    Flag(
        "planned_end_too_early",
        ("วันสิ้นสุดไม่หลังวันเริ่ม", "Ends before it starts"),
        "วันสิ้นสุดตามแผนไม่อยู่หลังวันเริ่ม จึงไม่ใช้วันสิ้นสุดนี้ ให้ทีมแก้วันที่",
        "The planned end is not after the start, so it is not used. Let the team correct the dates.",
    ),
    Flag(
        "not_from_plan",
        ("ไม่ได้มาจากแผน", "Not from the plan"),
        "โครงการไม่ได้มาจากแผนชุมชน ให้พิจารณาในเกณฑ์ข้อ 2",
        "The project does not come from the community plan. Consider it under the second criterion.",
    ),
    Flag(
        "votes_not_majority",
        ("เสียงไม่เกินครึ่ง", "No majority"),
        "ไม่ปรากฏว่ากรรมการที่เข้าประชุมเกินกว่ากึ่งหนึ่งเห็นชอบ ตรวจรายงานการประชุม",
        "It does not show that more than half of the members present were in favour. Check the minutes.",
    ),
    Flag(
        "criteria_not_passed",
        ("เกณฑ์ไม่ผ่านครบ", "Criteria not passed"),
        "ส่งต่อจังหวัดทั้งที่ผ่านไม่ครบ 5 ข้อ ผลกลั่นกรองนี้จึงไม่นับ",
        "It forwards a project that does not pass all five criteria, so this screening does not count.",
    ),
)
