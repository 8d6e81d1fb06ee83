"""A workbook becomes a definition, or says by sheet and row what is wrong with it. No database."""

import io
import re
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import PurePath

from server.domain import entity_lists, public_keys, xforms
from server.domain.forms.faults import Fault, fault_of, unknown_type
from server.domain.forms.problems import FormInvalid
from server.domain.safe_xml import UnsafeXml

GOOD_ID = re.compile(r"(?!.*\.(xls|xlsx|xml)$)[^/\\\x00-\x1f]{1,255}", re.IGNORECASE)
ENTITIES_VERSIONS = re.compile(r'entities-version="(2022\.1|2023\.1|2024\.1|2025\.1)')
ENGINE_MB, ENGINE_S = 512, 100


@dataclass(frozen=True)
class Converted:
    """A definition, the workbook it came from (None: it came as XML), and what the converter remarked."""

    xml: bytes
    xlsx: bytes | None = None
    warnings: tuple[str, ...] = ()


def convert(source: bytes, file_name: str) -> Converted:
    """Convert a workbook; a definition (.xml) stays as it is. Raises FormInvalid, whose faults name sheet and row."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert as convert_workbook

    if PurePath(file_name).suffix.lower() == ".xml":
        return Converted(source)
    remarks: list[str] = []
    try:
        converted = convert_workbook(io.BytesIO(source), warnings=remarks, form_name="data", file_type=".xlsx")
    except (PyXFormError, ValueError, KeyError, OSError) as error:
        raise FormInvalid([placed(fault_of(str(error).strip() or type(error).__name__), source)]) from error
    return Converted(converted.xform.encode(), source, tuple(remarks))


def placed(fault: Fault, source: bytes) -> Fault:
    """The fault with the row it is in, where the converter leaves that out."""
    import openpyxl

    kind = unknown_type(fault.says)
    if fault.row or kind is None:
        return fault
    survey = openpyxl.load_workbook(io.BytesIO(source), read_only=True)["survey"]
    for number, row in enumerate(survey.iter_rows(values_only=True), start=1):
        if kind in (str(cell).split(" ")[0] for cell in row if cell is not None):
            return replace(fault, sheet="survey", row=number)
    return fault


def check(xml: bytes) -> xforms.FormDefinition:
    """Read a definition and refuse what phones would stumble over.

    Raises FormInvalid and what `entity_lists.check` raises.
    """
    try:
        definition, written = xforms.read(xml), xml.decode()
    except (UnsafeXml, UnicodeDecodeError) as unreadable:
        raise FormInvalid([Fault(str(unreadable))]) from unreadable
    for is_broken, why in (
        (
            not GOOD_ID.fullmatch(definition.form_id),
            "form_id: at most 255 characters, no slash, not ending like a file",
        ),
        (len(definition.version) > 255, "version: more than 255 characters"),
        (re.search(r"<submission\b[^>]*\baction=", written), "submission_url: phones would send to another server"),
        (
            not all(map(public_keys.is_usable, definition.public_keys)),
            "public_key: not an RSA key of 2048 bits or more, in base64 of DER",
        ),
        (saves_entities(definition) and not ENTITIES_VERSIONS.search(written), "entities-version: not one phones know"),
    ):
        if is_broken:
            raise FormInvalid([Fault(why, sheet="settings")])
    entity_lists.check(definition.questions)
    return definition


def saves_entities(definition: xforms.FormDefinition) -> bool:
    return any("saveto" in question or "entity" in question for question in definition.questions)


def can_validate() -> bool:
    """Whether a Java runtime is here, in which the engine of ODK Collect loads forms."""
    return shutil.which("java") is not None


def validate(xml: bytes) -> None:
    """Let the engine inside ODK Collect load the form, where a Java runtime is. Raises FormInvalid."""
    from pyxform.validators.error_cleaner import ErrorCleaner
    from pyxform.validators.odk_validate import ODK_VALIDATE_PATH
    from pyxform.validators.util import run_popen_with_timeout

    if not can_validate():
        return
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(xml)
        file.flush()
        java = ["java", f"-Xmx{ENGINE_MB}m", "-Djava.awt.headless=true", "-jar", ODK_VALIDATE_PATH, file.name]
        ran = run_popen_with_timeout(java, ENGINE_S)
    if ran.timeout:
        raise FormInvalid([Fault(f"ODK Validate: not done after {ENGINE_S} seconds")])
    if ran.return_code or ran.stderr:
        raise FormInvalid([Fault(ErrorCleaner.odk_validate(ran.stderr) or "ODK Validate does not load the form")])
