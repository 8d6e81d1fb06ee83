"""Thai by default, English by choice, and every word in both."""

import re
from pathlib import Path

import pytest
from babel.messages import extract, pofile

from server.pages.words import N_
from tests.factories import PASSWORD, make_person

SERVER = Path(__file__).parents[2] / "server"
CATALOG = SERVER / "translations" / "th" / "LC_MESSAGES" / "messages.po"
WAYS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = extract.DEFAULT_KEYWORDS | {N_.__name__: None}


@pytest.fixture(scope="module")
def catalog():
    with CATALOG.open("rb") as file:
        return pofile.read_po(file, locale="th")


@pytest.fixture(scope="module")
def spoken() -> set[str]:
    """Every word that pages say, in English."""
    found = extract.extract_from_dir(SERVER, method_map=WAYS, keywords=KEYWORDS)
    return {words[0] if isinstance(words, tuple) else words for _, _, words, _, _ in found}


def test_every_word_has_its_thai(catalog, spoken):
    silent = {words for words in spoken if words not in catalog or not "".join(catalog[words].string)}

    assert silent == set()


def test_the_catalog_holds_nothing_that_no_page_says(catalog, spoken):
    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in catalog if message.id}

    assert known - spoken == set()


def test_the_thai_names_the_same_figures_as_the_english(catalog):
    for message in catalog:
        english = message.id[0] if isinstance(message.id, tuple) else message.id
        for thai in message.string if isinstance(message.string, tuple) else (message.string,):
            assert sorted(placeholders(thai)) == sorted(placeholders(english)), english


def placeholders(words: str) -> list[str]:
    return re.findall(r"%\((\w+)\)", words)


def test_pages_are_thai_whatever_the_browser_prefers(visitor):
    page = visitor.get("/", **{"Accept-Language": "en-US,en"})

    assert page.tree.get("lang") == "th"
    assert "เข้าสู่ระบบ" in page.text


def test_english_once_chosen_stays_after_signing_in(visitor, session):
    make_person(session, "somsri@example.org")
    session.commit()
    visitor.get("/?lang=en")
    visitor.sign_in("somsri@example.org", PASSWORD)

    page = visitor.follow()

    assert page.tree.get("lang") == "en"
    assert "To review" in page.text


def test_a_language_that_is_none_changes_nothing(visitor):
    assert visitor.get("/?lang=xx").tree.get("lang") == "th"


def test_the_switch_leads_to_no_other_host(visitor):
    page = visitor.get("/%5Celsewhere.example")

    assert page.tree.xpath('//a[@class="tongue"]/@href') == ["/%5Celsewhere.example?lang=en"]


def test_the_switch_leads_to_the_same_page_with_what_was_chosen(officer):
    page = officer.get("/review?state=approved&form=community_plan")

    assert page.tree.xpath('//a[@class="tongue"]/@href') == ["/review?state=approved&form=community_plan&lang=en"]


def test_no_page_remembers_the_language_of_its_first_reader(officer, report, project):
    report()
    officer.get(f"/projects/{project}")

    page = officer.get(f"/projects/{project}?lang=en")

    assert not re.search("[ก-๛]", " ".join(page.tree.xpath('//p[contains(@class, "legend")]//text()')))
