"""The published year at its full size: computed by the workers from what was sent, it comes out to the baht.

So it does on the pages; and from the province's number of good plans one comes to a submission of a village, and back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import text

from server.db.queries import rollups
from server.db.session import transaction
from server.domain.indicators.budget import COUNTED_STAGES, BudgetTable, ProjectMoney, budget_table
from server.domain.indicators.rollup import grade_percent
from tests.browser import ARGUMENTS, PICTURES, executable
from tests.factories import PASSWORD, make_person
from tests.fixtures.served import granian
from tests.workers.simulate.conftest import asked, invent

MONEY = text("""
    select kind, stage, programme, coalesce(budget_approved, 0) as approved, transferred, disbursed from project p
    join project_standing s on s.workspace_id = p.workspace_id and s.project_id = p.id and s.basis = 'official'
    where fiscal_year = 2550
""")
GATED = text("""
    select distinct p.kind, y.gate from project p
    join village_year y on y.workspace_id = p.workspace_id and y.village_code = p.village_code and y.basis = 'official'
    where p.stage = any (:stages)
""")


@pytest.mark.long
@pytest.mark.timeout(900)
def test_chiang_mai_2550(empty_room):
    settings = empty_room()
    made = invent(asked(villages=1979, households=10))
    with transaction() as session:
        named = {"plan_year": 2550, "basis": "official"}
        province = rollups.parts(session, made.province.workspace_id, "50", **named, digits=2)[0]
        districts = rollups.parts(session, made.province.workspace_id, "50", **named, digits=4)
        gated = session.execute(GATED, {"stages": list(COUNTED_STAGES)}).all()
        best = session.scalar(text("select count(*) from project_evaluation where best_practice"))
        money = session.execute(MONEY).all()

    grades = [province[f"grade_{grade}"] for grade in "abc"]
    assert grades == [1257, 475, 247]
    assert [grade_percent(number, 1979) for number in grades] == [Decimal("63.5"), Decimal("24.0"), Decimal("12.5")]
    assert (province["villages_total"], province["accounts_den"], len(districts)) == (1979, made_households(made), 24)
    check_budget(budget_table(money_of(row) for row in money))
    assert {row.stage for row in money} >= COUNTED_STAGES
    assert sorted(map(tuple, gated)) == [("plan_making", "make_plan"), ("project", "propose")]
    assert best == 4
    with granian(settings.public_url, settings, settings.var / "web.log", ()), in_browser(settings.public_url) as page:
        check_pages(page)
        keep(page, "th")
        walk(page)
        page.goto("/areas/50?year=2550&lang=en")
        keep(page, "en")


@contextmanager
def in_browser(url: str) -> Iterator[Page]:
    """Chromium on an office screen in Thai, where the province is signed in."""
    with transaction() as session:
        make_person(session, "wichai@example.org", role="province_officer", area="50")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1366, "height": 768}, base_url=url)
        page.goto("/areas/50?year=2550")  # a deep link survives the sign-in
        page.fill("#email", "wichai@example.org")
        page.fill("#password", PASSWORD)
        page.click("main button[type=submit]")
        yield page
        browser.close()


def keep(page: Page, lang: str) -> None:
    """A picture of the whole page, when somebody wants to look at it."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"province-full-office-{lang}.png", full_page=True)


def check_pages(page: Page) -> None:
    """The two tables of the year 2550, as they were printed; percents of money as they are computed."""
    assert urlsplit(page.url).path == "/areas/50"
    grades, budget = (rows(page, heading) for heading in ("คุณภาพแผนชุมชน", "งบประมาณตามแผนงาน"))

    assert [row[:3] for row in grades] == [
        ["A ระดับดี", "1,257", "63.5%"],
        ["B ระดับปานกลาง", "475", "24.0%"],
        ["C ระดับต้องปรับปรุง", "247", "12.5%"],
        ["รวม", "1,979", "100.0%"],
    ]
    assert [row[1:] for row in budget] == [
        ["495", "36.928", "39.71%"],
        ["267", "22.123", "23.79%"],
        ["100", "8.464", "9.10%"],
        ["42", "2.765", "2.97%"],
        ["394", "22.720", "24.43%"],
        ["1,298", "93.000", "100.00%"],
    ]


def rows(page: Page, heading: str) -> list[list[str]]:
    """The lines of the table under a heading, its total last."""
    table = page.locator("section", has=page.get_by_role("heading", name=heading)).locator("table")
    lines = table.locator("tbody tr, tfoot tr").all()
    return [[" ".join(cell.split()) for cell in line.locator("th, td").all_inner_texts()] for line in lines]


def walk(page: Page) -> None:
    """From "A 1,257" to the villages, one of them, its plan, the submission; and the same way back."""
    page.get_by_role("link", name="1,257").first.click()
    assert page.get_by_role("status").inner_text().startswith("1,257 หมู่บ้าน")
    page.locator("td.lead a").first.click()
    assert page.locator(".basis-card.basis-official .grade b").inner_text() == "A"
    village = urlsplit(page.url).path
    page.locator("#why-4 summary").first.click()
    page.locator("#why-4 li a").first.click()
    assert urlsplit(page.url).path.startswith("/review/")
    page.locator("dl.facts a").first.click()  # the village of the submission
    assert urlsplit(page.url).path == village
    page.locator("nav.path a, p.path a").first.click()
    assert page.locator(".sum.grade-A strong").inner_text() == "1,257"


def check_budget(table: BudgetTable) -> None:
    """As published; the percents as they are computed, not as they were printed."""
    lines = [table.programmes[number] for number in range(1, 6)]

    assert [line.projects for line in lines] == [495, 267, 100, 42, 394]
    assert [str(line.million_baht) for line in lines] == ["36.928", "22.123", "8.464", "2.765", "22.720"]
    assert [str(line.pct) for line in lines] == ["39.71", "23.79", "9.10", "2.97", "24.43"]
    assert (table.total.projects, str(table.total.million_baht)) == (1298, "93.000")
    assert table.plan_making.projects > 100


def made_households(made) -> int:
    """Those that are there on the day on which each village is counted."""
    return sum(home.is_there(story.forum_day or story.plan_day) for story in made.year.villages for home in story.homes)


def money_of(row) -> ProjectMoney:
    amounts = {"approved": row.approved, "transferred": row.transferred, "disbursed": row.disbursed}
    return ProjectMoney(proposal_kind=row.kind, stage=row.stage, programme=row.programme, **amounts)
