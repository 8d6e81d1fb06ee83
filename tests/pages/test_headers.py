"""What browsers are told beside the pages, and what the pages therefore must not contain."""

import re
from pathlib import Path

import pytest

from server.pages.headers import content_policy

SERVER = Path(__file__).parents[2] / "server"
TEMPLATES = sorted(SERVER.glob("*/templates/**/*.html"))


@pytest.mark.parametrize("path", ["/", "/review", "/areas/5007", "/nowhere"])
def test_no_page_runs_scripts_from_elsewhere_or_stays_on_the_computer(officer, path):
    page = officer.get(path)

    assert "script-src 'self';" in page.headers["Content-Security-Policy"] or page.status == 302
    assert page.status == 302 or page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_every_page_without_a_name_in_its_address_has_the_policy(officer, app):
    """Pages that ask for more in their address are made by the same rooms."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]
    pages = [rule.rule for rule in rules if not rule.rule.startswith(("/v1", "/api"))]

    answers = {path: officer.client.get(path) for path in pages}

    html = {path: answer.headers for path, answer in answers.items() if answer.mimetype == "text/html"}
    assert len(html) > 10
    assert [
        path for path, headers in html.items() if "default-src 'none'" not in headers["Content-Security-Policy"]
    ] == []
    assert [path for path, answer in answers.items() if answer.headers["X-Content-Type-Options"] != "nosniff"] == []


def test_over_https_browsers_come_by_https_alone(database_url, redis_url, app):
    app.config["PUBLIC_URL"], before = "https://yudee.example.org", app.config["PUBLIC_URL"]
    try:
        answer = app.test_client().get("/healthz")
    finally:
        app.config["PUBLIC_URL"] = before

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_nothing_of_this_troubles_phones(client):
    answer = client.get("/v1/key/none/projects/1/formList", headers={"X-OpenRosa-Version": "1.0"})

    assert "Content-Security-Policy" not in answer.headers


def test_only_pictures_may_come_from_the_tile_server():
    policy = content_policy("https://{s}.tile.example.org/{z}/{x}/{y}.png © somebody")

    assert re.findall(r"\S*tile\.example\.org", policy) == ["https://*.tile.example.org"]
    assert "img-src 'self' data: https://*.tile.example.org;" in policy


def test_without_a_tile_server_nothing_comes_from_elsewhere():
    assert "http" not in content_policy("")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_what_the_policy_forbids(template):
    words = template.read_text()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)|https?://", words)


def test_a_file_of_the_browser_is_kept_for_ever_under_the_name_of_its_content(visitor):
    href = visitor.get("/").tree.xpath('//link[@rel="stylesheet"]/@href')[0]

    answer = visitor.client.get(href, buffered=True)

    assert re.search(r"\?v=[0-9a-f]{12}$", href)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["package.json", "node_modules/leaflet/dist/leaflet.js", "../config.py", "..%2fconfig.py"]
)
def test_what_is_no_file_of_the_browser_is_not_served(client, name):
    assert client.get(f"/static/{name}").status_code == 404
