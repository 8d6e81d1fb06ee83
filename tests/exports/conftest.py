"""Results that a long table is made of, and somebody who asks for it."""

import pytest

from tests.api.results import store_result
from tests.factories import make_village, make_year

INDICATORS = {"kind": "table", "table": "indicators", "format": "csv", "area": "5007", "year": ""}


@pytest.fixture
def results(session):
    make_year(session)
    for code in ("50070501", "50070502"):
        store_result(session, code)
    make_village(session, "50080101")
    session.commit()
    return session


def ask(visitor, **changed) -> str:
    """Ask for a file; returns the address that waits for it."""
    visitor.get("/exports")
    page = visitor.post("/exports", **(INDICATORS | changed))
    assert page.status == 302, page.text
    return page.headers["Location"]
