"""What a new version does to those who hold the old one is said before it is published."""

import pytest

from server.domain.forms.remarks import SENTENCES, Remark, of_changes, of_entities, of_files


def question(path="/a", kind="input", **given):
    return {"path": path, "kind": kind, "type": "string"} | given


def codes(old, new):
    return [remark.code for remark in of_changes([old], [new] if new else [])]


CHOICES = [{"name": "yes"}, {"name": "no"}]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (question(), question(), []),
        (question(), question(label={"th": "ใหม่"}), []),
        (question(), None, ["question_removed"]),
        (question(), question("/b"), ["question_removed"]),
        (question(kind="group"), None, []),
        (question(kind="repeat"), None, ["question_removed"]),
        (question(kind="repeat"), question(kind="group"), ["type_changed"]),
        (question(type="int"), question(type="decimal"), ["type_changed"]),
        (question(choices=CHOICES), question(choices=CHOICES[:1]), ["choices_removed"]),
        (question(choices=CHOICES[:1]), question(choices=CHOICES), []),
        (question(choices=CHOICES), question(list="villages"), []),
        (question(saveto="house_no"), question(), ["property_changed"]),
        (
            question(entity={"list": "a", "actions": []}),
            question(entity={"list": "b", "actions": []}),
            ["entity_changed"],
        ),
    ],
)
def test_changes_that_matter_are_said(old, new, said):
    assert codes(old, new) == said


def test_a_new_question_needs_no_word():
    assert of_changes([], [question()]) == []


def test_files_that_are_not_here_are_named():
    media = [{"name": "map.png"}, {"name": "villages.csv"}]

    assert of_files(media, {"villages.csv"}) == [Remark("file_missing", {"name": "map.png"})]


@pytest.mark.parametrize(("version", "said"), [("2022.1.0", 1), ("2023.1.0", 1), ("2024.1.0", 0), ("2025.1.0", 0)])
def test_an_older_specification_of_entities_is_said(version, said):
    assert len(of_entities(f'<model entities:entities-version="{version}">'.encode())) == said
    assert of_entities(b"<model>") == []


def test_a_remark_is_said_in_both_languages():
    remark = Remark("property_changed", {"question": "/a", "was": "house_no", "now": ""})

    assert remark.text("th") == "คำถาม /a บันทึกลงช่อง ไม่มี ของทะเบียน แทน house_no"
    assert remark.text("en") == "The question /a is saved to nothing of the register instead of house_no."


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_names_the_same_things_in_both_languages(code):
    from string import Formatter

    thai, english = ({field for _, field, _, _ in Formatter().parse(text) if field} for text in SENTENCES[code])
    assert thai == english
