"""A small province behind the pages of figures: two districts with invented boundaries, graded villages, changes."""

from geoalchemy2 import WKTElement
from sqlalchemy.orm import Session

from tests.factories import make_area, make_village, make_year
from tests.province.orchard import grade, happened

BORDERS = {
    "5007": "MULTIPOLYGON(((98.70 18.90, 98.95 18.88, 99.00 19.10, 98.84 19.18, 98.68 19.05, 98.70 18.90)))",
    "5008": "MULTIPOLYGON(((98.45 18.80, 98.70 18.90, 98.68 19.05, 98.50 19.08, 98.45 18.80)))",
    "5010": "MULTIPOLYGON(((98.95 18.88, 99.20 18.95, 99.15 19.15, 99.00 19.10, 98.95 18.88)))",
}
NAMES = {"5008": ("สะเมิง", "Samoeng"), "5010": ("สันทราย", "San Sai"), "500801": ("สะเมิงใต้", "Samoeng Tai")}
VILLAGES = {
    "50070510": ("บ้านดอนแก้วสมมุติ", "A", {}),
    "50070511": ("บ้านห้วยตัวอย่าง", "B", {"accounts": 66}),
    "50070512": ("บ้านทุ่งทดลอง", "B", {"written": False}),
    "50080101": ("บ้านป่าสมมุติ", "A", {}),
    "50080102": ("บ้านน้ำตัวอย่าง", "C", {"accounts": 50, "forum": 60}),
    "50080103": ("บ้านสันทดลอง", None, {"accounts": 20, "forum": 0, "lao": None, "written": None}),
    "50100101": ("บ้านหนองสมมุติ", "A", {}),
    "50100102": ("บ้านแม่ตัวอย่าง", "A", {}),
}


def tell_province(session: Session) -> None:
    """Beside what `village_year.tell` told of 50070503."""
    make_year(session, plan_year=2569)
    for number, (code, (name, letter, counted)) in enumerate(VILLAGES.items()):
        for basis in ("official", "provisional"):
            grade(session, code, letter, basis=basis, **counted)
        village = make_village(session, code)
        village.name_th, village.place = name, WKTElement(f"POINT({98.55 + number * 0.07} 18.98)", srid=4326)
        happened(session, code, None, letter, days=number + 1)
    happened(session, "50070511", "C", "B", days=2)
    happened(session, "50070510", "B", "A", days=1)
    for code in ("50070510", "50070511", "50080101"):
        grade(session, code, "B", year=2569)
    for code, (name_th, name_en) in NAMES.items():
        area = make_area(session, code)
        area.name_th, area.name_en = name_th, name_en
    for code, border in BORDERS.items():
        make_area(session, code).boundary = WKTElement(border, srid=4326)
    session.commit()
