"""What tells whether the server does its work: read at every scrape, so nothing here counts what only ever grows."""

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

MOST = 10_000  # of what waits no more are counted

REVISION = text("select version_num from alembic_version")


def revision(session: Session) -> str | None:
    """The step of the schema."""
    return session.scalar(REVISION)


# (table, when it began to wait, what waits); ids are in the order of waiting.
QUEUES = {
    "submissions": ("pending_submission", "queued_at", "attempts = 0 and (not_before is null or not_before <= now())"),
    "villages": ("stale_village", "queued_at", "true"),
    "projects": ("stale_project", "queued_at", "true"),
    "checks": ("stale_check", "queued_at", "true"),
    "forms": ("form_upload", "created_at", "outcome is null"),
    "exports": ("export", "created_at", "finished_at is null"),
}
WAITING = text(
    " union all ".join(
        f"select '{kind}' as kind, (select count(*) from (select from {table} where {waits} limit {MOST}) w) as number,"  # noqa: S608
        f" extract(epoch from now() - (select {since} from {table} where {waits} order by id limit 1)) as age_s"
        for kind, (table, since, waits) in QUEUES.items()
    )
)


def waiting(session: Session) -> dict[str, Row]:
    """{kind: (kind, number, age_s)} of all that is still to do; number: at most MOST; age_s: of the oldest, or None."""
    return {row.kind: row for row in session.execute(WAITING)}


FAILING = text(f"select count(*) from (select from pending_submission where attempts > 0 limit {MOST}) f")  # noqa: S608


def failing(session: Session) -> int:
    """Submissions that break our code whenever they are digested."""
    return session.scalar(FAILING)


FORMS = text("""
    select (select count(*) from workspace) as provinces,
           (select count(*) from form where state <> 'closed' and exists (
               select from form_version v where v.form = form.id and v.is_current)) as forms
""")


def forms(session: Session) -> Row:
    """(provinces, forms): forms that are published and take submissions."""
    return session.execute(FORMS).one()


LAST_BACKUP = text("""
    select extract(epoch from now() - greatest(
        (select max(at) from event where workspace_id is null and subject = 'backup' and verb = 'backup.make'),
        (select max(e.at) from workspace w join event e on e.workspace_id = w.id
         and e.subject = 'backup' and e.verb = 'backup.make')))
""")


def last_backup_age_s(session: Session) -> float | None:
    """Seconds since the newest backup; None when there has been none."""
    age = session.scalar(LAST_BACKUP)
    return None if age is None else float(age)


SAMPLE = text("""
    select b.sha256 from (select decode(md5(random()::text), 'hex') as at) start cross join lateral (
        (select sha256 from blob where workspace_id = :workspace_id and sha256 >= start.at order by sha256 limit :half)
        union all
        (select sha256 from blob where workspace_id = :workspace_id and sha256 < start.at order by sha256 limit :half)
    ) b
""")


def sample_of_blobs(session: Session, number: int) -> list[bytes]:
    """The names of some files that ought to be there, others each time."""
    workspaces = session.scalars(text("select id from workspace order by id")).all()
    asked = ({"workspace_id": one, "half": number // 2} for one in workspaces)
    return [bytes(sha256) for named in asked for sha256 in session.scalars(SAMPLE, named)]


ESTIMATES = text("""
    select relname, greatest(reltuples, 0)::bigint as rows from pg_class
    where relnamespace = 'public'::regnamespace and relname = any (:tables)
""")


def estimates(session: Session, tables: list[str]) -> dict[str, int]:
    """Rows of tables, as PostgreSQL's last look at them has it."""
    return dict(session.execute(ESTIMATES, {"tables": tables}).all())


OPEN_FLAGS = text("""
    select g.code, count(*) from submission s join submission_flag g on g.submission_id = s.id
    where s.state in ('received', 'edited') and s.deleted_at is null group by g.code
""")


def open_flags(session: Session) -> dict[str, int]:
    """Flags of what waits for a decision, by code. Takes long: the clock counts them, nobody who waits."""
    return dict(session.execute(OPEN_FLAGS).all())
