"""Every page of the desk passes axe's rules for WCAG 2.2 AA and fits the screen; docs/desk.md shows the pictures."""

import pytest

from server.db.models import Entity
from tests.browser import AXE

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}}).then(it => it.violations)"


@pytest.fixture(scope="module")
def pages(told, forty) -> dict[str, str]:
    """The addresses of the desk's pages, each with what it can show."""
    session = told.field.session
    household = session.get_one(Entity, (1, "households", told.field.households[9]))
    household.conflict = "hard"
    session.commit()
    told.field.review(forty.accounts[1], "has_issues")
    forty.edit_forum()
    forty.send()
    return {
        "inbox": "/review",
        "village": "/review?form=household_account&village=50070504&flag=any&since=2026-01-01",
        "nothing": "/review?find=zzz",
        "account": f"/review/{forty.odd}?queue=1",
        "difference": f"/review/{forty.forum_id}?queue=1",
        "plan": f"/review/{told.plan}",
        "outside": f"/review/{told.outside}",
        "dashboard": "/desk",
        "conflicts": "/conflicts",
        "conflict": f"/conflicts/households/{household.uuid}",
        "register": "/register",
        "households": "/register/villages/50070504",
        "twice": "/register/villages/50070504/twice",
        "missing": "/register/villages/50070503/missing",
        "household": f"/register/{household.uuid}",
        "screening": "/screening",
        "sheet": "/screening/sheet",
        "withdrawals": "/withdrawals",
        "team": forty.team_page,
        "unknown": "/review/999999",
    }


NAMES = [
    "inbox",
    "village",
    "nothing",
    "account",
    "difference",
    "plan",
    "outside",
    "dashboard",
    "conflicts",
    "conflict",
    "register",
    "households",
    "twice",
    "missing",
    "household",
    "screening",
    "sheet",
    "withdrawals",
]


PICTURED = ["inbox", "difference", "dashboard", "conflicts", "register", "households", "household", "missing"]
PICTURED += ["screening", "sheet", "withdrawals", "twice", "conflict", "plan"]


@pytest.fixture(params=["office", "chief_phone"])
def display(request):
    """A screen of each size, in Thai."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("name", [*NAMES, "team", "unknown"])
def test_a_page_of_the_desk_is_for_everybody(display, pages, name):
    display.sign_in()
    display.open(pages[name])

    assert broken_rules(display.page) == ""
    display.said.clear()  # the browser complains of what is not there


def test_a_draw_is_for_everybody(display, forty):
    display.sign_in()
    page = display.open("/review?form=household_account&village=50070504")
    page.click("form.together button")
    page.wait_for_url("**/review/draws/**")

    assert broken_rules(page) == ""


def test_a_refusal_is_for_everybody(display, forty):
    display.sign_in()
    page = display.open(f"/review/{forty.odd}")
    page.click("button[value=rejected]")
    page.locator(".notice.bad").wait_for()

    assert broken_rules(page) == ""
    display.said.clear()


def test_a_photo_that_is_looked_at_closely_is_for_everybody(display, told):
    display.sign_in()
    page = display.open(f"/review/{told.plan}")
    page.locator("a.photo").first.press("Enter")
    page.locator(".viewer-canvas img").wait_for()

    assert broken_rules(page) == ""


def test_the_pages_of_the_desk_fit_every_screen(screen, pages, forty):
    screen.open(pages["team"])
    screen.picture("desk-team", whole=False)
    screen.sign_in()
    for name in PICTURED:
        screen.open(pages[name])
        screen.picture(f"desk-{name}", whole=False)
    page = screen.open("/review?form=household_account&village=50070504")
    page.click("form.together button")
    page.wait_for_url("**/review/draws/**")
    screen.picture("desk-draw", whole=False)


def test_signing_in_is_for_everybody(display, told):
    page = display.open("/")
    assert broken_rules(page) == ""

    page.fill("#email", "nobody@example.org")
    page.fill("#password", "wrong")
    page.click("main button[type=submit]")
    page.locator(".notice.bad").wait_for()
    assert broken_rules(page) == ""
    display.said.clear()


def broken_rules(page) -> str:
    """Each broken rule, and where. The script comes by the debugger, which the policy of the page does not bind."""
    page.evaluate(AXE.read_text())
    found_broken = (
        f"{found['id']}: {node['html'][:160]} | {node['failureSummary'][:200]}"
        for found in page.evaluate(RUN, RULES)
        for node in found["nodes"][:3]
    )
    return "\n".join(found_broken)
