"""Writes facts of the pure rules into the tables, as receiving, reviewing and extracting leave them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from server.db.models import (
    CommunityPlan,
    Form,
    Forum,
    ForumAttendance,
    HouseholdAccount,
    HouseholdClosing,
    HouseholdRegistration,
    Submission,
    Withdrawal,
)
from server.domain.indicators import facts as pure
from server.domain.indicators.calendar import is_be_date
from tests.factories import make_system, make_workspace, make_year

INSIDE, ELSEWHERE = "500705", "500799"
ALWAYS = date(1900, 1, 1)
DELETED_AT = datetime(2027, 3, 5, tzinfo=UTC)


@dataclass
class Tables:
    """Rows to be written, and the workspace and form they belong to."""

    session: Session
    workspace_id: int
    actor_id: int
    form_id: int
    submissions: list[dict] = field(default_factory=list)
    rows: dict[type, list[dict]] = field(default_factory=dict)

    def add(self, table: type, **row: object) -> None:
        """submission_id: the place of its submission among ours, None without one."""
        self.rows.setdefault(table, []).append(row)

    def write(self) -> None:
        ids: list[int] = []
        if self.submissions:
            new = insert(Submission).returning(Submission.id, sort_by_parameter_order=True)
            ids = list(self.session.scalars(new, self.submissions))
        for table, rows in self.rows.items():
            for row in rows:
                row["submission_id"] = None if row["submission_id"] is None else ids[row["submission_id"]]
            self.session.execute(insert(table), rows)
        self.submissions.clear()
        self.rows.clear()


def tables(session: Session, years: Iterable[int]) -> Tables:
    """An empty workspace with its open years."""
    workspace = make_workspace(session)
    for year in sorted(years):
        make_year(session, year, workspace=workspace)
    form = Form(workspace_id=workspace.id, form_id="every_form", title="ทุกแบบ", data_class="plans")
    session.add(form)
    session.flush()
    return Tables(session, workspace.id, make_system(session).id, form.id)


def store(session: Session, facts: pure.VillageFacts) -> int:
    """Write a village's facts; returns the workspace. A phone from outside is one of another tambon."""
    into = tables(session, facts.open_years)
    for registration in facts.registrations:
        add_registration(into, registration, phone_area=_area(registration))
    for closing in facts.closings:
        add_closing(into, closing, village_code=facts.village_code, phone_area=_area(closing))
    for account in facts.accounts:
        add_account(into, account, phone_area=_area(account))
    for forum in facts.forums:
        add_forum(into, forum, phone_area=_area(forum))
    for plan in facts.plans:
        add_plan(into, plan, phone_area=_area(plan))
    for withdrawal in facts.withdrawals:
        add_withdrawal(into, withdrawal)
    into.write()
    return into.workspace_id


def _area(fact: pure.Received) -> str:
    return ELSEWHERE if fact.outside_area else INSIDE


def add_registration(into: Tables, fact: pure.Registration, **sent: object) -> None:
    day = fact.exists_from
    into.add(
        HouseholdRegistration,
        workspace_id=into.workspace_id,
        household_id=UUID(fact.household),
        submission_id=_submission(into, fact, **({"village_code": fact.village_code} | sent)),
        village_code=fact.village_code,
        exists_from=ALWAYS if day is None or is_be_date(day) else day,
        recorded_at=fact.received_at,
    )


def add_closing(into: Tables, fact: pure.Closing, **sent: object) -> None:
    into.add(
        HouseholdClosing,
        workspace_id=into.workspace_id,
        household_id=UUID(fact.household),
        submission_id=_submission(into, fact, **sent),
        close_reason=fact.close_reason,
        merged_into=UUID(fact.merged_into) if fact.merged_into else None,
        recorded_at=fact.received_at,
        exists_to=_day(fact),
        be_year=fact.is_be_dated,
    )


def add_account(into: Tables, fact: pure.Account, **sent: object) -> None:
    into.add(
        HouseholdAccount,
        household_id=UUID(fact.household) if fact.household else None,
        consent=fact.consent,
        collected_on=fact.collected_on,
        period_start=_day(fact),
        months=fact.months,
        **_collected(into, fact, **sent),
    )


def add_forum(into: Tables, fact: pure.Forum, **sent: object) -> None:
    row = _collected(into, fact, **sent)
    into.add(
        Forum,
        forum_type=fact.forum_type,
        collected_on=fact.collected_on,
        forum_date=_day(fact),
        walk_ins=fact.walk_ins,
        people_male=fact.people_male,
        people_female=fact.people_female,
        lao_present=fact.lao_present,
        has_sheet_photo=fact.has_sheet_photo,
        has_position=fact.has_position,
        **row,
    )
    for household in sorted(fact.ticked):
        into.add(ForumAttendance, submission_id=row["submission_id"], household_id=UUID(household))


def add_plan(into: Tables, fact: pure.Plan, **sent: object) -> None:
    into.add(
        CommunityPlan,
        plan_date=_day(fact),
        lao_prepare=fact.lao_prepare,
        lao_evidence=fact.lao_evidence,
        lao_first_date=fact.lao_first_date,
        written=fact.written,
        written_evidence=fact.written_evidence,
        accounts_used_n=fact.accounts_used_n,
        **_collected(into, fact, **sent),
    )


def add_withdrawal(into: Tables, fact: pure.Withdrawal) -> None:
    row = {"household_id": UUID(fact.household), "plan_year": fact.plan_year, "actor_id": into.actor_id}
    into.session.add(Withdrawal(workspace_id=into.workspace_id, **row))
    into.session.flush()


def _day(fact: pure.Received) -> date | None:
    """A Buddhist date is kept as null with its flag set."""
    return None if fact.is_be_dated else fact.event_date


def _collected(into: Tables, fact: pure.Collected, **sent: object) -> dict:
    return {
        "submission_id": _submission(into, fact, **({"village_code": fact.village_code} | sent)),
        "workspace_id": into.workspace_id,
        "village_code": fact.village_code,
        "plan_year": fact.plan_year,
        "be_year": fact.is_be_dated,
    }


def _submission(
    into: Tables, fact: pure.Received, *, village_code: str, phone_area: str = INSIDE, accepted: bool = False
) -> int | None:
    """The submission behind a fact; an import or an officer's entry has none."""
    if fact.state in ("page", "imported"):
        return None
    row = {
        "workspace_id": into.workspace_id,
        "form": into.form_id,
        "instance_id": fact.instance_id,
        "data_class": "plans",
        "state": fact.state,
        "actor_id": into.actor_id,
        "phone_area": phone_area,
        "village_code": village_code,
        "received_at": fact.received_at,
        "area_accepted_by": into.actor_id if accepted else None,
        "deleted_at": DELETED_AT if fact.deleted else None,
    }
    into.submissions.append(row)
    return len(into.submissions) - 1
