"""No amount and no name of a household reaches those who may not see them, on any page, file, feed or map.

Somebody walks wherever a link, a picture or an address of ours leads; what one household said and is called is looked
for in every answer. The district's officer finds it in the same way, so that it can be found.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask

from server.db.session import transaction
from server.domain import publishing
from tests.domain.money import NOW, YEAR, make_account
from tests.factories import make_household
from tests.fixtures.field import drain, photo
from tests.visitor import Visitor

NAMES = ("สมมุติ ตัวอย่าง", "มาเองคนเดียว")
AMOUNTS = ("61237", "61,237", "6123700", "48911", "48,911", "4891100")
QUERIES = 3  # of a path: the fourth way to sort a list shows nothing else
MOST = 900  # addresses; a walk that has not ended by then is not whole
LEFT_ALONE = ("/healthz", "/readyz", "/static/", "/v1/", "/sign-out", "/api/docs")


@pytest.fixture
def village(field, report):
    """A year of a village: accounts (one with amounts of its own), a forum with a walk-in, plan, project, finance."""
    said = {"receipt_total": "61237.0", "payment_total": "48911.0", "balance": "12326.0"}
    field.review(field.account(0, **said))
    field.accounts(range(1, 9), "approved")
    walk_in = [{"walk_house_no": "77", "walk_name": "นายมาเองคนเดียว"}]
    field.review(field.forum(range(7), has_walk_in="yes", walk_in=walk_in))
    files = {"plan_photo_1": photo("cover"), "lao_evidence_photo": photo("letter")}
    field.review(field.send("community_plan", lao_stages="prepare", files=files))
    field.review(report(percent_physical="40"))
    for number in range(11):
        home = make_household(field.session, "50070504").uuid
        amounts = {"income": (50_000 + 1000 * number) * 12, "expense": (40_000 + 1000 * number) * 12}
        make_account(field.session, "50070504", household=home, **amounts)
    field.session.commit()
    drain()
    with transaction() as owner:
        publishing.publish(owner, 1, YEAR, now=NOW)
    return field


def addresses_of(app: Flask) -> Iterator[str]:
    """Every address that needs nothing, or the code of an area or village."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.rule.startswith(LEFT_ALONE):
            names = rule.arguments
            if not names:
                yield rule.rule
            elif names == {"code"}:
                for code in ("50", "5007", "500705", "50070503"):
                    for basis in ("official", "provisional"):
                        yield f"{rule.rule.replace('<code>', code)}?year={YEAR}&basis={basis}"


def walk(app: Flask, visitor: Visitor) -> dict[str, bytes]:
    """What every address answers that can be come to."""
    waiting, answered, visited = list(addresses_of(app)), {}, Counter()
    while waiting:
        path = waiting.pop(0)
        bare = path.split("?")[0]
        if path in answered or path.startswith(LEFT_ALONE) or visited[bare] == QUERIES:
            continue
        visited[bare] += 1
        page = visitor.get(path)
        answered[path] = body_of(page)
        assert len(answered) < MOST, "the walk does not end"
        if page.status == 200 and page.headers["Content-Type"].startswith("text/html"):
            waiting += [link for link in links_of(page) if link not in answered]
    return answered


def links_of(page) -> Iterator[str]:
    for link in page.tree.xpath("//a/@href | //img/@src | //link/@href | //@data-feed"):
        there = urlsplit(link)
        if not there.netloc and there.path.startswith("/"):
            yield there.path + (f"?{there.query}" if there.query else "")


def body_of(page) -> bytes:
    """What was answered; of a workbook everything inside it."""
    data = page.answer.get_data()
    if data[:4] != b"PK\3\4":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return b"\n".join(book.read(name) for name in book.namelist())


def found(answered: dict[str, bytes], canaries: tuple[str, ...]) -> dict[str, list[str]]:
    """{address: what of the household stands in its answer}"""
    told = {path: [one for one in canaries if one.encode() in body] for path, body in answered.items()}
    return {path: ones for path, ones in told.items() if ones}


@pytest.mark.parametrize(
    ("role", "area"), [("province_officer", "50"), ("evaluation_committee", "50"), ("district_chief", "5007")]
)
def test_who_may_not_see_households_never_comes_to_one(app, as_person, village, role, area):
    answered = walk(app, as_person(role, area))

    assert len(answered) > 60
    assert found(answered, NAMES + AMOUNTS) == {}


def test_the_officer_of_the_district_finds_it_in_the_same_way(app, as_person, village):
    told = found(walk(app, as_person()), NAMES + AMOUNTS)

    assert any(set(ones) & set(NAMES) for ones in told.values())
    assert any(set(ones) & set(AMOUNTS) for ones in told.values())
