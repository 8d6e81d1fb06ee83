"""A village's year from the phone to the official grade, with ODK Collect's own form engine over real HTTP."""

import re
from datetime import date

from server.domain.imports.projects import NewProject
from server.domain.imports.projects import add as add_projects
from server.domain.people import system_actor
from server.domain.permissions import Caller
from server.domain.projects import sheet
from server.stack.program import wait_until
from tests.fixtures.stories import GRADE, photo


def test_a_village_collected_offline_earns_its_grade(story):
    story.collect()
    offered = story.phone.open("household_account")
    offered.answer("village_code", story.village)
    assert list(offered.choices("household")) == story.households  # nothing was sent yet: the list grew on the phone

    story.send()
    story.comes_to("provisional", "A")
    assert story.stack.value(GRADE, village=story.village, basis="official") == "no_data"

    story.decide("approved")
    story.comes_to("official", "A")

    story.phone.sync()
    on_phone = story.phone.lists["households"].entities
    assert {on_phone[household].is_offline for household in story.households} == {False}
    proposal = story.phone.collect.table("household_account", "villages.csv")[story.village]
    assert (proposal["plan_year"], proposal["gate"]) == ("2570", "propose")


def test_six_households_at_the_forum_are_not_enough(story):
    """Scenario S2."""
    story.collect([1, 2, 3, 4, 5, 6])
    story.send()
    story.comes_to("provisional", "B", forum="6/10")

    story.decide("approved")
    story.comes_to("official", "B", forum="6/10")


def test_two_phones_at_one_forum_are_united_not_added(story, engine_phone):
    """Scenario S5: the second phone ticks two other members of households that are ticked already."""
    story.collect([1, 2, 3, 4, 5, 6])
    story.send()
    story.comes_to("provisional", "B", forum="6/10")

    first, story.phone = story.phone, engine_phone()
    story.forum(1, 6)
    story.send()
    story.decide("approved")

    story.comes_to("official", "B", forum="6/10")
    story.comes_to("provisional", "B", forum="6/10")
    assert first.outbox == []


def test_an_approval_that_is_withdrawn_leaves_the_official_figure(story):
    """Scenario S7."""
    forms = story.collect()
    story.send()
    story.comes_to("provisional", "A")
    story.decide("approved")
    story.comes_to("official", "A")

    story.decide("has_issues", forms["accounts"][6])

    story.comes_to("official", "B", accounts="6/10")
    story.comes_to("provisional", "A")


def test_a_forum_corrected_after_its_approval_waits_for_the_district_again(story):
    (forum,) = story.collect()["forums"]
    story.send()
    story.comes_to("provisional", "A")
    story.decide("approved")
    story.comes_to("official", "A")

    correction = story.phone.edit("forum_attendance", forum)
    correction.answer("attend_households", story.households[:8])
    edited = story.phone.finish(correction)
    story.send()

    story.comes_to("provisional", "A", forum="8/10")
    story.comes_to("official", "B", forum="0/10")
    assert edited.deprecated_id == forum.instance_id

    story.decide("approved", forum)
    story.comes_to("official", "A", forum="8/10")


def test_a_report_from_the_site_with_a_photo_is_geo_tagged_progress(story):
    with story.domain() as session:
        planned = {"village_code": story.village, "fiscal_year": 2570, "title": f"ฝาย {story.village}", "programme": 3}
        money = {"impl_unit": "village", "stage": "funded", "budget_approved": 50_000, "lon": 98.83, "lat": 19.01}
        project = NewProject(**planned, **money)
        add_projects(session, 1, [project], actor_id=system_actor(session).id)
    story.phone.sync()

    form = story.phone.open("project_progress")
    form.fill({"project": str(project.uuid), "reporter_role": "tambon_team", "report_date": date(2027, 2, 27)})
    form.fill({"milestone": "working", "percent_physical": 40, "disbursed_total": 20000, "consent_ref": "ชม 0418/55"})
    form.fill({"site_gps": (19.0118, 98.8301, 320, 5), "problems": ["none"]})
    story.phone.finish(form, {"photo_1": photo()})
    story.send()

    story.stack.becomes("in_progress", "select stage from project where id = :id", id=project.uuid)
    with story.domain() as session:
        officer = Caller(0, "person", "อำเภอ", 1, "district_officer", "5007")
        shown = sheet.sheet(session, officer, project.uuid, basis="provisional")
    (report,) = shown.reports
    progress = shown.progress["provisional"]
    assert (report.where, report.distance_m, report.geo_tagged) == ("on_site", 200, True)
    assert (progress.percent_physical, str(progress.percent_disbursed)) == (40, "40.00")

    story.phone.sync()
    on_phone = story.phone.lists["projects"].entities[str(project.uuid)]
    assert (on_phone.version, on_phone.properties["last_percent"]) == (3, "40")  # what the next report begins with


def test_the_logs_follow_a_phone_to_the_grade_and_hold_nothing_of_what_it_sent(story):
    forms = [form for some in story.collect().values() for form in some]
    story.send()
    story.comes_to("provisional", "A")
    token = story.phone.collect.server_url.split("/")[5]
    received = re.compile(r"event=answered request=(\w+) method=POST route=/v1/key/<token>\S+ status=201 .* actor=\d+")
    changed = re.compile(rf'event="grade changed" village_code={story.village} .*new_grade=A requests=(\S+)')

    assert wait_until(lambda: changed.search(story.stack.log("workers")), 10)
    web, workers = story.stack.log("web"), story.stack.log("workers")
    assert set(changed.search(workers)[1].split(",")) <= set(received.findall(web))
    assert len(token) == 64
    for secret in ("สมมุติ", "ศาลาวัด", "19.01", "98.83", "60000", token, *(form.instance_id for form in forms)):
        assert secret not in web + workers
