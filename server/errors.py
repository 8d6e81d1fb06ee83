"""Everything a caller can do wrong, one class each: status, stable code, and what to do, in Thai and English."""

from typing import ClassVar


class Problem(Exception):
    """A caller's mistake. Programs read `code`; people read `text(locale)`.

    Children fill in `status`, `code`, `th` and `en`; the texts may name the keyword arguments of the raise.
    `central_code` is the number ODK Central gives for the same mistake (its clients match on it).
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"
    central_code: ClassVar[float] = 400.0
    th: ClassVar[str] = "คำขอไม่ถูกต้อง"
    en: ClassVar[str] = "The request is not valid."

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.text("en"))

    def text(self, locale: str) -> str:
        """The sentence for people, in `th` or `en`, with the details filled in."""
        return (self.th if locale == "th" else self.en).format(**self.details)


class HeaderMissing(Problem):
    status, code, central_code = 400, "openrosa-version-missing", 400.6
    th = "คำขอไม่มีส่วนหัว X-OpenRosa-Version: 1.0 กรุณาใช้แอป ODK Collect"
    en = "The header X-OpenRosa-Version: 1.0 is missing. Use the app ODK Collect."


class UploadUnreadable(Problem):
    status, code, central_code = 400, "upload-unreadable", 400.39
    th = "อ่านข้อมูลที่ส่งมาไม่ได้ ({why}) กรุณาส่งใหม่อีกครั้ง"
    en = "The upload could not be read ({why}). Send it again."


class XmlPartMissing(Problem):
    status, code, central_code = 400, "xml-part-missing", 400.7
    th = "ไม่พบแบบฟอร์มในข้อมูลที่ส่งมา (xml_submission_file) กรุณาส่งใหม่อีกครั้ง"
    en = "The upload has no part xml_submission_file, or more than one. Send it again."


class XmlUnreadable(Problem):
    status, code, central_code = 400, "xml-unreadable", 400.1
    th = "อ่านแบบฟอร์มที่ส่งมาไม่ได้ ({why}) แจ้งอำเภอเพื่อตรวจสอบ ห้ามลบแบบฟอร์มในโทรศัพท์"
    en = "The submitted form could not be read ({why}). Tell the district; do not delete the form on the phone."


class EnvelopeWithoutId(Problem):
    status, code, central_code = 400, "envelope-without-id", 400.2
    th = "แบบฟอร์มที่เข้ารหัสมาไม่มีหมายเลข (instanceID) จึงเปิดอ่านภายหลังไม่ได้ แจ้งอำเภอ ห้ามลบแบบฟอร์มในโทรศัพท์"
    en = "The encrypted form has no instanceID, so nobody could open it later. Tell the district; do not delete the form on the phone."


class UploadTooLarge(Problem):
    status, code, central_code = 413, "upload-too-large", 413.0
    th = "ข้อมูลที่ส่งมาใหญ่เกิน {limit_mb} ล้านไบต์ กรุณาถ่ายภาพใหม่ให้เล็กลง"
    en = "The upload is larger than {limit_mb} MB. Take smaller pictures."


class FileNameUnsafe(Problem):
    status, code, central_code = 400, "file-name-unsafe", 400.8
    th = "ชื่อไฟล์ที่ส่งมาใช้ไม่ได้ (มีเครื่องหมายทับ อักขระควบคุม หรือยาวเกินไป) ไม่มีการบันทึก แจ้งอำเภอ"
    en = "A file has a name that is a path, has control characters, or is too long. Nothing was stored; tell the district."


class PhoneUnknown(Problem):
    status, code, central_code = 403, "phone-unknown", 403.1
    th = "โทรศัพท์เครื่องนี้ไม่มีสิทธิ์หรือถูกยกเลิกสิทธิ์แล้ว ขอรหัส QR ใหม่จากอำเภอ แบบฟอร์มที่กรอกไว้ยังอยู่ในโทรศัพท์"
    en = "This phone has no access, or it was revoked. Ask the district for a new QR code; your filled forms stay on the phone."


class FormNotOffered(Problem):
    status, code, central_code = 403, "form-not-offered", 403.1
    th = "โทรศัพท์หรือบัญชีนี้ไม่ได้รับมอบหมายให้กรอกแบบฟอร์มนี้ ติดต่ออำเภอ"
    en = "This phone or account is not meant to fill in this form. Ask the district."


class NotFound(Problem):
    status, code, central_code = 404, "not-found", 404.1
    th = "ไม่พบสิ่งที่ขอ"
    en = "Not found."


class FormUnknown(Problem):
    status, code, central_code = 404, "form-unknown", 404.1
    th = "ไม่มีแบบฟอร์ม {form_id} ในระบบ แจ้งอำเภอ ห้ามลบแบบฟอร์มในโทรศัพท์"
    en = "There is no form {form_id} here. Tell the district; do not delete the form on the phone."


class FormVersionUnknown(Problem):
    status, code, central_code = 404, "form-version-unknown", 404.6
    th = "ไม่มีแบบฟอร์ม {form_id} รุ่น {version} ในระบบ แจ้งอำเภอ ห้ามลบแบบฟอร์มในโทรศัพท์"
    en = "Form {form_id} has no version {version} here. Tell the district; do not delete the form on the phone."


class FormClosed(Problem):
    status, code, central_code = 409, "form-closed", 409.2
    th = "แบบฟอร์ม {form_id} ปิดรับแล้ว ติดต่ออำเภอหากต้องส่งเพิ่ม"
    en = "Form {form_id} is closed. Ask the district if you must still send."


class SubmissionConflict(Problem):
    status, code, central_code = 409, "submission-conflict", 409.1
    th = "มีแบบฟอร์มหมายเลขนี้อยู่แล้วแต่คำตอบต่างกัน ไม่มีการบันทึกทับ แจ้งอำเภอพร้อมหมายเลข {instance_id}"
    en = "A submission with this id exists with other answers; nothing was overwritten. Tell the district the id {instance_id}."


class SubmissionSuperseded(Problem):
    status, code, central_code = 409, "submission-superseded", 409.9
    th = "มีฉบับแก้ไขใหม่กว่านี้แล้ว ฉบับนี้ไม่ต้องส่งอีก"
    en = "A newer edit of this submission has been received; this one need not be sent."


class SubmissionDeleted(Problem):
    status, code, central_code = 409, "submission-deleted", 409.18
    th = "แบบฟอร์มนี้ถูกลบออกจากระบบแล้ว ส่งซ้ำไม่ได้"
    en = "This submission was deleted on the server and cannot be sent again."


class EditedSubmissionUnknown(Problem):
    status, code, central_code = 404, "edited-submission-unknown", 404.5
    th = "ไม่พบฉบับก่อนแก้ไข กรุณาส่งฉบับแรกก่อน แล้วส่งฉบับแก้ไขอีกครั้ง"
    en = "The submission this one edits is not here. Send the first one, then this edit again."


class InstanceIdTaken(Problem):
    status, code, central_code = 409, "instance-id-taken", 409.8
    th = "หมายเลขแบบฟอร์ม {instance_id} ถูกใช้แล้ว แจ้งอำเภอ"
    en = "The id {instance_id} is already used by another submission. Tell the district."


class MethodUnknown(Problem):
    status, code, central_code = 405, "method-unknown", 405.0
    th = "ที่อยู่นี้ไม่รับคำขอแบบ {method}"
    en = "This address does not take {method}."


class ServerFault(Problem):
    status, code, central_code = 500, "server-fault", 500.0
    th = "ระบบมีข้อผิดพลาด แบบฟอร์มยังอยู่ในโทรศัพท์ ลองส่งใหม่ภายหลัง หากยังไม่ได้ให้แจ้งอำเภอ"
    en = "The server made a mistake. Your forms are still on the phone; try again later, and tell the district if it stays."


class StorageFull(Problem):
    status, code, central_code = 507, "storage-full", 507.0
    th = "เครื่องแม่ข่ายเก็บไฟล์ไม่ได้ในขณะนี้ ยังไม่มีการบันทึก แบบฟอร์มยังอยู่ในโทรศัพท์ ลองส่งใหม่ภายหลัง"
    en = "The server cannot store files right now. Nothing was stored; the form is still on the phone. Send it again later."


class StorageAway(Problem):
    """why: the code of the store, or the name of what went wrong; for the operator."""

    status, code, central_code = 503, "storage-away", 503.0
    th = "ที่เก็บไฟล์ของระบบไม่พร้อมชั่วคราว ({why}) ไม่มีอะไรหายและยังไม่มีการบันทึก แบบฟอร์มยังอยู่ในโทรศัพท์ ลองใหม่ในอีกสักครู่"
    en = "The store of files cannot be reached right now ({why}). Nothing is lost and nothing was stored; the form is still on the phone. Try again shortly."

    @property
    def why(self) -> str:
        return str(self.details["why"])


class StorageRefused(StorageAway):
    """The store is there, and does not let us in: rights, a name, a clock."""

    status, code, central_code = 503, "storage-refused", 503.0
    th = "ที่เก็บไฟล์ของระบบไม่ยอมรับเครื่องแม่ข่ายนี้ ({why}) ยังไม่มีการบันทึก แบบฟอร์มยังอยู่ในโทรศัพท์ แจ้งผู้ดูแลระบบ แล้วลองส่งใหม่ภายหลัง"
    en = "The store of files does not let this server in ({why}). Nothing was stored; the form is still on the phone. Tell the administrator, and try again later."


class FileFaulty(Problem):
    status, code, central_code = 500, "file-faulty", 500.0
    th = "ไฟล์นี้เสียหายหรือหายไปจากที่เก็บ ผู้ดูแลระบบกู้คืนได้จากข้อมูลสำรองด้วย yudee blobs repair"
    en = "This file was damaged or lost where it is stored. The operator can bring it back from a backup: yudee blobs repair."


class ServiceAway(Problem):
    status, code, central_code = 503, "service-away", 503.0
    th = "ระบบไม่พร้อมชั่วคราว ลองใหม่ในอีกสักครู่ แบบฟอร์มยังอยู่ในโทรศัพท์"
    en = "The service is away for a moment. Try again shortly; your forms are still on the phone."


class FormVersionExists(Problem):
    status, code, central_code = 409, "form-version-exists", 409.6
    th = "แบบฟอร์ม {form_id} รุ่น {version} เผยแพร่แล้ว เปลี่ยนเลขรุ่นในแผ่น settings ให้มากขึ้น"
    en = "Form {form_id} version {version} is published already. Raise the version in the sheet settings."


class NotAllowed(Problem):
    status, code, central_code = 403, "not-allowed", 403.1
    th = "บทบาทของท่านทำสิ่งนี้ไม่ได้ ติดต่อผู้ดูแลระบบหากจำเป็นต้องใช้"
    en = "Your role may not do this. Ask the administrator if you need to."


class OwnSubmission(Problem):
    status, code, central_code = 403, "own-submission", 403.1
    th = "ตรวจแบบฟอร์มที่ท่านส่งเองไม่ได้ ให้เจ้าหน้าที่คนอื่นตรวจ"
    en = "You cannot review your own submission. Let a colleague do it."


class CommentMissing(Problem):
    status, code, central_code = 422, "comment-missing", 400.2
    th = "กรุณาเขียนความเห็นว่าต้องแก้ไขอะไร"
    en = "Write a comment that says what to correct."


class StateUnknown(Problem):
    status, code, central_code = 422, "state-unknown", 400.8
    th = "ไม่รู้จักสถานะ {state}"
    en = "There is no state {state}. Use one of received, approved, has_issues, rejected."


class ReviewOutdated(Problem):
    status, code, central_code = 409, "review-outdated", 409.9
    th = "มีผู้ตรวจหรือแก้ไขแบบฟอร์มนี้ไปแล้วขณะที่ท่านเปิดอยู่ (สถานะ {state}) ดูผลล่าสุดก่อนตัดสินใจ"
    en = "Somebody decided on or edited this submission while you had it open (state {state}). Look at it again first."
