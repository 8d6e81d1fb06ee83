"""The words at the top of our tables, in both languages, in the order of the columns."""

from server.api.tables import Columns


def words(th: str, en: str) -> dict[str, str]:
    return {"th": th, "en": en}


GRADES_TABLE: Columns = {
    "plan_year": words("ปีแผน", "Plan year"),
    "basis": words("ฐาน", "Basis"),
    "code": words("รหัส", "Code"),
    "level": words("ระดับพื้นที่", "Level"),
    "name_th": words("ชื่อ", "Name"),
    "status": words("สถานะ", "Status"),
    "grade": words("ระดับแผน", "Grade"),
    "gate": words("สิทธิ์เสนอโครงการ", "Gate"),
    "villages_total": words("หมู่บ้านทั้งหมด", "Villages"),
    "villages_graded": words("ประเมินแล้ว", "Graded"),
    "villages_in_progress": words("กำลังเก็บข้อมูล", "In progress"),
    "villages_no_data": words("ยังไม่มีข้อมูล", "No data"),
    "villages_no_plan": words("ไม่มีแผน", "No plan"),
    "villages_no_households": words("ไม่มีครัวเรือนในทะเบียน", "No households"),
    "grade_a": words("ระดับ A", "Grade A"),
    "grade_a_pct": words("ร้อยละ A", "Percent A"),
    "grade_b": words("ระดับ B", "Grade B"),
    "grade_b_pct": words("ร้อยละ B", "Percent B"),
    "grade_c": words("ระดับ C", "Grade C"),
    "grade_c_pct": words("ร้อยละ C", "Percent C"),
    "accounts_num": words("ครัวเรือนที่ใช้บัญชี", "Households with accounts used"),
    "accounts_den": words("ครัวเรือน (บัญชี)", "Households (accounts)"),
    "accounts_pct": words("ร้อยละการใช้บัญชี", "Percent of accounts used"),
    "forum_num": words("ครัวเรือนที่ร่วมเวที", "Households at the forum"),
    "forum_den": words("ครัวเรือน (เวที)", "Households (forum)"),
    "forum_pct": words("ร้อยละการร่วมเวที", "Percent at the forum"),
    "met_1": words("ผ่านตัวชี้วัด 1", "Indicator 1 met"),
    "met_2": words("ผ่านตัวชี้วัด 2", "Indicator 2 met"),
    "met_3": words("ผ่านตัวชี้วัด 3", "Indicator 3 met"),
    "met_4": words("ผ่านตัวชี้วัด 4", "Indicator 4 met"),
    "gate_propose": words("เสนอโครงการได้", "May propose"),
    "gate_make_plan": words("ต้องทำแผนก่อน", "Must make a plan"),
    "gate_unknown": words("ยังไม่ทราบ", "Not known yet"),
}

BUDGET_TABLE: Columns = {
    "year": words("ปีงบประมาณ", "Fiscal year"),
    "code": words("รหัส", "Code"),
    "level": words("ระดับพื้นที่", "Level"),
    "name_th": words("ชื่อ", "Name"),
    "line": words("บรรทัด", "Line"),
    "programme": words("แผนงาน", "Programme"),
    "projects": words("โครงการ", "Projects"),
    "baht": words("งบประมาณ (บาท)", "Budget (baht)"),
    "million_baht": words("งบประมาณ (ล้านบาท)", "Budget (million baht)"),
    "pct": words("ร้อยละของงบประมาณ", "Percent of the budget"),
    "transferred_baht": words("โอนแล้ว (บาท)", "Transferred (baht)"),
    "transferred_pct": words("ร้อยละที่โอนแล้ว", "Percent transferred"),
    "disbursed_baht": words("เบิกจ่ายแล้ว (บาท)", "Disbursed (baht)"),
    "disbursed_pct": words("ร้อยละที่เบิกจ่ายแล้ว", "Percent disbursed"),
}

FEWER_THAN_TEN = words("น้อยกว่า 10", "fewer than 10")
FINANCE_TABLE: Columns = {
    "plan_year": words("ปีแผน", "Plan year"),
    "basis": words("ฐาน", "Basis"),
    "code": words("รหัส", "Code"),
    "level": words("ระดับพื้นที่", "Level"),
    "name_th": words("ชื่อ", "Name"),
    "told_on": words("ตัวเลข ณ วันที่", "As of"),
    "suppressed": words("ไม่แสดง", "Suppressed"),
    "households": words("ครัวเรือน", "Households"),
    "income_median_baht": words("รายได้ต่อเดือน มัธยฐาน (บาท)", "Income per month, median (baht)"),
    "income_mean_baht": words("รายได้ต่อเดือน เฉลี่ย (บาท)", "Income per month, mean (baht)"),
    "expense_median_baht": words("รายจ่ายต่อเดือน มัธยฐาน (บาท)", "Expense per month, median (baht)"),
    "expense_mean_baht": words("รายจ่ายต่อเดือน เฉลี่ย (บาท)", "Expense per month, mean (baht)"),
    "net_median_baht": words("คงเหลือต่อเดือน มัธยฐาน (บาท)", "Net per month, median (baht)"),
    "net_mean_baht": words("คงเหลือต่อเดือน เฉลี่ย (บาท)", "Net per month, mean (baht)"),
    "net_negative_pct": words("ร้อยละที่รายจ่ายเกินรายได้", "Percent with net below 0"),
    "with_debt_pct": words("ร้อยละที่มีหนี้", "Percent with debt"),
    "debt_median_baht": words("หนี้ของผู้มีหนี้ มัธยฐาน (บาท)", "Debt of those with debt, median (baht)"),
    "nonessential_pct": words("ร้อยละรายจ่ายไม่จำเป็น", "Percent of expense not necessary"),
}
