"""Workbooks converted, each in a process of its own that may take neither memory nor time from the others."""

import logging
import subprocess
import sys

import orjson

from server.db.queries import forms
from server.db.session import transaction
from server.domain.forms import uploads, validate
from server.domain.forms.conversion import Converted
from server.domain.forms.faults import Fault
from server.domain.forms.problems import FormInvalid
from server.queue import CONVERT_FORMS, forget_nudge

log = logging.getLogger(__name__)

LONGEST_S, LONGEST_CPU_S = 120, 60
MOST_MEMORY = 1 << 30  # bytes
TOO_MUCH = Fault(
    "The conversion took too long or too much memory. Are there very many rows or choices? Put long lists into a CSV file.",
    says_th="แปลงไฟล์ไม่สำเร็จเพราะใช้เวลาหรือหน่วยความจำมากเกินไป ถ้ามีตัวเลือกยาวมากให้แยกเป็นไฟล์ CSV",
)


def convert_forms() -> int:
    """Settle every upload that waits; returns how many. Safe to run twice."""
    forget_nudge(CONVERT_FORMS)
    settled = 0
    while True:
        with transaction() as session:
            upload = forms.next_upload(session)
            if upload is None:
                return settled
            uploads.settle(session, upload, convert_apart)
        settled += 1


def convert_apart(source: bytes, file_name: str) -> Converted:
    """As `server.domain.forms.convert`, `check` and `validate`, under limits. Raises FormInvalid."""
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "workers.convert", file_name, str(MOST_MEMORY), str(LONGEST_CPU_S)],
            input=source,
            capture_output=True,
            timeout=LONGEST_S,
        )
    except subprocess.TimeoutExpired as late:
        raise FormInvalid([TOO_MUCH]) from late
    if ran.stderr:
        log.warning("converter file=%s said %s", file_name, ran.stderr[-4000:].decode(errors="replace"))
    if ran.returncode:
        raise FormInvalid([TOO_MUCH])
    said = orjson.loads(ran.stdout)
    if "faults" in said:
        raise FormInvalid([Fault(**fault) for fault in said["faults"]])
    is_xml = file_name.lower().endswith(".xml")
    converted = Converted(said["xml"].encode(), None if is_xml else source, tuple(said["warnings"]))
    validate(converted)
    return converted
