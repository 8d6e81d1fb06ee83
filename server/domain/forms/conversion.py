"""A workbook becomes a definition, or says by sheet and row what is wrong with it. No database."""

import codecs
import io
import re
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import PurePath
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from server.domain import entity_lists, public_keys, xforms
from server.domain.forms.faults import Fault, asked_in, engine_fault, fault_of
from server.domain.forms.problems import FormInvalid
from server.domain.safe_xml import UnsafeXml, local_name, parse, text_of

GOOD_ID = re.compile(r"(?!\.{1,2}$)(?!.*\.(xls|xlsx|xml|svc)$)[^/\\\x00-\x1f]{1,255}", re.IGNORECASE)
ENTITIES_VERSIONS = re.compile(r"""entities-version=["'](2022\.1|2023\.1|2024\.1|2025\.1)""")
NO_ID = "data"  # what the converter puts in its place
NO_FORM_ID = Fault(
    "form_id is missing. It says of which form this workbook is a version.",
    sheet="settings",
    says_th="ไม่มี form_id ในแผ่น settings ระบบจึงไม่รู้ว่าเป็นฉบับของแบบฟอร์มใด",
)
DAMAGED = Fault(
    "The workbook is damaged. Open it in Excel or LibreOffice and save it anew as .xlsx.",
    says_th="ไฟล์สมุดงานเสียหาย เปิดใน Excel หรือ LibreOffice แล้วบันทึกใหม่เป็น .xlsx",
)
NOT_UTF8 = Fault(
    "The file is not UTF-8: phones could not read its Thai letters. Save it as UTF-8.",
    says_th="ไฟล์นี้ไม่ใช่ UTF-8 โทรศัพท์จะอ่านตัวอักษรไทยไม่ออก บันทึกใหม่เป็น UTF-8",
)
ENGINE_MB, ENGINE_S = 512, 100


@dataclass(frozen=True)
class Converted:
    """A definition, the workbook it came from (None: it came as XML), and what the converter remarked."""

    xml: bytes
    xlsx: bytes | None = None
    warnings: tuple[str, ...] = ()


def convert(source: bytes, file_name: str, *, form_id: str = "") -> Converted:
    """Convert a workbook; a definition (.xml) stays as it is. form_id: that of a workbook that has none.

    Raises FormInvalid, whose faults name sheet and row.
    """
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert as convert_workbook

    if PurePath(file_name).suffix.lower() == ".xml":
        return Converted(utf8(source))
    remarks: list[str] = []
    try:
        converted = convert_workbook(io.BytesIO(source), warnings=remarks, form_name="data", file_type=".xlsx")
    except SyntaxError as error:  # of the XML inside
        raise FormInvalid([DAMAGED]) from error
    except (PyXFormError, ValueError, KeyError, OSError) as error:
        raise FormInvalid([placed(fault_of(str(error).strip() or type(error).__name__), source)]) from error
    xform = converted.xform
    if f'<data id="{NO_ID}"' in xform and row_of(NO_ID, "settings", source) is None:
        if not form_id:
            raise FormInvalid([NO_FORM_ID])
        xform = under_id(xform, form_id)
    return Converted(xform.encode(), source, tuple(remarks))


def under_id(xform: str, form_id: str) -> str:
    """What was converted without a form_id, under this one; it is the title, too, where there is none."""
    titled = xform.replace(f"<h:title>{NO_ID}</h:title>", f"<h:title>{escape(form_id)}</h:title>", 1)
    return titled.replace(f'<data id="{NO_ID}"', f"<data id={quoteattr(form_id)}", 1)


def utf8(source: bytes) -> bytes:
    """A definition as phones read it: as UTF-8 whatever it says, and without the mark some editors begin it with."""
    try:
        source.decode()
    except UnicodeDecodeError as error:
        raise FormInvalid([NOT_UTF8]) from error
    return source.removeprefix(codecs.BOM_UTF8)


def placed(fault: Fault, source: bytes | None) -> Fault:
    """The fault with the row it is in, where the converter and the engine leave that out."""
    asked = None if fault.row or source is None else asked_in(fault.says)
    row = row_of(asked, "survey", source) if asked and source else None
    return replace(fault, sheet="survey", row=row) if row else fault


