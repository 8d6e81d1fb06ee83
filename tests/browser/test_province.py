"""Every page a province reads passes axe's rules for WCAG 2.2 AA and fits the screen; docs/province.md shows them."""

import pytest

from tests.browser.conftest import PROVINCE
from tests.browser.province_year import tell_province
from tests.browser.test_accessibility import broken_rules

PAGES = {
    "overview": "/areas/50?year=2570",
    "district": "/areas/5007?year=2570&order=accounts_pct",
    "subdistrict": "/areas/500705?year=2570",
    "map": "/areas/50/map?year=2570&by=met_1",
    "map-villages": "/areas/50/map?year=2570&level=village",
    "villages": "/areas/50/villages?year=2570&order=nearest",
    "nobody": "/areas/50/villages?year=2570&find=zzz",
    "changes": "/areas/50/changes?year=2570&days=all",
    "village": "/villages/50070511?year=2570",
    "budget": "/areas/50/budget?year=2570",
    "finance": "/areas/50/finance?year=2570",
    "process": "/areas/50/process?year=2570",
    "projects": "/areas/50/projects?year=2570",
    "projects-map": "/areas/50/projects/map?year=2570",
    "photos": "/areas/50/photos?year=2570",
    "strategy": "/areas/50/strategy?year=2570",
    "files": "/exports?code=50",
    "dictionary": "/dictionary",
    "sheet": "/villages/50070511/sheet?year=2570",
    "years": "/years",
    "year": "/years/2570",
}
PICTURED = [
    "overview",
    "map",
    "map-villages",
    "villages",
    "changes",
    "village",
    "projects",
    "projects-map",
    "strategy",
    "files",
    "sheet",
]


@pytest.fixture(scope="module")
def province(told):
    tell_province(told.field.session)
    return told


@pytest.fixture(params=["office", "chief_phone"])
def display(request):
    """A screen of each size, in Thai."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_province_is_for_everybody(display, province, name):
    display.sign_in(PROVINCE)
    display.open(PAGES[name])

    assert broken_rules(display.page) == ""
    display.picture(f"province-{name}")


def test_the_pages_of_the_province_fit_every_screen_in_both_languages(screen, province):
    screen.sign_in(PROVINCE)
    for name in PICTURED:
        screen.open(PAGES[name])
        screen.picture(f"province-{name}", whole=name != "villages")


def test_the_map_says_what_it_shows_without_a_script(scriptless, province):
    scriptless.sign_in(PROVINCE)
    page = scriptless.open(PAGES["map"])

    assert page.locator("svg.choropleth path[stroke]").count() == 3
    assert page.locator("table.list tbody tr").count() == 3


def test_a_deep_link_survives_the_sign_in(office, province):
    page = office.open(PAGES["villages"])
    page.fill("#email", PROVINCE)
    page.fill("#password", "correct horse battery")
    page.click("main button[type=submit]")

    page.wait_for_url(f"**{PAGES['villages']}")
