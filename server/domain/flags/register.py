"""What is noticed when a submission asks for an entry of a register to be made or changed."""

from server.domain.flags.flag import Flag

IN_REGISTERS: tuple[Flag, ...] = (
    Flag(
        "entity_not_asked_for",
        ("ไม่มีข้อมูลทะเบียน", "No register change"),
        "เป็นครัวเรือนหรือโครงการใหม่ แต่ไม่ได้ขอให้สร้าง จึงไม่อยู่ในทะเบียน",
        "It is about a new household or project without asking for it to be made, so the register was left alone.",
    ),
    Flag(
        "entity_exists",
        ("มีในทะเบียนแล้ว", "Registered already"),
        "มีรายการรหัสนี้แล้ว จึงไม่สร้างซ้ำ",
        "The entry it would make is there already.",
    ),
    Flag(
        "entity_in_other_village",
        ("คนละหมู่บ้าน", "Another village"),
        "จะย้ายรายการไปหมู่บ้านอื่น ซึ่งทำไม่ได้ ให้ปิดแล้วลงทะเบียนใหม่",
        "It would move an entry to another village. Close it there and register it anew.",
    ),
    Flag(
        "entity_unknown",
        ("รอทะเบียน", "Waiting for the register"),
        "แก้ไขรายการที่ยังไม่มีในระบบ จะทำเองเมื่อมาถึง",
        "It changes an entry that has not arrived. It is done by itself once it has.",
        weight=1,
    ),
    Flag(
        "entity_waiting",
        ("รอการแก้ไขก่อนหน้า", "Waiting for an earlier change"),
        "รอการแก้ไขก่อนหน้าที่ยังไม่มาถึงจากโทรศัพท์เครื่องเดียวกัน",
        "It waits for an earlier change of the same phone that has not arrived.",
        weight=1,
    ),
    Flag(
        "entity_needs_approval",
        ("รออนุมัติ", "Waiting for approval"),
        "จะสร้างรายการใหม่เมื่ออนุมัติแบบฟอร์มนี้แล้ว",
        "The new entry is made once this submission is approved.",
    ),
    Flag(
        "entity_deleted",
        ("ถูกลบแล้ว", "Deleted"),
        "แก้ไขรายการที่ถูกลบไปแล้ว ทะเบียนจึงไม่เปลี่ยน",
        "It changes an entry that was deleted, so the register was left alone.",
    ),
    Flag(
        "entity_base_unknown",
        ("ไม่รู้จักรุ่น", "Version unknown"),
        "ทำต่อจากรุ่นของรายการที่ไม่มีในระบบ",
        "It builds on a version of the entry that is not known here.",
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
        "ไม่มีชื่อสำหรับรายการใหม่ จึงยังไม่สร้าง",
        "It gives the new entry no name, so none was made.",
    ),
    Flag(
        "entity_without_village",
        ("ไม่ระบุหมู่บ้าน", "No village"),
        "ไม่ระบุหมู่บ้านของรายการใหม่ จึงยังไม่สร้าง",
        "It names no village for the new entry, so none was made.",
    ),
    Flag(
        "entity_id_invalid",
        ("รหัสใช้ไม่ได้", "Id unusable"),
        "รหัสของรายการใช้ไม่ได้",
        "The id of its entry cannot be used.",
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
