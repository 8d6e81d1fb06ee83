"""Where reviewers find submissions: kept beside them, written anew whenever something it is made of changes."""

from collections.abc import Collection, Mapping

from sqlalchemy import text
from sqlalchemy.orm import Session

# What a form of our own calls itself names houses and places, never people; what others do, nobody knows.
PUT = text("""
    with weighed as (
        select * from unnest(cast(:codes as text[]), cast(:weights as integer[])) as weighed (code, weight)),
    found as (
        select s.id, s.workspace_id, s.form, s.state, s.village_code, s.phone_area, s.actor_id, s.received_at,
               coalesce(raised.risk, 0) as risk, coalesce(raised.flags, '{}') as flags,
               lower(concat_ws(' ', case when f.form_id = any (:own) then v.instance_name end, 'ม.' || p.moo, p.name_th,
                               a.display_name, s.instance_id)) as words
        from submission s
        join form f on f.id = s.form
        join actor a on a.id = s.actor_id
        join submission_version v on v.submission_id = s.id and v.is_current
        left join village p on p.workspace_id = s.workspace_id and p.code = s.village_code
        left join lateral (
            select sum(weighed.weight) as risk, array_agg(g.code order by weighed.weight desc, g.code) as flags
            from submission_flag g join weighed on weighed.code = g.code
            where g.submission_id = s.id
              and not exists (select from flag_dismissal d where d.submission_id = g.submission_id
                              and d.code = g.code and d.submission_version_id = v.id)) raised on true
        where s.id = any (:ids) and s.deleted_at is null),
    placed as (
        select found.*, left(coalesce(village_code, phone_area), 4) as district_code from found
        union
        select found.*, left(phone_area, 4) from found where not starts_with(village_code, phone_area)),
    gone as (
        delete from submission_index i where submission_id = any (:ids)
          and not exists (select from placed p where p.id = i.submission_id and p.district_code = i.district_code))
    insert into submission_index as old (submission_id, district_code, workspace_id, form, state, village_code,
        actor_id, received_at, risk, flags, words)
    select id, district_code, workspace_id, form, state, village_code, actor_id, received_at, risk, flags, words
    from placed
    on conflict (submission_id, district_code) do update
        set village_code = excluded.village_code, risk = excluded.risk, flags = excluded.flags, words = excluded.words
        where (old.village_code, old.risk, old.flags, old.words)
            is distinct from (excluded.village_code, excluded.risk, excluded.flags, excluded.words)
""")
# A decision may have been committed since `PUT` began to read; now that its rows are ours, whoever decides waits.
FOLLOW = text("""
    update submission_index i set state = s.state from submission s
    where i.submission_id = any (:ids) and s.id = i.submission_id and i.state <> s.state
""")


def put(session: Session, submission_ids: Collection[int], *, weights: Mapping[str, int], own: Collection[str]) -> None:
    """Write the index of these submissions anew; of deleted ones nothing stays.

    weights: of every flag, by its code; own: the forms whose names of submissions may be searched.
    """
    if not submission_ids:
        return
    flags = {"codes": list(weights), "weights": list(weights.values())}
    session.execute(PUT, flags | {"ids": list(submission_ids), "own": list(own)})
    session.execute(FOLLOW, {"ids": list(submission_ids)})
