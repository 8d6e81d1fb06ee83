"""The register in a browser: villages, households, one household with its acts, who came without being registered."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.factories import make_household

VILLAGE = "/register/villages/50070503"


@pytest.fixture(scope="module")
def twice(told, served):
    """Two households of the same house number."""
    engine = create_engine(served.database_url)
    with Session(engine) as session:
        made = [make_household(session, house_no="950/1", members="4", house_id11="50071234567") for _ in range(2)]
        session.commit()
        yield [one.uuid for one in made]
    engine.dispose()


def test_the_register_fits_every_screen(screen, twice):
    screen.sign_in()
    for path, name in (
        ("/register", "villages"),
        (VILLAGE, "village"),
        (f"{VILLAGE}/twice", "twice"),
        (f"{VILLAGE}/missing", "missing"),
    ):
        screen.open(path)
        expect(screen.page.locator("main h1")).to_be_visible()
        screen.picture(f"register-{name}")


def test_a_household_is_asked_about_once_more_before_it_is_closed(screen, twice):
    screen.sign_in()
    screen.open(f"/register/{twice[0]}")
    screen.page.locator("details summary").first.click()
    screen.picture("register-household")

    screen.page.check("input[value=mistake]")
    screen.page.locator("details[open] button").click()
    expect(screen.page.locator("button[name=sure]")).to_be_visible()
    screen.picture("register-confirm")
