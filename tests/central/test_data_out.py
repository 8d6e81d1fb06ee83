"""Answers as they are taken away: CSV, zip and OData."""

import csv
import io
import zipfile

import pytest


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


@pytest.fixture
def register(phone):
    filled = phone.fill("household_register")
    assert phone.send(filled).status == 201
    return filled


SVC = "/projects/1/forms/household_register.svc"


def test_a_form_is_taken_away_as_csv(script, register):
    answer = script.get("/projects/1/forms/household_register/submissions.csv")
    (row,) = rows(answer)

    assert answer.headers["Content-Disposition"] == "attachment; filename=household_register.csv"
    assert row["KEY"] == register.instance_id
    assert row["meta-instanceID"] == register.instance_id
    assert row["area-village_code"] == "50070503"
    print(row)


def test_a_form_is_taken_away_as_zip(script, register):
    answer = script.get("/projects/1/forms/household_register/submissions.csv.zip")

    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as opened:
        assert opened.testzip() is None
        print(opened.namelist())


def test_odata(script, register):
    print(script.get(SVC).get_json())
    print(script.get(f"{SVC}/$metadata").get_data(as_text=True)[:3000])
    answer = script.get(f"{SVC}/Submissions?$count=true&$top=1&$filter=__system/submitterId eq 5 or __id ne 'x'")
    print(answer.get_json())
    answer = script.get(f"{SVC}/Submissions('{register.instance_id}')?$select=__id,area/village_code")
    print(answer.get_json())
    answer = script.get(f"{SVC}/Submissions?$top=0&$count=true&$orderby=__system/submissionDate desc")
    print(answer.get_json())
    answer = script.get("/projects/1/datasets/households.svc/Entities?$top=2&$search=1")
    print(answer.get_json())
    print(script.get("/projects/1/datasets/households.svc/$metadata").get_data(as_text=True)[:1500])
    assert 0