def row_of(word: str, sheet: str, source: bytes) -> int | None:
    """The first row of a sheet with a cell that is this word, or begins with it; names of sheets in any case."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(source), read_only=True)
    named = next((one for one in book.worksheets if one.title.strip().lower() == sheet), None)
    for number, row in enumerate(named.iter_rows(values_only=True) if named else (), start=1):
        if word in (str(cell).strip().split(" ")[0] for cell in row if cell is not None):
            return number
    return None


def check(xml: bytes) -> xforms.FormDefinition:
    """Read a definition and refuse what phones would stumble over.

    Raises FormInvalid and what `entity_lists.check` raises.
    """
    try:
        definition, written, root = xforms.read(xml), utf8(xml).decode(), parse(xml)
    except UnsafeXml as unreadable:
        why_th = "ไม่ใช่นิยามแบบฟอร์ม (XForm) ที่ใช้ได้ ถ้าทำจากสมุดงาน ให้ตรวจหัวคอลัมน์ที่มี ::"
        raise FormInvalid([Fault(str(unreadable), says_th=why_th)]) from unreadable
    for is_broken, why, why_th in rules(definition, written, root):
        if is_broken:
            raise FormInvalid([Fault(why, sheet="settings", says_th=why_th)])
    entity_lists.check(definition.questions)
    return definition


def rules(definition: xforms.FormDefinition, written: str, root: etree._Element) -> tuple[tuple[bool, str, str], ...]:
    """(whether it is broken, what it says, the same in Thai) of each thing that phones would stumble over."""
    return (
        (
            not GOOD_ID.fullmatch(definition.form_id),
            "form_id: at most 255 characters, no slash, not only dots, not ending like a file",
            "form_id: ไม่เกิน 255 ตัวอักษร ไม่มีเครื่องหมายทับ ไม่เป็นจุดล้วน และไม่ลงท้ายเหมือนชื่อไฟล์",
        ),
        (
            not any(map(text_of, named(root, "title"))),
            "form_title: phones do not load a form without a title",
            "form_title: โทรศัพท์เปิดแบบฟอร์มที่ไม่มีชื่อไม่ได้",
        ),
        (len(definition.version) > 255, "version: more than 255 characters", "version: ยาวเกิน 255 ตัวอักษร"),
        (
            any(one.get("action") is not None for one in named(root, "submission")),
            "submission_url: phones would send to another server",
            "submission_url: โทรศัพท์จะส่งข้อมูลไปเซิร์ฟเวอร์อื่น ลบช่องนี้",
        ),
        (
            not all(map(public_keys.is_usable, definition.public_keys)),
            "public_key: not an RSA key of 2048 bits or more, in base64 of DER",
            "public_key: ไม่ใช่กุญแจ RSA ตั้งแต่ 2048 บิต (base64 ของ DER)",
        ),
        (
            saves_entities(definition) and not ENTITIES_VERSIONS.search(written),
            "entities-version: not one phones know",
            "entities-version: ไม่ใช่รุ่นที่โทรศัพท์รู้จัก",
        ),
    )


def named(root: etree._Element, name: str) -> list[etree._Element]:
    """The elements of this name, whatever their prefix."""
    return [element for element in root.iter() if local_name(element) == name]


def saves_entities(definition: xforms.FormDefinition) -> bool:
    return any("saveto" in question or "entity" in question for question in definition.questions)


def can_validate() -> bool:
    """Whether a Java runtime is here, in which the engine of ODK Collect loads forms."""
    return shutil.which("java") is not None


def validate(converted: Converted) -> None:
    """Let the engine inside ODK Collect load the form, where a Java runtime is. Raises FormInvalid."""
    from pyxform.validators.error_cleaner import ErrorCleaner
    from pyxform.validators.odk_validate import ODK_VALIDATE_PATH
    from pyxform.validators.util import run_popen_with_timeout

    if not can_validate():
        return
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(converted.xml)
        file.flush()
        java = ["java", f"-Xmx{ENGINE_MB}m", "-Djava.awt.headless=true", "-jar", ODK_VALIDATE_PATH, file.name]
        ran = run_popen_with_timeout(java, ENGINE_S)
    if ran.timeout:
        raise FormInvalid([Fault(f"ODK Validate: not done after {ENGINE_S} seconds")])
    if ran.return_code or ran.stderr:
        raise FormInvalid([placed(engine_fault(ErrorCleaner.odk_validate(ran.stderr)), converted.xlsx)])
