"""Forums and plans of the villages, each with the reason why it does not count, and the reference date they give."""

from server.db.queries.indicators.terms import day_reasons, listed, review_reasons


def forum_verdict(*, all_years: bool) -> str:
    """The attendance lists; those without a reason are the set P."""
    return f"""
forum_verdict as materialized (
    select f.village_code, f.submission_id, s.instance_id, s.received_at, f.forum_date, f.walk_ins,
        case {review_reasons("f", "f.forum_date", villages=["f.village_code"])}
        when f.forum_type <> 'plan' then 'other_forum_type'
        {day_reasons("f", "f.forum_date")}
        end as reason
    from village v
    join forum f on f.workspace_id = :workspace_id and f.village_code = v.code
    join submission s on s.id = f.submission_id
    where s.deleted_at is null and {listed("f", "f.forum_date", all_years=all_years)})
"""  # noqa: S608


# Of those without a reason (the set L) the one received last is operative.
PLAN_VERDICT = f"""
plan_verdict as materialized (
    select l.*, l.reason is null and row_number() over (
        partition by l.village_code, l.reason is null order by l.received_at desc, l.instance_id collate "C" desc
        ) = 1 as operative
    from (
        select p.village_code, s.id as submission_id, s.instance_id, s.received_at, p.plan_date,
            p.lao_prepare, p.lao_evidence, p.written, p.written_evidence,
            case {review_reasons("p", "p.plan_date", villages=["p.village_code"])} end as reason
        from village v
        join community_plan p on p.workspace_id = :workspace_id and p.village_code = v.code
            and p.plan_year = :plan_year
        join submission s on s.id = p.submission_id
        where s.deleted_at is null) l)
"""  # noqa: S608

REFERENCE = """
reference as materialized (
    select v.code as village_code, coalesce(last_forum.day, adoption.day, least(:as_of, :window_end)) as day
    from village v
    left join (
        select village_code, max(forum_date) as day from forum_verdict where reason is null group by village_code
        ) last_forum on last_forum.village_code = v.code
    left join (
        select village_code, max(plan_date) as day from plan_verdict
        where operative and plan_date between :window_start and :window_end group by village_code
        ) adoption on adoption.village_code = v.code)
"""

# For what is asked about any day.
NO_REFERENCE = "reference as (select code as village_code, cast(null as date) as day from village)"
