"""People with a browser: they sign in, open pages, send the forms of pages, and ask the API."""

import time
from random import Random
from urllib.parse import urlsplit

import requests
from lxml import html

from server.db.session import transaction
from server.domain import people

PASSWORD = "a password of measurements"  # noqa: S105
PATIENCE_S = 60


class Visitor:
    """One of them, signed in; `took` has how long each answer took, in seconds."""

    def __init__(self, origin: str, email: str, role: str, area_code: str) -> None:
        self.origin, self.took = origin, []
        self.browser = requests.Session()
        self.browser.trust_env = False
        self.chance = Random(email)
        with transaction() as session:
            people.add(session, email, role=role, area_code=area_code, password=PASSWORD, workspace_id=1)
        self.send("/", "/", email=email, password=PASSWORD)
        token = self.ask("POST", "/v1/sessions", json={"email": email, "password": PASSWORD}).json()["token"]
        self.bearer = {"headers": {"Authorization": f"Bearer {token}"}}

    def open(self, path: str) -> requests.Response:
        return self.ask("GET", path)

    def send(self, path: str, action: str, **fields: str) -> requests.Response:
        """Open a page, fill its form of this address and send it."""
        forms = html.fromstring(self.open(path).content).xpath("//form[@method='post']")
        form = next(one for one in forms if urlsplit(one.get("action") or "/").path == action)
        hidden = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
        return self.ask("POST", action, data=hidden | fields)

    def ask(self, method: str, path: str, **how: object) -> requests.Response:
        """Raises HTTPError when it is refused."""
        begun = time.monotonic()
        answer = self.browser.request(method, f"{self.origin}{path}", timeout=PATIENCE_S, **how)
        self.took.append(time.monotonic() - begun)
        answer.raise_for_status()
        return answer

    def decide(self, form_id: str, number: int) -> int:
        """On so many of those that wait, nine of ten of them well; returns how many there were."""
        table = f"/v1/projects/1/forms/{form_id}.svc/Submissions"
        waiting = self.ask("GET", f"{table}?$filter=__system/reviewState eq null&$top={number}", **self.bearer)
        found = [row["__id"] for row in waiting.json()["value"]]
        for instance_id in found:
            state = self.chance.choices(["approved", "hasIssues", "rejected"], [18, 1, 1])[0]
            address = f"/v1/projects/1/forms/{form_id}/submissions/{instance_id}"
            self.ask("PATCH", address, json={"reviewState": state}, **self.bearer)
        return len(found)
