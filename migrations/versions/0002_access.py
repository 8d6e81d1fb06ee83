"""Who reads what: the role of people's transactions, row-level security on personal data, books that are only added to."""

from alembic import op

revision = "0002"
down_revision = "0001"

# People's pages and APIs run as yudee_scoped (server.db.session); receiving, workers and commands run as the owner.
ROLE = """
do $$ begin
    create role yudee_scoped nologin;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
    execute format('grant yudee_scoped to %I', current_user);
exception when unique_violation then null;
end $$;
"""

READABLE = (
    "workspace, area, village, assignment, actor, comment, event, form, form_version, submission, submission_version,"
    " submission_flag, attachment, blob, pending_submission, entity_list, entity, entity_version, household_registration,"
    " household_closing, household_account, household_money, forum, forum_attendance, community_plan, project,"
    " progress_report, criteria, village_year, indicator_result, grade_event, stale_village"
)

# Missing settings read as null, and null sees nothing. Written out rather than wrapped in functions: PostgreSQL cannot
# look into a function that has a subquery, and calls it for every row.
WORKSPACE = "current_setting('app.workspace', true)::integer"
AREA = "exists (select from unnest(current_setting('app.areas', true)::text[]) area where starts_with({0}, area))"
SEES = "{0} = any (current_setting('app.sees', true)::text[])"

SUBMISSION = (
    f"exists (select from submission s where s.id = submission_id and s.workspace_id = {WORKSPACE}"
    f" and {SEES.format('s.data_class')} and ({AREA.format('s.phone_area')} or {AREA.format('s.village_code')}))"
)
OF_LIST = "case list_name when 'projects' then 'projects' else 'names' end"

POLICIES = {
    "submission_version": SUBMISSION,
    "comment": SUBMISSION,
    "attachment": "exists (select from submission_version v where v.id = submission_version_id)",
    "household_money": f"{SEES.format(chr(39) + 'amounts' + chr(39))} and {SUBMISSION}",
    "entity": f"workspace_id = {WORKSPACE} and {SEES.format(OF_LIST)} and {AREA.format('village_code')}",
    "entity_version": "exists (select from entity e where e.workspace_id = entity_version.workspace_id"
    " and e.list_name = entity_version.list_name and e.uuid = entity_version.uuid)",
}

APPEND_ONLY = """
create function refuse_change() returns trigger language plpgsql as $$
begin raise exception '% is append-only', tg_table_name; end $$;
create trigger append_only before update or delete on event for each row execute function refuse_change();
create trigger append_only before update or delete on grade_event for each row execute function refuse_change();
"""


def upgrade() -> None:
    op.execute(ROLE)
    op.execute(f"grant select on {READABLE} to yudee_scoped")
    op.execute(
        "grant insert on event to yudee_scoped"
    )  # views of amounts; decisions are the owner's, after their checks
    for table, rule in POLICIES.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"create policy scoped on {table} for select to yudee_scoped using ({rule})")
    op.execute(APPEND_ONLY)


def downgrade() -> None:
    for table in ("event", "grade_event"):
        op.execute(f"drop trigger append_only on {table}")
    op.execute("drop function refuse_change")
    for table in POLICIES:
        op.execute(f"drop policy scoped on {table}")
        op.execute(f"alter table {table} disable row level security")
    op.execute(f"revoke all on {READABLE} from yudee_scoped")
