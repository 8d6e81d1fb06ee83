"""What whoever publishes a version should know first: what it does to those who hold the one before. Pure.

A remark refuses nothing; what refuses is in `needed` and `conversion`.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

SENTENCES = {
    "converter": ("{says}", "{says}"),
    "question_removed": (
        "คำถาม {question} ไม่มีในฉบับนี้แล้ว คำตอบเดิมยังอยู่ แต่จะไม่มีคำตอบใหม่ (ถ้าเพียงเปลี่ยนชื่อหรือย้ายกลุ่ม จะนับเป็นคนละคำถาม)",
        "The question {question} is gone. Its answers stay, and there will be no new ones; a new name or another group makes it another question.",
    ),
    "type_changed": (
        "คำถาม {question} เปลี่ยนชนิดจาก {was} เป็น {now} คำตอบเดิมกับคำตอบใหม่จะเทียบกันไม่ได้",
        "The question {question} changes its type from {was} to {now}: old and new answers cannot be compared.",
    ),
    "choices_removed": (
        "คำถาม {question} ไม่มีตัวเลือก {choices} แล้ว คำตอบเดิมที่เลือกไว้จะไม่มีข้อความให้แสดง",
        "The question {question} no longer offers {choices}: answers that chose them have no label any more.",
    ),
    "property_changed": (
        "คำถาม {question} บันทึกลงช่อง {now} ของทะเบียน แทน {was}",
        "The question {question} is saved to {now} of the register instead of {was}.",
    ),
    "entity_changed": (
        "แบบฟอร์มนี้เปลี่ยนทะเบียน {now} แทน {was}",
        "The form changes the list {now} instead of {was}.",
    ),
    "file_missing": (
        "ยังไม่ได้อัปโหลดไฟล์ {name} โทรศัพท์จะเปิดแบบฟอร์มโดยไม่มีไฟล์นี้",
        "The file {name} is not here yet: phones will open the form without it.",
    ),
    "entities_older": (
        "แบบฟอร์มนี้ใช้ข้อกำหนด entities รุ่น {version} โทรศัพท์ที่ออฟไลน์จะยังไม่เห็นรายการใหม่จนกว่าจะปรับปรุง แปลงไฟล์ใหม่ด้วย pyxform รุ่นปัจจุบัน",
        "The form follows entities {version}: a phone that is offline does not see new entries before its next refresh. Convert it anew with a current pyxform.",
    ),
    "encrypted": (
        "แบบฟอร์มนี้มีกุญแจ (public_key) โทรศัพท์จะเข้ารหัสคำตอบ เซิร์ฟเวอร์นี้อ่านไม่ได้ ไม่นับในตัวชี้วัด และไม่เพิ่มหรือแก้รายการในทะเบียน",
        "The form has a key (public_key): phones encrypt its answers. Nothing here can read them, they count in no figure, and change no list.",
    ),
    "not_loaded": (
        "เซิร์ฟเวอร์นี้ไม่มี Java จึงยังไม่ได้ทดลองเปิดแบบฟอร์มด้วยโปรแกรมของ ODK Collect ทดลองด้วยโทรศัพท์ก่อนเผยแพร่",
        "This server has no Java, so the form was not loaded in the engine of ODK Collect. Try it on a phone first.",
    ),
}
NOTHING = ("ไม่มี", "nothing")


@dataclass(frozen=True)
class Remark:
    """A sentence for people with its stable code. details: names of questions, types, files."""

    code: str
    details: dict[str, str] = field(default_factory=dict)

    def text(self, locale: str) -> str:
        is_thai = locale == "th"
        words = {name: value or NOTHING[not is_thai] for name, value in self.details.items()}
        return SENTENCES[self.code][not is_thai].format(**words)


def of_converter(warnings: Iterable[str]) -> list[Remark]:
    return [Remark("converter", {"says": says}) for says in warnings]


def of_files(media: Sequence[dict], here: Collection[str]) -> list[Remark]:
    """The files a form asks for and nobody has put beside it. here: those that are, and the lists the server makes."""
    return [Remark("file_missing", {"name": item["name"]}) for item in media if item["name"] not in here]


def of_entities(xml: bytes) -> list[Remark]:
    """From 2024.1 on phones make and change entities while they are offline."""
    written = re.search(rb'entities-version="(\d{4}\.\d)', xml)
    version = written[1].decode() if written else ""
    return [Remark("entities_older", {"version": version})] if "" < version < "2024.1" else []


def of_keys(public_keys: Collection[str]) -> list[Remark]:
    """With a key a form is collected for whoever holds it, and for nobody here: not even figures that rest on it."""
    return [Remark("encrypted")] if public_keys else []


def of_changes(old: Sequence[dict], new: Sequence[dict]) -> list[Remark]:
    """What becomes of the questions of the version before, in their order. Questions as `xforms.read` gives them."""
    after = {question["path"]: question for question in new}
    found: list[Remark] = []
    for before in old:
        question = before["path"]
        if question not in after:
            if before["kind"] != "group":
                found.append(Remark("question_removed", {"question": question}))
            continue
        found += of_question(question, before, after[question])
    return found


def of_question(question: str, before: dict, after: dict) -> Iterable[Remark]:
    was, now = type_of(before), type_of(after)
    if was != now:
        yield Remark("type_changed", {"question": question, "was": was, "now": now})
    gone = names(before) - names(after)
    if gone and "choices" in after:
        yield Remark("choices_removed", {"question": question, "choices": ", ".join(sorted(gone))})
    if before.get("saveto") != after.get("saveto"):
        saved = {"was": before.get("saveto", ""), "now": after.get("saveto", "")}
        yield Remark("property_changed", {"question": question, **saved})
    lists = [(one.get("entity") or {}).get("list", "") for one in (before, after)]
    if lists[0] != lists[1]:
        yield Remark("entity_changed", {"was": lists[0], "now": lists[1]})


def type_of(question: dict) -> str:
    """What an answer is: a repeat, or the type of its value ("int", "string", "binary" …)."""
    if question["kind"] in ("repeat", "group"):
        return question["kind"]
    return question.get("type", "string")


def names(question: dict) -> set[str]:
    return {choice["name"] for choice in question.get("choices", ())}
