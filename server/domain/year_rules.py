"""What a province may set of a plan year, and what each setting may be. Pure: no database, no request."""

from collections.abc import Callable, Mapping
from datetime import date

from server.domain.indicators.calendar import is_be_date

Fault = str | None


def within(least: int, most: int) -> Callable[[object], Fault]:
    """A whole number between two, both included."""

    def fault(value: object) -> Fault:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return None if is_number and least <= value <= most else f"ต้องเป็น {least} ถึง {most} · must be {least} to {most}"

    return fault


def one_of(*values: object) -> Callable[[object], Fault]:
    named = ", ".join(map(str, values))
    return lambda value: None if value in values else f"ต้องเป็นค่าใดค่าหนึ่งใน {named} · must be one of {named}"


def a_day(value: object) -> Fault:
    if not isinstance(value, date):
        return "ต้องเป็นวันที่ เช่น 2026-10-01 · must be a date such as 2026-10-01"
    return "ปีต้องเป็น ค.ศ. เช่น 2026 · the year must be Gregorian, such as 2026" if is_be_date(value) else None


# Setting -> what is wrong with a value. Units are those of server.domain.indicators.criteria.Criteria.
SETTINGS: dict[str, Callable[[object], Fault]] = {
    "threshold": within(1, 100),
    "collection_start": a_day,
    "collection_end": a_day,
    "min_account_months": within(1, 24),
    "ind2_mode": one_of("union", "best_single"),
    "gate_min_grade": one_of("A", "B"),
    "site_radius_m": within(1, 100_000),
    "near_radius_m": within(1, 100_000),
    "stale_days": within(1, 366),
    "behind_points": within(1, 100),
    "money_ahead_points": within(1, 100),
    "open_for_collection": one_of(True, False),
    "retention_years": within(1, 50),
}


def faults(changes: Mapping[str, object], present: Mapping[str, object]) -> dict[str, list[str]]:
    """What is wrong by setting, in both languages. present: the values before, for settings that depend on another."""
    found = {name: [fault] for name, value in changes.items() if (fault := fault_of(name, value))}
    return found or faults_together(dict(present) | dict(changes))


def fault_of(name: str, value: object) -> Fault:
    return SETTINGS[name](value) if name in SETTINGS else "ไม่รู้จักชื่อนี้ · there is no such setting"


def faults_together(rules: Mapping[str, object]) -> dict[str, list[str]]:
    found = {}
    if rules["collection_end"] <= rules["collection_start"]:
        found["collection_end"] = ["ต้องหลังวันเริ่มเก็บข้อมูล · must be after collection_start"]
    if rules["near_radius_m"] < rules["site_radius_m"]:
        found["near_radius_m"] = ["ต้องไม่น้อยกว่า site_radius_m · must not be less than site_radius_m"]
    return found
