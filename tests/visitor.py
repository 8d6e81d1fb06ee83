"""A person at a browser: follows addresses, reads pages, fills in the forms on them."""

import re
from dataclasses import dataclass, field

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

ORIGIN = "https://yudee.example.org"


@dataclass(frozen=True)
class Page:
    """What the browser shows."""

    answer: TestResponse = field(repr=False)

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def headers(self):
        return self.answer.headers

    @property
    def path(self) -> str:
        """Its address."""
        return self.answer.request.full_path.rstrip("?")

    @property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.answer.get_data(as_text=True))

    @property
    def text(self) -> str:
        """The words of the page without its markup, single spaces between them."""
        return re.sub(r"\s+", " ", self.tree.text_content())

    def links(self) -> list[str]:
        return self.tree.xpath("//main//a/@href")

    def rows(self) -> list[str]:
        """The words of each line of the tables."""
        return [" ".join(" ".join(row.itertext()).split()) for row in self.tree.xpath("//tbody/tr")]


class Visitor:
    """Keeps cookies, and sends with every form what the page before had put into it."""

    def __init__(self, app: Flask, address: str = "192.0.2.10") -> None:
        self.client = app.test_client()
        self.address = address
        self.page: Page | None = None

    def get(self, path: str, **headers: str) -> Page:
        return self.turn(
            self.client.get(path, base_url=ORIGIN, headers=headers, environ_base=self.from_here, buffered=True)
        )

    def post(self, path: str, **fields: str) -> Page:
        """Send the form of the page that is open to this path, with these fields filled in."""
        given = self.hidden_fields(path) | fields
        return self.turn(
            self.client.post(path, base_url=ORIGIN, data=given, environ_base=self.from_here, buffered=True)
        )

    def follow(self) -> Page:
        """Go where the last answer leads."""
        return self.get(self.page.headers["Location"])

    def sign_in(self, email: str, password: str) -> Page:
        self.get("/")
        return self.post("/", email=email, password=password)

    def turn(self, answer: TestResponse) -> Page:
        self.page = Page(answer)
        return self.page

    def hidden_fields(self, path: str) -> dict[str, str]:
        if (
            self.page is None
            or self.page.headers["Content-Type"].partition(";")[0] != "text/html"
            or self.page.status == 302
        ):
            return {}
        of_form = '//form[substring-before(concat(@action, "#"), "#") = $path]'
        inputs = self.page.tree.xpath(f'{of_form}//input[@type="hidden"]', path=path)
        return {one.get("name"): one.get("value") for one in inputs}

    @property
    def from_here(self) -> dict[str, str]:
        return {"REMOTE_ADDR": self.address}
