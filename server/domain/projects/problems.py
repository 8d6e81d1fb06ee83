"""Why an act on a project is refused; nothing is changed then."""

from server.errors import Problem


class StageForbids(Problem):
    status, code = 409, "stage-forbids"
    th = "โครงการ {project} อยู่ในขั้น {stage} จึงทำสิ่งนี้ไม่ได้ เปิดหน้าโครงการดูสถานะล่าสุด"
    en = "Project {project} is at the stage {stage}, where this cannot be done. Look at the project as it is now."


class GateFailed(Problem):
    status, code = 409, "gate-failed"
    th = "หมู่บ้านยังไม่มีแผนชุมชนที่มีคุณภาพสำหรับปีงบประมาณ {year} (ผลทางการ: {gate}) ส่งต่อโครงการ {project} ไม่ได้ ให้เสนอการจัดทำแผน หรือขอให้จังหวัดผ่อนผันโดยระบุเหตุผล"
    en = "The village has no quality plan for fiscal year {year} (official gate: {gate}), so project {project} cannot be forwarded. Propose the making of a plan, or ask the province to open the gate with a reason."


class ProposalNotApproved(Problem):
    status, code = 409, "proposal-not-approved"
    th = "ข้อเสนอโครงการ {project} ยังไม่ผ่านการตรวจ ตรวจและอนุมัติแบบฟอร์มก่อนส่งต่อ"
    en = "The proposal of project {project} is not approved in review. Review it before forwarding."


class CriteriaNotPassed(Problem):
    status, code = 422, "criteria-not-passed"
    th = "ส่งต่อได้เมื่อผ่านครบทั้ง 5 ข้อ"
    en = "A project is forwarded only when all five criteria pass."


class ReasonMissing(Problem):
    status, code = 422, "reason-missing"
    th = "กรุณาเขียนเหตุผล"
    en = "Write the reason."


class OrderMissing(Problem):
    status, code = 422, "order-missing"
    th = "กรุณาระบุเลขที่คำสั่งหรือหนังสืออนุมัติ"
    en = "Give the number of the order or letter that approves."


class AmountInvalid(Problem):
    status, code = 422, "amount-invalid"
    th = "จำนวนเงินต้องมากกว่า 0 ไม่เกิน 999,999,999 บาท ทศนิยมไม่เกิน 2 ตำแหน่ง"
    en = "The amount must be more than 0 and at most 999,999,999 baht, with two decimals at most."


class NotWholeBaht(Problem):
    status, code = 422, "not-whole-baht"
    th = "งบประมาณต้องเป็นจำนวนเต็มบาท"
    en = "A budget is a number of whole baht."


class AboveRequest(Problem):
    status, code = 422, "above-request"
    th = "งบประมาณต้องไม่เกินที่ขอ คือ {most} บาท"
    en = "The budget must not be above the request of {most} baht."


class AboveRecommendation(Problem):
    status, code = 422, "above-recommendation"
    th = "งบประมาณที่อนุมัติต้องไม่เกินที่อำเภอเห็นควร คือ {most} บาท"
    en = "The budget approved must not be above the {most} baht that the district recommended."


class BelowTransfers(Problem):
    status, code = 422, "below-transfers"
    th = "งบประมาณที่อนุมัติต้องไม่น้อยกว่าที่โอนแล้ว คือ {least} บาท"
    en = "The budget approved must not be below the {least} baht that have been transferred."


class OverTransfer(Problem):
    status, code = 409, "over-transfer"
    th = "โอนได้อีกไม่เกิน {most} บาท จากงบประมาณที่อนุมัติ"
    en = "At most {most} baht more can be transferred within the approved budget."


class RefundAboveTransfers(Problem):
    status, code = 422, "refund-above-transfers"
    th = "เงินที่คืนแล้วต้องไม่เกินที่โอน คือ {most} บาท"
    en = "What came back must not be more than the {most} baht that were transferred."


class TransferRepeated(Problem):
    status, code = 409, "transfer-repeated"
    th = "มีการโอนเลขอ้างอิง {bank_ref} ของโครงการนี้อยู่แล้ว ไม่มีการบันทึกซ้ำ"
    en = "A transfer with the reference {bank_ref} is entered for this project already; nothing was entered twice."


class TransferUnknown(Problem):
    status, code = 404, "transfer-unknown"
    th = "ไม่พบการโอนนี้ หรือยกเลิกไปแล้ว"
    en = "There is no such transfer, or it has been voided already."


class TransferMalformed(Problem):
    status, code = 422, "transfer-malformed"
    th = "ระบุเลขอ้างอิงของธนาคาร (ไม่เกิน 60 ตัวอักษร) และเลขท้าย 4 หลักของบัญชีเท่านั้น"
    en = "Give the bank's reference (at most 60 characters) and the last four digits of the account, no more."


class DateImpossible(Problem):
    status, code = 422, "date-impossible"
    th = "วันที่ {date} ใช้ไม่ได้ ใช้ปี ค.ศ. และต้องไม่เป็นวันในอนาคต"
    en = "The date {date} cannot be: use a Gregorian year, and no day in the future."


class NothingToConsent(Problem):
    status, code = 409, "nothing-to-consent"
    th = "รายงานนี้ไม่มีการเบิกจ่ายที่รอความเห็นชอบ"
    en = "This report states no withdrawal that waits for consent."


class WithdrawalChanged(Problem):
    status, code = 409, "withdrawal-changed"
    th = "รายงานนี้ถูกแก้ไขแล้ว ยอดเบิกสะสมเป็น {total} บาท ดูรายการล่าสุดก่อนให้ความเห็นชอบ"
    en = "This report was edited: its total is {total} baht now. Look at it again before you consent."


class ProjectMovedOn(Problem):
    status, code = 409, "project-moved-on"
    th = "มีผู้ดำเนินการกับโครงการนี้แล้วตั้งแต่ท่านเปิดหน้า (อาจเป็นท่านเองที่ส่งซ้ำ) ครั้งนี้ยังไม่มีการบันทึก ดูประวัติล่าสุดก่อน"
    en = "Somebody acted on this project since you opened it (perhaps you, by sending twice). Nothing was stored this time; look at its history first."
