"""What a backup must know of the database: one moment of it, its tables and blobs, and digests of all rows."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from server.db.models import Blob, Criteria, Workspace

# How values are written must not depend on the server that is asked.
SPELLING = text("""
    select set_config('datestyle', 'ISO, YMD', true), set_config('intervalstyle', 'postgres', true),
           set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true),
           set_config('timezone', 'UTC', true)
""")
# Whoever limits what people may wait for does not mean a backup.
PATIENCE = text("""
    select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)
""")
TABLES = text("""
    select c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not exists (select from pg_depend d
                      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by c.relname collate "C"
""")
DIGEST = """
    select count(*) as rows,
           coalesce(sum(('x' || substr(md5(whole_row::text), 1, 16))::bit(64)::bigint::numeric), 0)::text as digest
    from "{table}" whole_row
"""
# As in the migration that made it; whoever may not give it has been given it.
ROLE_OF_PEOPLE = text("""
    do $$ begin
        begin
            create role yudee_scoped nologin;
        exception when duplicate_object or unique_violation then null;
        end;
        execute format('grant yudee_scoped to %I', current_user);
    exception when unique_violation or insufficient_privilege then null;
    end $$
""")


def hold_still(session: Session) -> str:
    """Make this new transaction see one moment until its end; returns the name by which pg_dump sees the same one."""
    session.connection(execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
    session.execute(PATIENCE)
    return session.scalars(text("select pg_export_snapshot()")).one()


def server_version(session: Session) -> int:
    """The major version of PostgreSQL."""
    return int(session.scalars(text("show server_version_num")).one()) // 10_000


def tables(session: Session) -> Sequence[str]:
    """Every table that belongs to no extension, by name."""
    return session.scalars(TABLES).all()


def digests(session: Session) -> Iterator[tuple[str, int, str]]:
    """(table, rows, digest) of every table. The digest is a sum over the rows' own, in whatever order they lie."""
    session.execute(SPELLING)
    for table in tables(session):
        row = session.execute(text(DIGEST.format(table=table))).one()  # noqa: S608 # a name from the catalogue
        yield table, row.rows, row.digest


def schema(session: Session) -> str:
    """The migration the database stands at."""
    return session.scalars(text("select version_num from alembic_version")).one()


def blobs(session: Session) -> Sequence[Row]:
    """(sha256, size) of every blob of any workspace, once."""
    return session.execute(select(Blob.sha256, Blob.size).distinct().order_by(Blob.sha256)).all()


def plan_years(session: Session) -> Sequence[Row]:
    """(workspace_id, province_code, plan_year) of all that is computed."""
    years = select(Workspace.id, Workspace.province_code, Criteria.plan_year).join(Criteria)
    return session.execute(years.order_by(Workspace.id, Criteria.plan_year)).all()


def workspaces(session: Session) -> Sequence[int]:
    return session.scalars(select(Workspace.id).order_by(Workspace.id)).all()


def make_role_of_people(session: Session) -> None:
    """The role to which grants and policies speak; roles belong to a server, so that no dump has them."""
    session.execute(ROLE_OF_PEOPLE)


def analyse(session: Session) -> None:
    """Let the planner know what has just been filled in."""
    session.execute(text("analyze"))
