"""What is taken away says, cell by cell, what was sent: the XML is read by paths, not by our own reader."""

import csv
import io
import zipfile

import pytest
from lxml import etree

from tests.central import strange
from tests.central.strange import FIRST, FORM
from tests.fixtures.field import photo

BELOW = f"/projects/1/forms/{FORM}"
ORX = {"o": "http://openrosa.org/xforms"}
PLACE = ("Latitude", "Longitude", "Altitude", "Accuracy")
SYSTEM = {"SubmissionDate", "KEY", "PARENT_KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent"}
SYSTEM |= {"AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"}


@pytest.fixture
def sent(phone, province):
    """What a phone sent with the second version and with the first: {instance id: XML}, the newest first."""
    strange.publish_strange(province)
    new = strange.filled("uuid:new", photo="ภาพ 1.jpg")
    old = strange.filled("uuid:old", version=FIRST, name='=HYPERLINK("http://x")', photo="ภาพ 2.jpg")
    assert phone.post(old, {"ภาพ 2.jpg": photo()}).status == 201
    assert phone.post(new).status == 201
    return {"uuid:new": etree.fromstring(new), "uuid:old": etree.fromstring(old)}


def said(element, path):
    """The text at a path, "" where there is none."""
    found = element.xpath("/".join(f"*[local-name()='{name}']" for name in path.split("-")))
    return (found[0].text or "") if found else ""


def tables(script, query=""):
    answer = script.get(f"{BELOW}/submissions.csv.zip{query}")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as opened:
        assert opened.testzip() is None
        return {
            name: list(csv.DictReader(io.StringIO(opened.read(name).decode(), newline="")))
            for name in opened.namelist()
            if name.endswith(".csv")
        }, opened


def check_row(row, element):
    """Every cell that is an answer is what the XML has there."""
    for header, cell in row.items():
        if header in SYSTEM or "/" in header:
            continue
        name, _, part = header.rpartition("-")
        if part in PLACE:
            assert cell == (said(element, name).split() + [""] * 4)[PLACE.index(part)], header
        else:
            assert cell == said(element, header), header


@pytest.mark.parametrize("deleted", [False, True])
def test_every_cell_of_the_zip_is_what_the_xml_says(script, sent, deleted):
    found, _ = tables(script, "?deletedFields=true" if deleted else "")
    main, visits, people, homes = (found[f"{FORM}{rest}.csv"] for rest in ("", "-visit", "-คน", "-บ้าน"))

    assert [row["KEY"] for row in main] == list(sent)
    assert ("nickname" in main[0]) == ("old-count" in main[0]) == deleted
    for row in main:
        check_row(row, sent[row["KEY"]])
    visit_of, person_of, home_of = {}, {}, {}
    for key, xml in sent.items():
        home_of |= {f"{key}/บ้าน[{n}]": (key, one) for n, one in enumerate(xml.findall("บ้าน"), 1)}
        for n, visit in enumerate(xml.findall("visit"), 1):
            visit_of[f"{key}/visit[{n}]"] = (key, visit)
            for m, person in enumerate(visit.findall("g/คน"), 1):
                person_of[f"{key}/visit[{n}]/g/คน[{m}]"] = (f"{key}/visit[{n}]", person)
    for rows, expected in ((visits, visit_of), (people, person_of), (homes, home_of)):
        assert [row["KEY"] for row in rows] == list(expected)
        for row in rows:
            parent, element = expected[row["KEY"]]
            assert row["PARENT_KEY"] == parent
            check_row(row, element)


def test_a_choice_of_several_is_split_into_yes_and_no(script, sent):
    found, _ = tables(script, "?splitSelectMultiples=true")

    for row in found[f"{FORM}.csv"]:
        assert [row[f"crops/{choice}"] for choice in ("rice", "corn", "tea")] == ["1", "0", "1"]
    assert [row["crops/tea"] for row in found[f"{FORM}-คน.csv"]] == ["0", "1", ""] * 2


