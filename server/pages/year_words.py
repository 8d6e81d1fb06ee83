"""Words for plan years: the settings, and what was just done. English here, Thai in the catalog."""

from server.pages.language import N_

OF_YEARS: dict[str, dict[str, str]] = {
    "setting": {
        "threshold": N_("Threshold of indicators 1 and 2 (percent)"),
        "collection_start": N_("First day of collecting"),
        "collection_end": N_("Last day of collecting"),
        "min_account_months": N_("Months of accounts per household"),
        "ind2_mode": N_("Indicator 2 counts"),
        "gate_min_grade": N_("Lowest grade that may propose projects"),
        "site_radius_m": N_("A report is at the site within (metres)"),
        "near_radius_m": N_("A report is near the site within (metres)"),
        "stale_days": N_("Not seen lately: days without a report from the site"),
        "behind_points": N_("Behind schedule: points below the plan"),
        "money_ahead_points": N_("Money ahead of work: points"),
        "open_for_collection": N_("Open for collecting"),
        "retention_years": N_("Years that accounts are kept after the lock"),
    },
    "year_done": {
        "locked": N_("The year is locked."),
        "unlocked": N_("The year is open again. Everything in it is being computed."),
        "rules": N_("The rules are changed. Everything in the year is being computed."),
        "same": N_("Nothing was different; the rules are as they were."),
    },
    "year_act": {
        "year.lock": N_("Locked"),
        "year.unlock": N_("Unlocked"),
        "year.set_rules": N_("Rules changed"),
    },
    "yes_no": {"True": N_("Yes"), "False": N_("No")},
}
