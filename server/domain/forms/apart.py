"""Workbooks converted in a process of its own, which may take neither memory nor time from whoever waits for it."""

import logging
import subprocess
import sys

import orjson

from server.domain.forms.conversion import Converted, validate
from server.domain.forms.faults import Fault
from server.domain.forms.problems import FormInvalid

log = logging.getLogger(__name__)

PROGRAM = "workers.convert"
LONGEST_S, LONGEST_CPU_S = 120, 60
MOST_MEMORY = 1 << 30  # bytes
TOO_MUCH = Fault(
    "The conversion took too long or too much memory. Are there very many rows or choices? Put long lists into a CSV file.",
    says_th="แปลงไฟล์ไม่สำเร็จเพราะใช้เวลาหรือหน่วยความจำมากเกินไป ถ้ามีตัวเลือกยาวมากให้แยกเป็นไฟล์ CSV",
)


def convert_apart(source: bytes, file_name: str, *, form_id: str = "") -> Converted:
    """As `server.domain.forms.convert`, `check` and `validate`, under limits. Raises FormInvalid."""
    limits = (str(MOST_MEMORY), str(LONGEST_CPU_S))
    try:
        ran = subprocess.run(
            [sys.executable, "-m", PROGRAM, file_name, *limits, form_id],
            input=source,
            capture_output=True,
            timeout=LONGEST_S,
        )
    except subprocess.TimeoutExpired as late:
        raise FormInvalid([TOO_MUCH]) from late
    if ran.stderr:
        log.warning("converter spoke said=%s", ran.stderr[-4000:].decode(errors="replace"))
    if ran.returncode:
        raise FormInvalid([TOO_MUCH])
    said = orjson.loads(ran.stdout)
    if "faults" in said:
        raise FormInvalid([Fault(**fault) for fault in said["faults"]])
    is_xml = file_name.lower().endswith(".xml")
    converted = Converted(said["xml"].encode(), None if is_xml else source, tuple(said["warnings"]))
    validate(converted)
    return converted
