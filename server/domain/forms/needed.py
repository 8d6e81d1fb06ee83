"""The questions that figures rest on: a version without them would be filled in, and count for nothing. Pure.

They are those that `server.domain.facts` reads, and the groups of amounts it adds up; a test holds the two together.
"""

from collections.abc import Iterable

VILLAGE = "/area/village_code"
NEEDED: dict[str, tuple[str, ...]] = {
    "household_register": (
        VILLAGE, "/action", "/exists_from", "/closing/close_reason", "/closing/exists_to", "/closing/merged_into",
        "/meta/entity",
    ),
    "household_account": (
        VILLAGE, "/today", "/plan_year", "/household", "/consent_plan_use", "/period_start", "/period/period_type",
        "/period/book_seen", "/entry_mode", "/summary_amounts", "/receipt_amounts", "/payment_amounts",
        "/debt_amounts", "/line", "/line/line_entry/line_side", "/line/line_entry/line_receipt_cat",
        "/line/line_entry/line_payment_cat", "/line/line_entry/line_amount", "/position/savings_total",
    ),
    "forum_attendance": (
        VILLAGE, "/today", "/forum/plan_year", "/forum/forum_type", "/forum/forum_date", "/place_gps",
        "/attend_households", "/people/lao_present", "/people/people_male", "/people/people_female", "/walk_in",
        "/sheet_photo_1", "/sheet_photo_2", "/sheet_photo_3", "/sheet_photo_4", "/sheet_photo_5",
    ),
    "community_plan": (
        VILLAGE, "/plan_year", "/written/has_written_plan", "/written/plan_date", "/plan_file", "/plan_photo_1",
        "/lao/lao_stages", "/lao/lao_first_date", "/lao_evidence_photo", "/analysis/accounts_used_n",
    ),
    "project_proposal": (
        VILLAGE, "/fiscal_year", "/proposal_kind", "/what/project_title", "/what/programme", "/what/impl_unit",
        "/what/agency_name", "/work_mode", "/money/budget_requested", "/money/contribution_village",
        "/money/contribution_lao", "/who/beneficiary_households", "/who/beneficiary_people", "/who/planned_start",
        "/who/planned_end", "/site", "/basis/from_plan", "/basis/resolution_date", "/basis/votes_total",
        "/basis/votes_for", "/resolution_photo", "/meta/entity",
    ),
    "project_screening": (
        "/project", "/outcome", "/meeting_date", "/mission_group", "/comments", "/budget_recommended",
        "/priority_rank", "/criteria/c_strategy_link", "/criteria/c_from_plan", "/criteria/c_benefit",
        "/criteria/c_value", "/criteria/c_completeness", "/meta/entity",
    ),
    "project_progress": (
        "/project", "/today", "/reporter_role", "/status/report_date", "/status/milestone",
        "/status/percent_physical", "/money/disbursed_total", "/money/consent_ref", "/site_gps",
        *(f"/photo_group_{n}/photo_{n}{end}" for n in (1, 2, 3, 4) for end in ("", "_stage")), "/meta/entity",
    ),
    "project_evaluation": (
        "/project", "/today", "/eval_date", "/eval_gps", "/scores/s_effectiveness", "/scores/s_quality",
        "/scores/s_efficiency", "/scores/s_organisation", "/objectives_met", "/actual_households", "/continues",
        "/best_practice", "/meta/entity",
    ),
}  # fmt: skip


def missing(form_id: str, questions: Iterable[dict]) -> list[str]:
    """The questions of this form that figures rest on and that are not among these, by their paths."""
    there = {question["path"] for question in questions}
    return [path for path in NEEDED.get(form_id, ()) if path not in there]


def is_needed(form_id: str) -> bool:
    """Whether figures rest on this form."""
    return form_id in NEEDED
