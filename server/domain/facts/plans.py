"""Form community_plan: what the village claims, and whether the file that shows it has come."""

from server.domain.facts.reading import Facts, Submitted

WRITTEN = ("/plan_file", "/plan_photo_1")


def read_plan(submitted: Submitted, facts: Facts) -> None:
    if not facts.place(submitted) or not facts.year(submitted, "/plan_year"):
        return
    adopted_on, is_be = facts.day(submitted, "/written/plan_date")
    lao_first, _ = facts.day(submitted, "/lao/lao_first_date")
    prepared = "prepare" in submitted.chosen("/lao/lao_stages")
    written = submitted.is_yes("/written/has_written_plan")
    lao_evidence = submitted.has_file("/lao_evidence_photo")
    written_evidence = any(submitted.has_file(path) for path in WRITTEN)
    if (prepared and not lao_evidence) or (written and not written_evidence):
        facts.flag("evidence_missing")
    facts.add(
        "community_plan",
        village_code=facts.village_code,
        plan_year=facts.plan_year,
        plan_date=adopted_on,
        be_year=is_be,
        lao_prepare=prepared,
        lao_evidence=lao_evidence,
        lao_first_date=lao_first,
        written=written,
        written_evidence=written_evidence,
        accounts_used_n=facts.count(submitted, "/analysis/accounts_used_n"),
    )
