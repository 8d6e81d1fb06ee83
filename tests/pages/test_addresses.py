"""Whatever somebody types into an address is answered: with a page, or with there being none."""

import pytest

NUL = "%00"


@pytest.mark.parametrize(
    "path",
    [
        f"/areas/5007{NUL}",
        f"/villages/50070503{NUL}",
        f"/projects?area=5007{NUL}",
        f"/files/1/a{NUL}.jpg",
        f"/review?form={NUL}",
        f"/static/{NUL}.css",
    ],
)
def test_a_letter_that_no_text_of_the_database_holds_is_nowhere(officer, field, path):
    assert officer.get(path).status == 404


@pytest.mark.parametrize("year", ["2147483648", "9" * 30, "-1", "0", "๒๕๗๐", "x"])
@pytest.mark.parametrize("path", ["/areas/5007", "/villages/50070503", "/projects"])
def test_a_year_that_cannot_be_is_as_if_none_were_asked_for(officer, field, path, year):
    assert officer.get(f"{path}?year={year}").status == 200


def test_a_comment_with_a_letter_that_cannot_be_kept_is_kept_without_it(officer, field):
    plan = field.send("community_plan")
    officer.get(f"/review/{plan}")

    assert officer.post(f"/review/{plan}", state="rejected", comment="รูป\0ไม่ชัด").status == 302
    assert "รูปไม่ชัด" in officer.follow().text
