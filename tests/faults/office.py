"""An officer at work in a browser and over the API: approves singly and together, rejects, asks for files."""

from random import Random
from threading import Event
from urllib.parse import parse_qs, urlsplit

import requests
from lxml import html

from tests.factories import PASSWORD
from tests.faults.told import Told

AWAY_S = 30
STATES = {"approved": "approved", "hasIssues": "has_issues", "rejected": "rejected"}
SINGLY = ("community_plan", "forum_attendance", "household_account")
TOGETHER = "household_register"
EXPORT = {"kind": "table", "table": "indicators", "format": "csv", "area": "5007", "year": "2570"}


class Office:
    """One officer's round; what was answered stands in `told`."""

    def __init__(self, url: str, email: str, village: str, told: Told, seed: str) -> None:
        self.url, self.email, self.village, self.told = url, email, village, told
        self.chance = Random(seed)
        self.browser = requests.Session()
        self.browser.trust_env = False
        self.page: requests.Response | None = None
        self.token: str | None = None

    def work(self, phones_are_done: Event) -> None:
        """Until the phones are done, and then once more in peace."""
        while True:
            is_last = phones_are_done.is_set()
            for act in (self.decide, self.decide, self.approve_together, self.ask_for_a_file):
                try:
                    act()
                except requests.RequestException:  # the web is away; nothing was answered
                    continue
            if is_last:
                return
            phones_are_done.wait(self.chance.uniform(0.02, 0.15))

    def decide(self) -> None:
        """On one submission that a phone knows to be safe."""
        form_id = self.chance.choice(SINGLY)
        there = [one for one, known in list(self.told.first.items()) if known == form_id]
        if not there:
            return
        one, state = self.chance.choice(there), self.chance.choice(list(STATES))
        address = f"{self.url}/v1/projects/1/forms/{form_id}/submissions/{one}"
        answer = self.browser.patch(address, json={"reviewState": state}, headers=self.bearer(), timeout=AWAY_S)
        if self.is_well(answer):
            self.told.decisions[one, STATES[state]] += 1

    def approve_together(self) -> None:
        self.sign_in()
        self.get(f"/review?form={TOGETHER}&village={self.village}")
        drawn = self.post("/review/draws", f"/review/draws?form={TOGETHER}&village={self.village}")
        if drawn is None or drawn.status_code != 302:
            return
        path = urlsplit(drawn.headers["Location"]).path
        self.get(drawn.headers["Location"])
        done = self.post(path, path)
        if done is not None and done.status_code == 302:
            self.told.batches.add(int(parse_qs(urlsplit(done.headers["Location"]).query)["batch"][0]))

    def ask_for_a_file(self) -> None:
        if self.chance.random() < 0.7:
            return
        self.sign_in()
        self.get("/exports")
        asked = self.post("/exports", "/exports", **EXPORT | {"lang": self.chance.choice(["th", "en"])})
        if asked is not None and asked.status_code == 302:
            self.told.exports.add(asked.headers["Location"])

    def bearer(self) -> dict[str, str]:
        if self.token is None:
            said = {"email": self.email, "password": PASSWORD}
            answer = self.browser.post(f"{self.url}/v1/sessions", json=said, timeout=AWAY_S)
            if not self.is_well(answer):
                raise requests.ConnectionError
            self.token = answer.json()["token"]
        return {"Authorization": f"Bearer {self.token}"}

    def sign_in(self) -> None:
        if "Location" in self.get("/").headers:  # to the page of one's role
            return
        self.post("/", "/", email=self.email, password=PASSWORD)

    def get(self, path: str) -> requests.Response:
        self.page = self.browser.get(self.url + path, timeout=AWAY_S, allow_redirects=False)
        self.is_well(self.page)
        return self.page

    def post(self, action: str, path: str, **fields: str) -> requests.Response | None:
        """Send the form of the open page; None when the page has none of this address."""
        forms = html.fromstring(self.page.content).xpath("//form[@method='post']") if self.page.content else []
        form = next((one for one in forms if urlsplit(one.get("action") or "/").path == action), None)
        if form is None:
            return None
        hidden = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
        said = hidden | fields
        answer = self.browser.post(self.url + path, data=said, timeout=AWAY_S, allow_redirects=False)
        self.is_well(answer)
        return answer

    def is_well(self, answer: requests.Response) -> bool:
        """What a page refuses is no fault; a fault of ours is."""
        if answer.status_code >= 500:
            self.told.refuse(answer.status_code, f"the officer's {urlsplit(answer.url).path}")
        return answer.status_code < 400
