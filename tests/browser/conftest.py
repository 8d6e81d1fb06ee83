"""Chromium, and a village in the middle of its year behind the real web server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from server import queue, storage
from server.db import session as sessions
from tests.browser import ARGUMENTS, PICTURES, executable
from tests.browser.queue_of_forty import Queue, queue_of_forty
from tests.browser.village_year import VillageYear, tell
from tests.factories import PASSWORD, make_person
from tests.fixtures.field import Field
from tests.fixtures.served import Served

SIZES = {"office": (1366, 768), "phone": (390, 844)}
OFFICER, PROVINCE, CHIEF = "somsri@example.org", "wichai@example.org", "prasit@example.org"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = executable()
    if program is None:
        pytest.skip("there is no Chromium on this machine; `make test` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def told(served: Served, redis_url: str) -> Iterator[VillageYear]:
    """The village's year, told once for a module; drained in this process, served by the other."""
    engine = create_engine(served.database_url)
    sessions.connect(served.database_url, pooled=False)
    queue.connect(redis_url)
    storage.connect(storage.FileStore(f"file:{served.blobs}"))
    with Session(engine) as session:
        for email, role, area in (
            (OFFICER, "district_officer", "5007"),
            (PROVINCE, "province_officer", "50"),
            (CHIEF, "district_chief", "5007"),
        ):
            make_person(session, email, role=role, area=area)
        session.commit()
        yield tell(Field(session, served.phone(), []))
    engine.dispose()


@pytest.fixture(scope="module")
def forty(told: VillageYear, served: Served, tmp_path_factory: pytest.TempPathFactory) -> Queue:
    """Forty submissions of the village next to it, which wait for the district."""
    return queue_of_forty(told.field.session, served, tmp_path_factory.mktemp("phone"))


@dataclass
class Screen:
    """A page of the browser. said: what the browser complained about (scripts, styles, what the policy refuses)."""

    page: Page
    url: str
    name: str
    folder: Path
    said: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.url + path, wait_until="load")
        return self.page

    def sign_in(self, email: str = OFFICER) -> None:
        """A login of its own for this browser, which shows no page for it; see sign_in_by_form."""
        request = self.page.context.request
        page = html.fromstring(request.get(f"{self.url}/").body())
        form = next(form for form in page.forms if "password" in form.fields)
        given = dict(form.fields) | {"email": email, "password": PASSWORD}
        assert request.post(f"{self.url}/", form=given, max_redirects=0).status == 302

    def sign_in_by_form(self, email: str = OFFICER) -> None:
        self.open("/")
        self.page.fill("#email", email)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_load_state("load")

    def picture(self, name: str, *, whole: bool = True) -> None:
        """Keep what is seen, and check that nothing lies outside the width of the screen."""
        self.page.screenshot(path=self.folder / f"{name}-{self.name}.png", full_page=whole)
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{name} is {width} pixels wider than the {self.name}"


@pytest.fixture(params=[(size, lang) for size in SIZES for lang in ("th", "en")], ids=lambda it: "-".join(it))
def screen(request: pytest.FixtureRequest, chromium: Browser, served: Served, tmp_path: Path) -> Iterator[Screen]:
    """A screen of each size in each language; a complaint of the browser fails the test."""
    size, lang = request.param
    with opened(chromium, served, size, lang, tmp_path) as screen:
        yield screen


@pytest.fixture
def office(chromium: Browser, served: Served, tmp_path: Path) -> Iterator[Screen]:
    """The office screen in Thai."""
    with opened(chromium, served, "office", "th", tmp_path) as screen:
        yield screen


@pytest.fixture
def scriptless(chromium: Browser, served: Served, tmp_path: Path) -> Iterator[Screen]:
    """The office screen in Thai, where no script runs."""
    with opened(chromium, served, "office", "th", tmp_path, java_script_enabled=False) as screen:
        yield screen


@pytest.fixture
def chief_phone(chromium: Browser, served: Served, tmp_path: Path) -> Iterator[Screen]:
    """The browser of a phone in Thai."""
    with opened(chromium, served, "phone", "th", tmp_path) as screen:
        yield screen


@contextmanager
def opened(
    chromium: Browser, served: Served, size: str, lang: str, tmp_path: Path, **options: bool
) -> Iterator[Screen]:
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height}, has_touch=size == "phone", **options)
    page = context.new_page()
    screen = Screen(page, served.url, f"{size}-{lang}", Path(PICTURES) if PICTURES else tmp_path)
    page.on("console", lambda message: complain(screen, message))
    page.on("pageerror", lambda error: screen.said.append(str(error)))
    if lang == "en":
        screen.open("/?lang=en")
    yield screen
    context.close()
    assert screen.said == []


def complain(screen: Screen, message: ConsoleMessage) -> None:
    is_wanted = "409 (Conflict)" in message.text or "422 (Unprocessable" in message.text  # refusals that tests want
    if message.type in ("error", "warning") and not is_wanted:
        screen.said.append(message.text)
