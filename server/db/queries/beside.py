"""What else is known of what a submission is about: other submissions of its household or project."""

from collections.abc import Collection

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

MOST = 30

# By the facts: an attendance list names too many households to say more than itself.
BESIDE = text("""
    with household as (
        select household_id as id from household_account where submission_id = :id
        union select household_id from household_registration where submission_id = :id
        union select household_id from household_closing where submission_id = :id),
    project as (
        select project_id as id from project_proposal where submission_id = :id
        union select project_id from project_screening where submission_id = :id
        union select project_id from progress_report where submission_id = :id
        union select project_id from project_evaluation where submission_id = :id),
    other as (
        select f.submission_id from household join household_account f
            on f.workspace_id = :workspace_id and f.household_id = household.id
        union select f.submission_id from household join household_registration f
            on f.workspace_id = :workspace_id and f.household_id = household.id
        union select f.submission_id from household join household_closing f
            on f.workspace_id = :workspace_id and f.household_id = household.id
        union select f.submission_id from project join project_proposal f
            on f.workspace_id = :workspace_id and f.project_id = project.id
        union select f.submission_id from project join project_screening f
            on f.workspace_id = :workspace_id and f.project_id = project.id
        union select f.submission_id from project join progress_report f
            on f.workspace_id = :workspace_id and f.project_id = project.id
        union select f.submission_id from project join project_evaluation f
            on f.workspace_id = :workspace_id and f.project_id = project.id)
    select s.id, f.form_id, f.title, v.instance_name as name, s.state, s.received_at
    from other join submission s on s.id = other.submission_id
    join form f on f.id = s.form
    join submission_version v on v.submission_id = s.id and v.is_current
    where s.id <> :id and s.deleted_at is null and s.data_class = any (:sees)
      and starts_with(s.village_code, :area_code)
    order by s.received_at desc, s.id desc limit :most
""")


def others(
    session: Session, workspace_id: int, submission_id: int, *, area_code: str, sees: Collection[str]
) -> list[Row]:
    """(id, form_id, title, name, state, received_at) of the latest others, within an area and classes of data."""
    named = {"workspace_id": workspace_id, "id": submission_id, "area_code": area_code, "sees": list(sees)}
    return list(session.execute(BESIDE, named | {"most": MOST}))


SITE = text("""
    select p.title, ST_Y(p.site) as lat, ST_X(p.site) as lon from project p
    where p.workspace_id = :workspace_id and p.site is not null and p.id = any (array(
        select project_id from project_proposal where submission_id = :id
        union select project_id from progress_report where submission_id = :id
        union select project_id from project_evaluation where submission_id = :id))
""")


def site(session: Session, workspace_id: int, submission_id: int) -> Row | None:
    """(title, lat, lon) of the site of the project a submission is about."""
    return session.execute(SITE, {"workspace_id": workspace_id, "id": submission_id}).first()
