"""What is read to count one village does not grow with the rest of the province."""

from collections import Counter

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from server.db.queries.indicators import counts, household_years, terms
from tests.db.counting import count
from tests.db.stored_facts import store
from tests.domain.indicators.base_case import AS_OF, BASE_CASE, CRITERIA, VILLAGE

# Villages of ten households, each with ten accounts and ticked at a forum. Closings are left out: they are few, and
# the planner may read them all when that is cheaper than to look for them.
OTHERS = """
    create temp table home on commit drop as
        select v, '5008' || lpad(v::text, 4, '0') as code, md5(v || '-' || h)::uuid as id
        from generate_series({first}, {last}) v, generate_series(1, 10) h;
    insert into household_registration (workspace_id, household_id, village_code, exists_from, recorded_at)
        select f.workspace_id, home.id, code, '1900-01-01', now() from home, form f;
    insert into household_year (workspace_id, plan_year, household_id, phone_area, approved)
        select f.workspace_id, 2570, home.id, '50', true from home, form f;
    create temp table sent on commit drop as
        select code, id, month, id || '-' || month as name from home, generate_series(0, 9) month
        union all
        select distinct code, cast(null as uuid), cast(null as int), code from home;
    insert into submission (workspace_id, form, instance_id, data_class, state, actor_id, phone_area, village_code)
        select f.workspace_id, f.id, name, 'plans', 'approved', a.id, '50', code from sent, form f, actor a;
    insert into household_account
        (submission_id, workspace_id, village_code, household_id, plan_year, consent, period_start, collected_on)
        select s.id, s.workspace_id, code, sent.id, 2570, true, date '2026-01-01' + 28 * month, '2027-03-01'
        from sent join submission s on s.instance_id = sent.name where sent.id is not null;
    insert into forum
        (submission_id, workspace_id, village_code, plan_year, forum_type, forum_date, collected_on, lao_present)
        select s.id, s.workspace_id, code, 2570, 'plan', '2026-12-10', '2027-03-01', true
        from sent join submission s on s.instance_id = sent.name where sent.id is null;
    insert into forum_attendance (submission_id, household_id)
        select s.id, home.id from home join submission s on s.instance_id = home.code;
    drop table home, sent;
    analyze submission, household_registration, household_account, household_year, forum, forum_attendance
"""


def add_others(session: Session, first: int, last: int) -> None:
    for statement in OTHERS.format(first=first, last=last).split(";"):
        session.execute(text(statement))


def rows_read(plan: dict) -> Counter:
    """Rows that the scans of each table took up, also those they then threw away."""
    thrown_away = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
    read = Counter({plan.get("Relation Name"): (plan["Actual Rows"] + thrown_away) * plan["Actual Loops"]})
    return sum(map(rows_read, plan.get("Plans", ())), read)


def read_to_count_one(session: Session, workspace_id: int) -> Counter:
    """Summarising and counting together."""
    asked = terms.parameters(workspace_id, [VILLAGE], CRITERIA, "official", AS_OF) | {"approved": ["approved"]}
    read: Counter = Counter()
    for statement in (household_years.SUMMARISE, counts.statement(CRITERIA)):
        explained = text(f"explain (analyze, format json) {statement.text}")
        read += rows_read(session.scalar(explained, asked)[0]["Plan"])
    del read[None]  # not a table
    return read


def test_among_six_hundred_villages_little_more_than_the_facts_of_the_one_counted_is_read(connected: Engine) -> None:
    with Session(connected) as session:
        workspace_id = store(session, BASE_CASE)
        add_others(session, 1, 600)

        read = read_to_count_one(session, workspace_id)

        facts = {"household_registration": 10, "household_account": 7, "forum_attendance": 7, "submission": 19}
        facts["household_year"] = 7
        assert read.keys() >= facts.keys()
        # Three scans of a table are what it takes, and one that merges looks a row too far.
        assert {table: rows for table, rows in read.items() if rows > 3 * facts.get(table, 1) + 3} == {}


def test_the_others_of_that_test_are_villages_that_count(connected: Engine) -> None:
    with Session(connected) as session:
        workspace_id = store(session, BASE_CASE)
        add_others(session, 1, 2)

        first, second = count(session, workspace_id, CRITERIA, "official", ["50080001", "50080002"], AS_OF)

        assert (first.counts.households, first.counts.accounts, first.counts.forum) == (10, 10, 10)
        assert second.counts == first.counts