def test_the_files_are_beside_the_tables(script, sent):
    _, opened = tables(script)
    names = [name for name in opened.namelist() if name.startswith("media/")]
    _, without = tables(script, "?attachments=false")

    assert names == ["media/ภาพ 2.jpg"]
    assert not [name for name in without.namelist() if not name.endswith(".csv")]


def test_files_of_one_name_lie_below_their_submissions(script, sent, phone):
    for instance in ("uuid:a", "uuid:b"):
        assert phone.post(strange.filled(instance, photo="x.jpg"), {"x.jpg": photo()}).status == 201
    _, opened = tables(script)

    names = [name for name in opened.namelist() if name.startswith("media/")]
    assert names == ["media/uuid_b/x.jpg", "media/uuid_a/x.jpg", "media/ภาพ 2.jpg"]


def test_no_two_files_of_a_zip_have_one_name(script, sent, phone):
    long = "ภาพ" * 60 + ".jpg"
    for number, name in enumerate(["x.jpg", "X.JPG", "a:b.jpg", "a?b.jpg", long]):
        assert phone.post(strange.filled(f"uuid:{number}", photo=name), {name: photo()}).status == 201
    _, opened = tables(script)

    names = [name for name in opened.namelist() if name.startswith("media/")]
    assert names[1:] == [
        "media/uuid_3/a_b.jpg",
        "media/uuid_2/a_b.jpg",
        "media/uuid_1/X.JPG",
        "media/uuid_0/x.jpg",
        "media/ภาพ 2.jpg",
    ]
    assert names[0] == f"media/uuid_4/{('ภาพ' * 60).encode()[:196].decode(errors='ignore')}.jpg"


def test_a_file_that_never_came_moves_no_other(script, sent, phone):
    assert phone.post(strange.filled("uuid:a", photo="x.jpg"), {"x.jpg": photo()}).status == 201
    assert phone.post(strange.filled("uuid:b", photo="x.jpg"), {}).status == 201
    _, opened = tables(script)

    names = [name for name in opened.namelist() if name.startswith("media/")]
    assert names == ["media/x.jpg", "media/ภาพ 2.jpg"]


def test_a_script_gets_a_formula_as_it_was_written_and_a_spreadsheet_as_text(script, sent):
    plain = script.get(f"{BELOW}/submissions.csv").get_data(as_text=True)
    marked = script.get(f"{BELOW}/submissions.csv?spreadsheet=true").get_data(as_text=True)

    assert '"=HYPERLINK(""http://x"")"' in plain
    assert "'=HYPERLINK" not in plain
    assert '"\'=HYPERLINK(""http://x"")"' in marked
    assert marked.startswith("\ufeff")


def test_odata_says_the_same_as_the_xml(script, sent):
    rows = script.get(f"{BELOW}.svc/Submissions?$expand=*").get_json()["value"]

    for row in rows:
        xml = sent[row["__id"]]
        # ชื่อ and อายุ have no letter that OData takes: "_" both.
        assert (row["_"], row["__2"]) == (said(xml, "ชื่อ"), said(xml, "อายุ"))
        assert row["crops"] == said(xml, "crops")
        assert row["rai"] == float(said(xml, "rai"))
        assert row["at"] == "2026-11-27T08:30:00.000+07:00"
        assert row["home"]["coordinates"] == [99.25, 18.5, 310.5]
        assert row["road"] == {"type": "LineString", "coordinates": [[99, 18, 0], [99.5, 18.5, 0]]}
        assert row["field"]["coordinates"][0][0] == row["field"]["coordinates"][0][-1]
        ages = [[one["age"] for one in visit["g"]["_"]] for visit in row["visit"]]
        assert ages == [[7, None], [9]]
        assert [home["no"] for home in row["__3"]] == ["12/3"]
        assert "nickname" not in row


def test_the_tables_of_a_service_are_named_without_thai(script, sent):
    names = [one["name"] for one in script.get(f"{BELOW}.svc").get_json()["value"]]

    assert names == ["Submissions", "Submissions.visit", "Submissions.visit.g._", "Submissions.__3"]
    for name in names:
        assert script.get(f"{BELOW}.svc/{name}").status_code == 200
