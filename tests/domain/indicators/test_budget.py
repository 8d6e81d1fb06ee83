"""The budget by programme, in satang, shown in million baht and percent."""

from decimal import Decimal

from server.domain.indicators.budget import ProjectMoney, budget_percent, budget_table, million_baht

BAHT = 100


def project(programme: int | None, baht: int, stage: str = "approved", **changes) -> ProjectMoney:
    kind = "project" if programme else "plan_making"
    return ProjectMoney(proposal_kind=kind, stage=stage, programme=programme, approved=baht * BAHT, **changes)


def test_the_published_budget_of_2550_comes_out() -> None:
    published = [(1, 36_928_000), (2, 22_123_000), (3, 8_464_000), (4, 2_765_000), (5, 22_720_000)]

    table = budget_table(project(programme, baht) for programme, baht in published)

    lines = table.programmes.values()
    assert [str(line.pct) for line in lines] == ["39.71", "23.79", "9.10", "2.97", "24.43"]
    assert [str(line.million_baht) for line in lines] == ["36.928", "22.123", "8.464", "2.765", "22.720"]
    assert (str(table.total.million_baht), str(table.total.pct)) == ("93.000", "100.00")


def test_one_project_takes_all_and_the_other_programmes_show_zero() -> None:
    table = budget_table([project(1, 100_500)])

    shown = [(line.projects, str(line.million_baht), str(line.pct)) for line in table.programmes.values()]
    assert shown == [(1, "0.101", "100.00"), *[(0, "0.000", "0.00")] * 4]


def test_without_approved_projects_percents_are_empty() -> None:
    table = budget_table([])

    assert (table.total.projects, table.total.pct, table.programmes[1].pct) == (0, None, None)
    assert table.total.disbursed_pct is None


def test_projects_before_approval_cancelled_or_refused_are_left_out() -> None:
    counted = ["approved", "funded", "in_progress", "suspended", "completed", "evaluated"]
    left_out = ["proposed", "returned", "not_forwarded", "forwarded", "not_approved", "cancelled"]

    table = budget_table(project(2, 1000, stage) for stage in (*counted, *left_out))

    assert (table.programmes[2].projects, table.total.approved) == (6, 6000 * BAHT)


def test_the_making_of_plans_stands_below_the_total() -> None:
    table = budget_table([project(3, 50_000), project(None, 20_000), project(None, 9_000, "cancelled")])

    assert (table.total.projects, table.total.approved) == (1, 50_000 * BAHT)
    assert (table.plan_making.projects, table.plan_making.approved, table.plan_making.pct) == (1, 20_000 * BAHT, None)


def test_money_that_moved_is_a_cut_percent_of_what_was_approved() -> None:
    table = budget_table([project(1, 30_000, "in_progress", transferred=20_000 * BAHT, disbursed=10_000 * BAHT)])

    line = table.programmes[1]
    assert (str(line.transferred_pct), str(line.disbursed_pct)) == ("66.66", "33.33")


def test_million_baht_and_percent_are_rounded_half_up() -> None:
    assert million_baht(50_000) == Decimal("0.001")
    assert million_baht(49_999) == Decimal("0.000")
    assert budget_percent(1, 20_000) == Decimal("0.01")  # 0.005
    assert budget_percent(1, 20_001) == Decimal("0.00")
    assert budget_percent(1, 3) == Decimal("33.33")
    assert budget_percent(2, 3) == Decimal("66.67")
