"""What changed between two versions, as the page of a submission says it."""


def changes(page) -> list[list[str]]:
    rows = page.tree.xpath('//section[@class="changed"]//tbody/tr')
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_an_edit_shows_what_was_there_before(officer, field):
    filled = field.phone.fill("community_plan", accounts_used_n="70")
    plan = field.sent(filled)
    assert changes(officer.get(f"/review/{plan}")) == []

    field.sent(field.phone.edit(filled, accounts_used_n="81"))

    ((label, before, now),) = changes(officer.get(f"/review/{plan}"))
    assert label and (before, now) == ("70", "81")


def test_of_repeats_the_entry_is_named(officer, field):
    filled = field.phone.fill(
        "forum_attendance",
        has_walk_in="yes",
        walk_in=[{"walk_house_no": "1", "walk_name": "ก"}, {"walk_house_no": "2", "walk_name": "ข"}],
        attend_households=str(field.households[0]),
    )
    forum = field.sent(filled)
    field.sent(field.phone.edit(filled, walk_in=[{"walk_house_no": "22", "walk_name": "ข"}]))  # one more

    told = changes(officer.get(f"/review/{forum}"))

    assert [row[1:] for row in told] == [["–", "22"], ["–", "ข"]]
    assert all(row[0].endswith("รายการที่ 3") for row in told)


def test_of_many_choices_only_those_that_went_or_came_are_told(officer, field):
    chosen = [str(one) for one in field.households]
    filled = field.phone.fill("forum_attendance", attend_households=" ".join(chosen[:9]))
    forum = field.sent(filled)
    field.sent(field.phone.edit(filled, attend_households=" ".join(chosen[1:])))

    ((label, before, now),) = changes(officer.get(f"/review/{forum}"))

    assert label.endswith("เฉพาะที่เปลี่ยน")
    assert (before[:2], now[:3]) == ("1 ", "10 ")


def test_an_earlier_version_is_compared_with_the_one_before_it(officer, field):
    filled = field.phone.fill("community_plan", accounts_used_n="70")
    plan = field.sent(filled)
    second = field.phone.edit(filled, accounts_used_n="75")
    field.sent(second)
    field.sent(field.phone.edit(second, accounts_used_n="80"))
    versions = officer.get(f"/review/{plan}").tree.xpath('//ol[@class="history"]//a[contains(@href, "version=")]/@href')

    told = [changes(officer.get(version)) for version in versions]

    assert [[row[1:] for row in one] for one in told] == [[], [["70", "75"]], [["75", "80"]]]
