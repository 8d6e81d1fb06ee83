"""The docs keep their promises: links lead to what they name."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
PAGES = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md"), CHECKOUT / "forms" / "README.md"])
LINE = re.compile(r"\[`(?P<name>\w+)`\]\((?P<file>[^)#]+)#L(?P<line>\d+)\)")
FILE = re.compile(r"\]\((?P<file>[^)#:]+)(#[^)]*)?\)")


def page_id(page: Path) -> str:
    return str(page.relative_to(CHECKOUT))


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_file_a_page_links_to_is_there(page):
    missing = [link["file"] for link in FILE.finditer(page.read_text()) if not (page.parent / link["file"]).exists()]

    assert missing == []


def test_the_walk_of_a_submission_leads_to_the_lines_that_do_it():
    page = CHECKOUT / "docs" / "architecture.md"
    links = list(LINE.finditer(page.read_text()))

    assert len(links) > 15
    assert [f"{link['name']}: {link['file']}#L{line}" for link in links if (line := right_line(page, link))] == []


def right_line(page: Path, link: re.Match) -> int | None:
    """The line that defines what the link names, if the link shows another."""
    lines = (page.parent / link["file"]).read_text().splitlines()
    defines = re.compile(rf"\s*(def {link['name']}\b|class {link['name']}\b|{link['name']} = )")
    line = next(number for number, text in enumerate(lines, start=1) if defines.match(text))
    return None if line == int(link["line"]) else line
