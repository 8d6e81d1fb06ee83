"""Large and nested forms of others, and what happens to them on a bad line: what is stored is what was filled in."""

import pytest

from tests.engine import shared_engine
from tests.filled import Filled
from tests.openrosa.theirs import flat, stored
from tests.wire import BadLine

NESTED = """
| survey |
| | type | name | label | relevant | calculation | repeat_count |
| | text | head | Head | | | |
| | begin_repeat | plot | Plot | | | |
| | text | soil | Soil | | | |
| | begin_repeat | tree | Tree | | | |
| | text | species | Species | | | |
| | begin_repeat | fruit | Fruit | | | |
| | image | fruit_photo | Photo | | | |
| | integer | weight | Weight | | | |
| | end_repeat | | | | | |
| | end_repeat | | | | | |
| | begin_group | owner | Owner | ${soil} != 'rock' | | |
| | text | name | Name | | | |
| | end_group | | | | | |
| | end_repeat | | | | | |
| | integer | wells | Wells | | | |
| | begin_repeat | well | Well | | | ${wells} |
| | decimal | depth | Depth | | | |
| | end_repeat | | | | | |
| | calculate | fruits | | | count(${fruit}) | |
| settings |
| | form_id | version |
| | nested | 1 |
"""
PLOTS = [
    {"soil": "clay", "tree": [{"species": "สัก", "fruit": [{"weight": 1, "fruit_photo": "1.jpg"}, {"weight": 2}]}]},
    {"soil": "rock"},
    {"soil": "sand", "name": "ยายคำ", "tree": [{"species": "ไผ่"}, {"species": "มะม่วง", "fruit": [{"weight": 3}]}]},
]
HUNDREDS = """
| survey |
| | type | name | label::ไทย (th) | label::English (en) | relevant |
{rows}
| settings |
| | form_id | version | default_language |
| | hundreds | 1 | ไทย (th) |
"""


def fill_plots(form):
    for number, plot in enumerate(PLOTS, start=1):
        form.repeat("plot", number).fill(plot)
    return form.fill({"head": "ลุง", "wells": 2, "well[1]/depth": 3, "well[2]/depth": 4.5})


def in_folder(done, **files: bytes) -> Filled:
    """What lies on the phone of a finished form."""
    return Filled(done.root.get("id"), done.instance_id, done.xml.encode(), files)


def test_repeats_in_repeats_in_repeats_keep_their_places(open_theirs, phone, session):
    done = fill_plots(open_theirs(NESTED)).finalize()
    assert phone.send(in_folder(done, **{"1.jpg": b"fruit"})).status == 201

    answers, files = stored(session, done.instance_id)
    clay, rock, sand = answers["plot"]
    assert clay["tree"] == [
        {"species": "สัก", "fruit": [{"fruit_photo": "1.jpg", "weight": "1"}, {"fruit_photo": None, "weight": "2"}]}
    ]
    assert (rock, sand["owner"]) == ({"soil": "rock"}, {"name": "ยายคำ"})
    assert [tree["species"] for tree in sand["tree"]] == ["ไผ่", "มะม่วง"]
    assert sand["tree"][1]["fruit"] == [{"fruit_photo": None, "weight": "3"}]
    assert (answers["well"], answers["fruits"]) == ([{"depth": "3.0"}, {"depth": "4.5"}], "3")
    assert files == {"1.jpg": True}


def test_six_hundred_questions_are_all_stored(open_theirs, phone, session):
    after = {n: "${q0} != ''" for n in range(7, 600, 7)}
    rows = [f"| | text | q{n} | ข้อ {n} | Question {n} | {after.get(n, '')} |" for n in range(600)]
    said = {f"q{n}": f"คำตอบ {n} 😀" for n in range(600)}
    form = open_theirs(HUNDREDS.format(rows="\n".join(rows)))
    form.answer("q0", said["q0"])
    draft = form.save_draft()
    for name, answer in said.items():
        draft = draft.replace(f"<{name} />", f"<{name}>{answer}</{name}>")
    form.close()
    done = shared_engine().open(form.xml, draft=draft).finalize()

    assert phone.post(done.xml.encode()).status == 201
    answers, _ = stored(session, done.instance_id)
    assert {name: value for name, value in flat(answers).items() if name in said} == said


@pytest.mark.parametrize(
    "plan",
    [
        ("lost",),
        ("cut", "503"),
        ("ok", "503", "ok", "lost"),
        ("ok", "ok", "cut", "lost", "503", "ok", "ok", "lost", "ok", "ok", "lost"),
        ("lost",) * 6,
    ],
)
def test_a_bad_line_only_takes_longer(open_theirs, phone, session, kept, plan):
    photos = {f"{number}.jpg": bytes([number]) * 40_000 for number in range(3)}
    form = open_theirs(NESTED).fill({"head": "ลุง", "plot": [{"soil": "clay", "tree": [{"species": "สัก"}]}]})
    for number, name in enumerate(photos, start=1):
        form.repeat("plot[1]/tree[1]/fruit", number).fill({"fruit_photo": name, "weight": number})
    done = in_folder(form.finalize(), **photos)
    line = BadLine(phone.wire, *plan)
    on_it = phone.at(wire=line, limit=50_000)
    on_it.announce = lambda: None  # the limit stays small: a POST for each photo

    while send(on_it, done) != 201:
        pass

    answers, files = stored(session, done.instance_id)
    assert len(answers["plot"][0]["tree"][0]["fruit"]) == 3
    assert files == dict.fromkeys(photos, True)
    assert {name: kept()[name] for name in ("submission", "submission_version", "blob", "files")} == {
        "submission": 1,
        "submission_version": 1,
        "blob": 3,
        "files": 3,
    }


def send(phone, form):
    """The status of the last answer; None when there was none."""
    try:
        return phone.send(form).status
    except ConnectionResetError:
        return None


def test_an_edit_of_an_edit_is_what_the_engine_made_of_it(open_theirs, phone, session):
    form = fill_plots(open_theirs(NESTED))
    first = form.finalize()
    edit = shared_engine().edit(form.xml, first)
    edit.drop_repeat("plot", 1)
    second = edit.finalize()
    third = shared_engine().edit(form.xml, second).fill({"wells": 3, "well[3]/depth": 9, "head": "ป้า"}).finalize()
    for done in (first, second, third):
        assert phone.post(done.xml.encode(), {"1.jpg": b"fruit"}).status == 201

    assert third.deprecated_id == second.instance_id
    answers, files = stored(session, third.instance_id)
    assert (answers["head"], [plot["soil"] for plot in answers["plot"]]) == ("ป้า", ["rock", "sand"])
    assert (answers["well"], files) == ([{"depth": "3.0"}, {"depth": "4.5"}, {"depth": "9.0"}], {})
    assert stored(session, first.instance_id)[1] == {"1.jpg": True}
