"""The published year at its full size: computed by the workers from what was sent, it comes out to the baht."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from server.db.queries import rollups
from server.db.session import transaction
from server.domain.indicators.budget import COUNTED_STAGES, BudgetTable, ProjectMoney, budget_table
from server.domain.indicators.rollup import grade_percent
from tests.workers.simulate.conftest import asked, invent

MONEY = text("""
    select kind, stage, programme, coalesce(budget_approved, 0) as approved, transferred, disbursed from project p
    join project_standing s on s.workspace_id = p.workspace_id and s.project_id = p.id and s.basis = 'official'
    where fiscal_year = 2550
""")
GATED = text("""
    select distinct p.kind, y.gate from project p
    join village_year y on y.workspace_id = p.workspace_id and y.village_code = p.village_code and y.basis = 'official'
    where p.stage = any (:stages)
""")


@pytest.mark.long
@pytest.mark.timeout(900)
def test_chiang_mai_2550(empty_room):
    empty_room()
    made = invent(asked(villages=1979, households=10))
    with transaction() as session:
        named = {"plan_year": 2550, "basis": "official"}
        province = rollups.parts(session, made.province.workspace_id, "50", **named, digits=2)[0]
        districts = rollups.parts(session, made.province.workspace_id, "50", **named, digits=4)
        gated = session.execute(GATED, {"stages": list(COUNTED_STAGES)}).all()
        best = session.scalar(text("select count(*) from project_evaluation where best_practice"))
        money = session.execute(MONEY).all()

    grades = [province[f"grade_{grade}"] for grade in "abc"]
    assert grades == [1257, 475, 247]
    assert [grade_percent(number, 1979) for number in grades] == [Decimal("63.5"), Decimal("24.0"), Decimal("12.5")]
    assert (province["villages_total"], province["accounts_den"], len(districts)) == (1979, made_households(made), 24)
    check_budget(budget_table(money_of(row) for row in money))
    assert {row.stage for row in money} >= COUNTED_STAGES
    assert sorted(map(tuple, gated)) == [("plan_making", "make_plan"), ("project", "propose")]
    assert best == 4


def check_budget(table: BudgetTable) -> None:
    """As published; the percents as they are computed, not as they were printed."""
    lines = [table.programmes[number] for number in range(1, 6)]

    assert [line.projects for line in lines] == [495, 267, 100, 42, 394]
    assert [str(line.million_baht) for line in lines] == ["36.928", "22.123", "8.464", "2.765", "22.720"]
    assert [str(line.pct) for line in lines] == ["39.71", "23.79", "9.10", "2.97", "24.43"]
    assert (table.total.projects, str(table.total.million_baht)) == (1298, "93.000")
    assert table.plan_making.projects > 100


def made_households(made) -> int:
    """Those that are there on the day on which each village is counted."""
    return sum(home.is_there(story.forum_day or story.plan_day) for story in made.year.villages for home in story.homes)


def money_of(row) -> ProjectMoney:
    amounts = {"approved": row.approved, "transferred": row.transferred, "disbursed": row.disbursed}
    return ProjectMoney(proposal_kind=row.kind, stage=row.stage, programme=row.programme, **amounts)
