"""What can stand in the way of a form: each with what to do, in Thai and English."""

from collections.abc import Sequence

from server.domain.forms.faults import Fault
from server.errors import Problem


class FormInvalid(Problem):
    """faults: all that was found, each with sheet and row where it has one."""

    status, code, central_code = 400, "form-invalid", 400.15
    th = "แบบฟอร์มใช้ไม่ได้: {why}"
    en = "The form cannot be used: {why}"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__()
        self.details = {"error": self.text("en"), "warnings": []}

    def text(self, locale: str) -> str:
        why = "; ".join(fault.text(locale) for fault in self.faults)
        return (self.th if locale == "th" else self.en).format(why=why)


class FormWarned(Problem):
    """converter: what the converter remarked; workflow: the remarks on what a version changes, as Central names them."""

    status, code, central_code = 400, "form-warned", 400.16
    th = "แบบฟอร์มใช้ได้ แต่มีข้อสังเกต อ่านใน details แล้วส่งอีกครั้งพร้อม ignoreWarnings=true หากยอมรับ"
    en = "The form can be used, with remarks. Read them in details; send it again with ignoreWarnings=true to accept them."

    def __init__(self, converter: Sequence[str], workflow: Sequence[dict]) -> None:
        warnings = {"xlsFormWarnings": list(converter), "workflowWarnings": list(workflow)}
        super().__init__(warnings=warnings)


class FormExists(Problem):
    status, code, central_code = 409, "form-exists", 409.3
    th = "มีแบบฟอร์ม {form_id} อยู่แล้ว ส่งเป็นฉบับร่างของแบบฟอร์มนี้ หรือใช้รหัสอื่น"
    en = "There is a form {form_id} already. Send this as its draft, or use another form_id."


class FormIdOther(Problem):
    status, code, central_code = 400, "form-id-other", 400.8
    th = "นิยามที่ส่งมาเป็นของแบบฟอร์ม {sent} ไม่ใช่ {form_id}"
    en = "What was sent is a version of the form {sent}, not of {form_id}."


class NothingPublished(Problem):
    status, code, central_code = 409, "nothing-published", 409.7
    th = "แบบฟอร์ม {form_id} ยังไม่เคยเผยแพร่ จึงไม่มีฉบับให้กลับไปใช้"
    en = "The form {form_id} was never published, so there is no version to go back to."


class VersionUnwritable(Problem):
    status, code, central_code = 400, "version-unwritable", 400.8
    th = "เขียนรุ่น {version} ลงในนิยามของแบบฟอร์มไม่ได้ ใส่รุ่นใหม่ในไฟล์แล้วส่งเป็นฉบับร่างอีกครั้ง"
    en = "The version {version} cannot be written into the definition. Write it into the file and send that as the draft."


class FormNotFound(Problem):
    status, code, central_code = 404, "form-not-found", 404.1
    th = "ไม่มีแบบฟอร์ม {form_id} ดูรายชื่อด้วย yudee forms list"
    en = "There is no form {form_id}. See `yudee forms list`."


class DraftMissing(Problem):
    status, code, central_code = 404, "draft-missing", 404.1
    th = "แบบฟอร์ม {form_id} ไม่มีฉบับร่าง อัปโหลดไฟล์ XLSForm ก่อน"
    en = "The form {form_id} has no draft. Upload an XLSForm first."


class QuestionsNeeded(Problem):
    status, code, central_code = 422, "questions-needed", 400.8
    th = "เผยแพร่ไม่ได้: ตัวชี้วัดของหมู่บ้านคำนวณจากคำถามที่ฉบับนี้ไม่มี ({questions}) ใส่คำถามเหล่านี้กลับโดยใช้ชื่อและกลุ่มเดิม"
    en = (
        "Not published: the figures of the villages are computed from questions this version does not have "
        "({questions}). Put them back under the same names, in the same groups."
    )


class FormNeeded(Problem):
    status, code, central_code = 409, "form-needed", 409.0
    th = "ลบแบบฟอร์ม {form_id} ไม่ได้ เพราะตัวชี้วัดคำนวณจากแบบฟอร์มนี้ เลือก “ปิดรับ” แทน"
    en = "The form {form_id} cannot be deleted: figures are computed from it. Close it instead."


class FormDeleted(Problem):
    status, code, central_code = 409, "form-deleted", 409.3
    th = "แบบฟอร์ม {form_id} ถูกลบแล้ว กู้คืนก่อน หรือใช้รหัสแบบฟอร์ม (form_id) อื่น"
    en = "The form {form_id} is deleted. Restore it first, or use another form_id."


class FormNotDeleted(Problem):
    status, code, central_code = 409, "form-not-deleted", 409.0
    th = "แบบฟอร์ม {form_id} ไม่ได้ถูกลบ"
    en = "The form {form_id} is not deleted."


class RolesUnknown(Problem):
    status, code, central_code = 422, "form-roles-unknown", 400.8
    th = "เลือกผู้ที่จะได้รับแบบฟอร์มอย่างน้อยหนึ่งบทบาทจาก {known}"
    en = "Choose at least one role that gets the form, of: {known}."


class ListUnseen(Problem):
    status, code, central_code = 422, "form-list-unseen", 400.8
    th = "โทรศัพท์ของ {roles} รับแบบฟอร์มนี้ไม่ได้ เพราะแบบฟอร์มใช้ {lists} ซึ่งมีชื่อคนหรือครัวเรือนที่บทบาทนี้ไม่มีสิทธิ์เห็น เลือกบทบาทอื่น หรือไม่ใช้รายการนี้"
    en = (
        "Phones of {roles} cannot get this form: it uses {lists}, with names of people or households that this role may"
        " not see. Choose other roles, or leave the list out."
    )


class SlotUnknown(Problem):
    status, code, central_code = 404, "form-file-unknown", 404.1
    th = "แบบฟอร์มนี้ไม่ได้เรียกใช้ไฟล์ชื่อ {name} ไฟล์ที่เรียกใช้คือ {known}"
    en = "The form asks for no file named {name}. It asks for: {known}."


class SlotIsList(Problem):
    status, code, central_code = 409, "form-file-is-list", 409.0
    th = "{name} เป็นรายการที่ระบบสร้างให้โทรศัพท์แต่ละเครื่องเอง ไม่ต้องอัปโหลด"
    en = "{name} is a list that the server makes for each phone by itself. It cannot be uploaded."


class FileUnusable(Problem):
    status, code, central_code = 422, "form-file-unusable", 400.8
    th = "ไฟล์ {name} ใช้ไม่ได้: {why_th}"
    en = "The file {name} cannot be used: {why}"
