"""Where projects stand: docs/indicators.md 7.5 as a table, for the pure rules and for the database."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from server.domain.indicators.progress import Project, Report
from tests.domain.indicators.positions import REPORTED, SITE
from tests.domain.indicators.sphere import Point, distance_m

FAR = Point(19.04000, 98.82948)
START, END = date(2026, 1, 1), date(2026, 4, 11)
RECEIVED = datetime(2026, 3, 1, 5, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A report as it is sent; from the site with a photo, unless it says otherwise."""

    on: date = date(2026, 3, 1)
    percent: int = 0
    reporter: str = "tambon_team"
    state: str = "approved"
    disbursed: int = 0
    at: Point | None = SITE
    accuracy_m: float | None = 5
    photos: int = 1


@dataclass(frozen=True, kw_only=True)
class Vector:
    """A project, its reports, and what is expected of it officially on a day."""

    name: str
    told: tuple[Told, ...] = ()
    expected: dict[str, object]
    as_of: date = date(2026, 3, 31)
    site: Point | None = SITE
    project: Project = field(
        default=Project(stage="in_progress", approved=4_300_000, planned_start=START, planned_end=END)
    )

    @property
    def reports(self) -> list[Report]:
        """As the rules read them, measured by the formula."""
        return [
            Report(
                instance_id=f"uuid:report-{number}",
                received_at=RECEIVED.replace(minute=number),
                state=told.state,
                report_date=told.on,
                percent_physical=told.percent,
                reporter=told.reporter,
                disbursed=told.disbursed,
                has_position=told.at is not None,
                accuracy_m=told.accuracy_m,
                distance_m=distance_m(self.site, told.at),
                photos_received=told.photos,
            )
            for number, told in enumerate(self.told)
        ]


def differing(team: int, committee: int, *, days: int) -> tuple[Told, ...]:
    """A report of the team, and so many days later one of the committee."""
    return (
        Told(on=date(2026, 3, 1), percent=team),
        Told(on=date(2026, 3, 1 + days), percent=committee, reporter="committee"),
    )


PLACES = [
    Vector(
        name=f"{distance} m, accuracy {accuracy}: {where}",
        site=site,
        told=(Told(at=at, accuracy_m=accuracy),),
        expected={"distance_m": distance, "location_class": where, "geo_tagged": where == "on_site"},
    )
    for site, at, accuracy, distance, where in REPORTED
]
SCHEDULE = [
    Vector(
        name="31 of 50 expected percent",
        as_of=date(2026, 2, 20),
        told=(Told(percent=31),),
        expected={"expected_percent": 50, "behind": False},
    ),
    Vector(
        name="30 of 50 expected percent",
        as_of=date(2026, 2, 20),
        told=(Told(percent=30),),
        expected={"expected_percent": 50, "behind": True},
    ),
    Vector(
        name="the day after the planned end",
        as_of=date(2026, 4, 12),
        told=(Told(percent=95),),
        expected={"expected_percent": 100, "behind": False, "overdue": True},
    ),
    Vector(name="30 days after the last geo-tagged report", told=(Told(),), expected={"stale": False}),
    Vector(name="31 days after it", as_of=date(2026, 4, 1), told=(Told(),), expected={"stale": True}),
]
MONEY = [
    Vector(
        name=f"{disbursed} satang of 43,000 baht at 40 percent",
        told=(Told(percent=40, disbursed=disbursed),),
        expected={"percent_disbursed": Decimal(percent), "money_ahead": ahead},
    )
    for disbursed, percent, ahead in [
        (2_000_000, "46.51", False),
        (3_010_000, "70.00", True),
        (3_009_999, "69.99", False),
    ]
]
OTHERS = [
    Vector(
        name="a far report after one from the site",
        told=(Told(percent=30), Told(on=date(2026, 3, 20), percent=60, at=FAR)),
        expected={
            "percent_physical": 60,
            "location_class": "far",
            "distance_m": 3212,
            "geo_tagged": False,
            "geo_tagged_on": date(2026, 3, 1),
        },
    ),
    Vector(
        name="no position",
        told=(Told(at=None),),
        expected={"location_class": "no_position", "distance_m": None, "geo_tagged": False},
    ),
    Vector(name="no site", site=None, told=(Told(),), expected={"location_class": "no_site", "distance_m": None}),
    Vector(
        name="no report",
        expected={"latest_report": None, "percent_physical": 0, "location_class": None, "inside_tambon": None},
    ),
]
DIFFERENCES = [
    Vector(name=name, told=told, expected={"reports_differ": differ})
    for name, told, differ in [
        ("20 points apart on one day", differing(40, 60, days=0), True),
        ("19 points apart", differing(40, 59, days=0), False),
        ("20 points apart after 14 days, the later one lower", differing(60, 40, days=14), True),
        ("20 points apart after 15 days", differing(40, 60, days=15), False),
        ("the district differs from the team", (Told(percent=10), Told(percent=90, reporter="district")), False),
        ("only the committee reports", (Told(percent=10, reporter="committee"),), False),
        (
            "the earlier report of the committee does not matter",
            (Told(percent=90, reporter="committee"), *differing(40, 45, days=1)),
            False,
        ),
        (
            "a rejected report is none",
            (Told(percent=10), Told(percent=90, reporter="committee", state="rejected")),
            False,
        ),
    ]
]
VECTORS = [*PLACES, *SCHEDULE, *MONEY, *OTHERS, *DIFFERENCES]
