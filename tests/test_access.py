"""Who may call what: every route has a row here (or in the tables of the two APIs), or the test fails.

Rows are checked by calling; columns are the roles of `server.domain.permissions`. A new route needs its row, a new role
its column.
"""

import re

import pytest
from sqlalchemy import func, select, update

from server.auth import ANYBODY, SIGNED_IN
from server.db.models import Phone, ProjectNotice
from server.domain import phones
from server.domain.permissions import ROLES
from tests.domain.projects.lives import make_life
from tests.factories import PASSWORD, SECRET, make_household, make_person, make_village
from tests.fixtures.field import photo
from tests.fixtures.phones import PUBLIC_URL
from tests.parts import multipart, xml_part
from tests.phone import HEADERS
from tests.visitor import Visitor
from tests.wire import DirectWire, LoginWire

# What a phone of each role is answered, in its own area.
PHONES = """
                                                     team committee officer chief province evaluation admin
    GET  formList                                     200    200     200     403     403      200      403
    GET  forms/household_register.xml                 200    404     404     403     403      404      403
    GET  forms/household_register/manifest            200    404     404     403     403      404      403
    GET  forms/household_register/attachments/households.csv
                                                      200    404     404     403     403      404      403
    GET  forms/project_proposal.xml                   200    404     404     403     403      404      403
    GET  forms/project_screening.xml                  404    404     200     403     403      404      403
    GET  forms/project_screening/attachments/projects.csv
                                                      404    404     200     403     403      404      403
    GET  forms/project_evaluation.xml                 404    404     404     403     403      200      403
    GET  forms/project_evaluation/attachments/projects.csv
                                                      404    404     404     403     403      200      403
    GET  forms/project_progress.xml                   200    200     200     403     403      404      403
    GET  forms/project_progress/manifest              200    200     200     403     403      404      403
    GET  forms/project_progress/attachments/projects.csv
                                                      200    200     200     403     403      404      403
    GET  datasets/households/integrity                200    404     404     403     403      404      403
    GET  datasets/projects/integrity                  200    200     200     403     403      200      403
    GET  submission                                   204    204     204     403     403      204      403
    POST submission                                   201    403     403     403     403      403      403
"""

# What somebody in each role is answered at a browser about their own area; then about another one. Acts are sent
# empty: who may act is told what is missing (422), or that the form does not say what it saw (409).
PAGES = """
                                                     team committee officer chief province evaluation admin
    GET  /areas/{area}                                403    403     200     200     200      200      200
    GET  /villages/50070503                           403    403     200     200     200      200      403
    GET  /areas/{area}/map                            403    403     200     200     200      200      403
    GET  /areas/{area}/villages                       403    403     200     200     200      200      403
    GET  /areas/{area}/changes                        403    403     200     200     200      200      403
    GET  /areas/{area}/budget                         403    403     200     200     200      200      403
    GET  /areas/{area}/projects                       403    403     200     200     200      200      403
    GET  /areas/{area}/projects/map                   403    403     200     200     200      200      403
    GET  /areas/{area}/photos                         403    403     200     200     200      200      403
    GET  /areas/{area}/strategy                       403    403     200     200     200      200      403
    GET  /areas/{area}/finance                        403    403     200     200     200      200      403
    GET  /areas/{area}/process                        403    403     200     200     200      200      403
    GET  /villages/50070503/finance                   403    403     200     403     403      403      403
    GET  /tables/grades.csv                           403    403     200     200     200      200      403
    GET  /exports                                     403    403     200     200     200      200      403
    POST /exports                                     403    403     404     404     404      404      403
    GET  /exports/1                                   403    403     404     404     404      404      403
    GET  /exports/1/file                              403    403     404     404     404      404      403
    GET  /villages/50070503/sheet                     403    403     200     200     200      200      403
    GET  /villages/50070503/sheet.pdf                 403    403     200     200     200      200      403
    GET  /dictionary                                  403    403     200     200     200      200      403
    GET  /dictionary.csv                              403    403     200     200     200      200      403
    GET  /projects                                    403    403     200     200     200      200      403
    GET  /projects/approvals                          403    403     403     403     200      403      403
    POST /projects/approvals                          403    403     403     403     422      403      403
    GET  /years                                       403    403     200     200     200      200        403
    GET  /years/2570                                  403    403     200     200     200      200        403
    POST /years/2570/lock                             403    403     403     403     200      403        403
    POST /years/2570/unlock                           403    403     403     403     409      403        403
    POST /years/2570/rules                            403    403     403     403     409      403        403
    GET  /projects/{project}                          403    403     200     200     200      200      403
    GET  /best-practices                              403    403     200     200     200     200      403
    GET  /withdrawals                                 403    403     200     200     200     200      403
    GET  /screening                                   403    403     200     200     200     200      403
    GET  /screening/sheet                             403    403     200     200     200     200      403
    GET  /notices                                     403    403     200     200     200     200      403
    GET  /notices/{notice}/letter                     403    403     200     200     200     200      403
    POST /notices/{notice}/seen                       403    403     302     403     403     403      403
    POST /projects/{project}/screen                   403    403     422     403     403     403      403
    POST /projects/{project}/decide                   403    403     403     403     422     403      403
    POST /projects/{project}/budget                   403    403     403     403     422     403      403
    POST /projects/{project}/transfer                 403    403     403     403     422     403      403
    POST /projects/{project}/void-transfer            403    403     403     403     422     403      403
    POST /projects/{project}/suspend                  403    403     409     403     403     403      403
    POST /projects/{project}/resume                   403    403     409     403     403     403      403
    POST /projects/{project}/open-gate                403    403     403     403     409     403      403
    POST /projects/{project}/cancel                   403    403     409     403     409     403      403
    POST /projects/{project}/consent                  403    403     403     422     403     403      403
    GET  /me                                            200    200    200    200    200    200    200
    POST /me/name                                       400    400    400    400    400    400    400
    POST /me/password                                   422    422    422    422    422    422    422
    POST /me/sign-ins                                   302    302    302    302    302    302    302
    GET  /me/second-factor                              200    200    200    200    200    200    200
    POST /me/second-factor                              302    302    302    302    302    302    302
    POST /me/second-factor/confirm                      422    422    422    422    422    422    422
    POST /me/second-factor/codes                        422    422    422    422    422    422    422
    POST /me/second-factor/off                          422    422    422    422    422    422    422
    GET  /me/keys                                       200    200    200    200    200    200    200
    POST /me/keys                                       422    422    422    422    422    422    422
    POST /me/keys/end                                   302    302    302    302    302    302    302
    GET  /admin/roles                                   403    403    403    403    403    403    200
    GET  /admin/people                                  403    403    403    403    403    403    200
    POST /admin/people                                  403    403    403    403    403    403    404
    GET  /admin/people/new                              403    403    403    403    403    403    200
    GET  /admin/people/{person}                         403    403    403    403    403    403    200
    GET  /admin/people/{person}/duty                    403    403    403    403    403    403    200
    POST /admin/people/{person}/duty                    403    403    403    403    403    403    409
    POST /admin/people/{person}/name                    403    403    403    403    403    403    409
    POST /admin/people/{person}/link                    403    403    403    403    403    403    200
    POST /admin/people/{person}/code                    403    403    403    403    403    403    200
    POST /admin/people/{person}/second-factor           403    403    403    403    403    403    302
    POST /admin/people/{person}/take-back               403    403    403    403    403    403    302
    POST /admin/people/{person}/sign-ins                403    403    403    403    403    403    302
    POST /admin/people/{person}/close                   403    403    403    403    403    403    409
    POST /admin/people/{person}/open                    403    403    403    403    403    403    409
    GET  /admin/areas                                   403    403    403    403    403    403    200
    GET  /admin/areas/5007                              403    403    403    403    403    403    200
    POST /admin/areas/villages                          403    403    403    403    403    403    422
    GET  /admin/villages/50070503                       403    403    403    403    403    403    200
    POST /admin/villages/50070503                       403    403    403    403    403    403    409
    GET  /admin/criteria                                403    403    403    403    200    403    200
    POST /admin/criteria                                403    403    403    403    422    403    403
    GET  /status                                      200    200     200     200     200      200      200
    GET  /admin/forms                                 403    403     403     403     403     403      200
    GET  /admin/phones                                403    403     200     403     403     403      200
    GET  /admin/phones/{phone}                        403    403     200     403     403     403      200
    POST /admin/phones/{phone}/sheet                  403    403     403     403     403     403      200
    POST /admin/phones/{phone}/reissue                403    403     403     403     403     403      302
    POST /admin/phones/{phone}/revoke                 403    403     403     403     403     403      302
    POST /admin/forms                                 403    403    403    403    403    403    422
    GET  /admin/uploads/1                             403    403    403    403    403    403    404
    GET  /admin/forms/community_plan                  403    403    403    403    403    403    200
    POST /admin/forms/community_plan/publish          403    403    403    403    403    403    404
    POST /admin/forms/community_plan/discard          403    403    403    403    403    403    404
    POST /admin/forms/community_plan/state            403    403    403    403    403    403    404
    POST /admin/forms/community_plan/roles            403    403    403    403    403    403    422
    POST /admin/forms/community_plan/delete           403    403    403    403    403    403    409
    POST /admin/forms/community_plan/restore          403    403    403    403    403    403    409
    POST /admin/forms/community_plan/files            403    403    403    403    403    403    404
    GET  /admin/forms/community_plan/versions/0.xml   403    403    403    403    403    403    404
    GET  /desk                                        403    403     200     200     403      403      403
    GET  /review                                      403    403     200     403     200      403      403
    GET  /review/{plan}                               403    403     200     403     200      403      403
    GET  /review/{account}                            403    403     200     403     404      403      403
    GET  /files/{plan}/{photo}                        403    403     200     200     200      200      403
    POST /review/{plan}                               403    403     302     403     403      403      403
    POST /review/{plan}/area                          403    403     302     403     403      403      403
    POST /review/{plan}/comments                      403    403     422     403     403      403      403
    POST /review/{plan}/flags/evidence_missing        403    403     404     403     403      403      403
    POST /review/draws                                403    403     409     403     403      403      403
    GET  /review/draws/1                              403    403     404     403     404      403      403
    POST /review/draws/1                              403    403     404     403     404      403      403
    POST /review/batches/0/undo                       403    403     404     403     404      403      403
    POST /review/{account}/withdrawal                 403    403     409     403     403      403        403
    GET  /register                                    403    403     200     403     403      403      403
    GET  /register/villages/50070503                  403    403     200     403     403      403      403
    GET  /register/villages/50070503/twice            403    403     200     403     403      403      403
    GET  /register/villages/50070503/missing          403    403     200     403     403      403      403
    POST /register/villages/50070503/not-twice        403    403     404     403     403      403      403
    GET  /register/{household}                        403    403     200     403     403      403      403
    POST /register/{household}/close                  403    403     409     403     403      403      403
    POST /register/{household}/reopen                 403    403     409     403     403      403      403
    POST /register/{household}/withdraw               403    403     422     403     403      403      403
    POST /register/{household}/agree                  403    403     422     403     403      403      403
    GET  /conflicts                                   403    403     200     403     403      403      403
    GET  /conflicts/households/{household}            403    403     200     403     403      403      403
    POST /conflicts/households/{household}            403    403     409     403     403      403      403
"""
ELSEWHERE = """
                                                     team committee officer chief province evaluation admin
    GET  /areas/5007                                  403    403     404     404     404      404      404
    GET  /villages/50070503                           403    403     404     404     404      404      403
    GET  /years/2570                                  403    403     404     404     404      404        403
    POST /years/2570/lock                             403    403     403     403     404      403        403
    POST /years/2570/unlock                           403    403     403     403     404      403        403
    POST /years/2570/rules                            403    403     403     403     404      403        403
    GET  /areas/5007/map                              403    403     404     404     404      404      403
    GET  /areas/5007/villages                         403    403     404     404     404      404      403
    GET  /areas/5007/changes                          403    403     404     404     404      404      403
    GET  /areas/5007/budget                           403    403     404     404     404      404      403
    GET  /areas/5007/projects                         403    403     404     404     404      404      403
    GET  /areas/5007/projects/map                     403    403     404     404     404      404      403
    GET  /areas/5007/photos                           403    403     404     404     404      404      403
    GET  /areas/5007/strategy                         403    403     404     404     404      404      403
    GET  /areas/5007/finance                          403    403     404     404     404      404      403
    GET  /areas/5007/process                          403    403     404     404     404      404      403
    GET  /villages/50070503/finance                   403    403     404     403     403      403      403
    GET  /villages/50070503/sheet                     403    403     404     404     404      404      403
    GET  /villages/50070503/sheet.pdf                 403    403     404     404     404      404      403
    GET  /tables/grades.csv?area=5007                 403    403     404     404     404      404      403
    GET  /tables/finance.xlsx?area=500705             403    403     404     404     404      404      403
    GET  /projects/{project}                          403    403     404     404     404      404      403
    GET  /best-practices?area=5007                    403    403     404     404     404     404      403
    GET  /withdrawals?area=5007                       403    403     404     404     404     404      403
    GET  /notices?area=5007                           403    403     404     404     404     404      403
    GET  /notices/{notice}/letter                     403    403     404     404     404     404      403
    POST /notices/{notice}/seen                       403    403     404     403     403     403      403
    POST /projects/{project}/screen                   403    403     404     403     403     403      403
    POST /projects/{project}/decide                   403    403     403     403     404     403      403
    POST /projects/{project}/budget                   403    403     403     403     404     403      403
    POST /projects/{project}/transfer                 403    403     403     403     404     403      403
    POST /projects/{project}/void-transfer            403    403     403     403     404     403      403
    POST /projects/{project}/suspend                  403    403     404     403     403     403      403
    POST /projects/{project}/resume                   403    403     404     403     403     403      403
    POST /projects/{project}/open-gate                403    403     403     403     404     403      403
    POST /projects/{project}/cancel                   403    403     404     403     404     403      403
    POST /projects/{project}/consent                  403    403     403     404     403     403      403
    GET  /admin/phones/{phone}                        403    403     404     403     403     403      404
    POST /admin/phones/{phone}/sheet                  403    403     403     403     403     403      404
    POST /admin/phones/{phone}/reissue                403    403     403     403     403     403      404
    POST /admin/phones/{phone}/revoke                 403    403     403     403     403     403      404
    GET  /admin/areas/5007                              403    403    403    403    403    403    404
    GET  /admin/villages/50070503                       403    403    403    403    403    403    404
    POST /admin/villages/50070503                       403    403    403    403    403    403    404
    GET  /admin/people/{person}                        403    403     403     403     403      403      404
    GET  /admin/people/{person}/duty                   403    403     403     403     403      403      404
    POST /admin/people/{person}/duty                   403    403     403     403     403      403      404
    POST /admin/people/{person}/name                   403    403     403     403     403      403      404
    POST /admin/people/{person}/link                   403    403     403     403     403      403      404
    POST /admin/people/{person}/code                   403    403     403     403     403      403      404
    POST /admin/people/{person}/second-factor          403    403     403     403     403      403      404
    POST /admin/people/{person}/take-back              403    403     403     403     403      403      404
    POST /admin/people/{person}/sign-ins               403    403     403     403     403      403      404
    POST /admin/people/{person}/close                  403    403     403     403     403      403      404
    POST /admin/people/{person}/open                   403    403     403     403     403      403      404
    GET  /admin/forms/community_plan                  403    403    403    403    403    403    404
    POST /admin/forms/community_plan/roles            403    403    403    403    403    403    404
    POST /admin/forms/community_plan/state            403    403    403    403    403    403    404
    POST /admin/forms/community_plan/publish          403    403    403    403    403    403    404
    GET  /review/{plan}                               403    403     404     403     404      403      403
    GET  /review/{account}                            403    403     404     403     404      403      403
    GET  /files/{plan}/{photo}                        403    403     404     404     404      404      403
    POST /review/{plan}                               403    403     404     403     404      403      403
    POST /review/{plan}/area                          403    403     404     403     403      403      403
    POST /review/{plan}/comments                      403    403     404     403     404      403      403
    POST /review/{plan}/flags/evidence_missing        403    403     404     403     404      403      403
    POST /review/{account}/withdrawal                 403    403     404     403     403      403        403
    GET  /register/villages/50070503                  403    403     404     403     403      403      403
    GET  /register/{household}                        403    403     404     403     403      403      403
    POST /register/{household}/close                  403    403     404     403     403      403      403
    POST /register/{household}/reopen                 403    403     404     403     403      403      403
    POST /register/{household}/agree                  403    403     404     403     403      403      403
    GET  /conflicts/households/{household}            403    403     404     403     403      403      403
    POST /conflicts/households/{household}            403    403     404     403     403      403      403
"""
COLUMNS = {
    "team": ("tambon_team", "500705", "510101"),
    "committee": ("committee_member", "50070503", "51010101"),
    "officer": ("district_officer", "5007", "5101"),
    "chief": ("district_chief", "5007", "5101"),
    "province": ("province_officer", "50", "51"),
    "evaluation": ("evaluation_committee", "50", "51"),
    "admin": ("admin", "50", "51"),
}

# Routes for anybody at all. Whoever adds one says here why nobody needs to be asked for.
PUBLIC = {
    **dict.fromkeys(
        ("drafts.form_list", "drafts.form_xml", "drafts.manifest", "drafts.attachment", "drafts.announce")
        + ("drafts.receive_submission", "drafts.nowhere"),
        "whoever has the link of a draft tries it; nothing real is there",
    ),
    "central.openapi": "what programs may ask ODK's API here; nobody's data",
    "health.alive": "a proxy asks whether the process lives",
    "health.ready": "a proxy asks whether it can work",
    "metrics.figures": "Prometheus in the private network, or with its token: tests/test_metrics.py",
    "pages.start": "the sign-in; leads on whoever has signed in",
    "pages.sign_in": "the sign-in",
    "pages.sign_out": "ends what the cookie holds, if it holds anything",
    **dict.fromkeys(
        ("reset.by_code", "reset.set_by_code", "reset.by_link", "reset.set_by_link"),
        "whoever has a link or a printed code sets the password it is for: tests/pages/test_reset.py",
    ),
    **dict.fromkeys(("second_step.ask", "second_step.check"), "after the password, before the sign-in: tests/pages"),
    **dict.fromkeys(("provider.lead", "provider.back"), "the sign-in, by a provider: tests/pages/test_provider.py"),
    "pages.no_pages": "tells a role that has no page so",
    "assets.file": "our own styles and scripts",
    "teams.page": "whoever has the link of a team: tests/teams",
    "openrosa.nowhere": "not found, as phones read it",
    "central.nowhere": "not found, as Central says it",
    "central.sign_in": "how a script gets its token",
    "central.restore": "tells a browser of its session, or 404",
    "api_beside.nowhere": "not found, in JSON",
    "api_beside.docs": "what the API is",
    "api_beside.openapi": "what the API is",
}
HAVE_TABLES_OF_THEIR_OWN = r"(central|api|api_beside)\."  # tests/central/test_access_rows.py


def rows(table: str, column: str) -> dict[tuple[str, str], int]:
    """(method, address) -> status in one column; a long address has its statuses on the next line."""
    head, *words = table.split("\n", 2)[1].split(), *table.split("\n", 2)[2].split()
    width = len(head) + 2
    lines = [words[start : start + width] for start in range(0, len(words), width)]
    return {(method, address): int(statuses[head.index(column)]) for method, address, *statuses in lines}


# Every route has its row


def routes(app):
    return {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if not re.match(HAVE_TABLES_OF_THEIR_OWN, rule.endpoint)
    }


def test_every_route_says_who_may_call_it(app):
    verbs = {verb for role in ROLES.values() for verb in role.may} | {ANYBODY, SIGNED_IN}
    said = {
        rule.endpoint: getattr(app.view_functions[rule.endpoint], "allows", None) for rule in app.url_map.iter_rules()
    }

    assert {endpoint: verb for endpoint, verb in said.items() if verb not in verbs} == {}


def test_what_is_open_to_anybody_is_written_down(app):
    public = {rule.endpoint for rule in app.url_map.iter_rules() if app.view_functions[rule.endpoint].allows == ANYBODY}

    assert public == PUBLIC.keys()


def test_every_route_has_its_row(app, places):
    adapter = app.url_map.bind("localhost")
    prefix = "/v1/key/token/projects/1/"
    addresses = [(method, prefix + path) for method, path in rows(PHONES, "team")]
    addresses += [(method, path.format(**places, area="5007")) for method, path in rows(PAGES, "team")]
    named = {(method, adapter.match(path, method)[0]) for method, path in addresses}

    assert {(method, endpoint) for method, endpoint in routes(app) if endpoint not in PUBLIC} == named


def test_every_role_has_its_column():
    assert {role for role, *_ in COLUMNS.values()} == ROLES.keys()
    assert {
        column for table in (PHONES, PAGES, ELSEWHERE) for column in table.split("\n", 2)[1].split()
    } == COLUMNS.keys()


# Phones


@pytest.fixture
def plan_xml(new_phone):
    return new_phone().fill("community_plan").xml


def answers(app, made, expected, xml, *, workspace_id=None):
    """What a phone is answered, row by row."""
    client, given = app.test_client(), {}
    content_type, body = multipart([xml_part(xml)])
    for method, path in expected:
        target = f"/v1/key/{made.token}/projects/{workspace_id or made.workspace_id}/{path}"
        sent = {"data": body, "content_type": content_type} if method == "POST" else {}
        answer = client.open(target, method=method, headers=HEADERS, **sent)
        given[method, path] = answer.status_code
        assert answer.status_code < 400 or b"OpenRosaResponse" in answer.data
        assert answer.status_code != 401
    return given


@pytest.mark.parametrize("column", COLUMNS)
def test_a_phone_is_answered_as_its_role_says(app, new_phone, plan_xml, column):
    role, area, _ = COLUMNS[column]
    expected = rows(PHONES, column)

    assert answers(app, new_phone(role=role, area=area).made, expected, plan_xml) == expected


@pytest.mark.parametrize("column", ["team", "committee", "officer", "evaluation"])
def test_a_revoked_phone_is_nobody(app, session, new_phone, plan_xml, column):
    role, area, _ = COLUMNS[column]
    made = new_phone(role=role, area=area).made
    session.execute(update(Phone).where(Phone.actor_id == made.actor_id).values(revoked_at=func.now()))
    session.commit()

    assert set(answers(app, made, rows(PHONES, column), plan_xml).values()) == {403}


def test_after_a_reissue_the_old_code_is_nobody_and_the_new_one_goes_on(app, session, new_phone, plan_xml):
    made = new_phone(name="โทรศัพท์").made
    key = phones.reissue(session, "โทรศัพท์", workspace_id=1, secret=SECRET)
    session.commit()

    assert set(answers(app, made, rows(PHONES, "team"), plan_xml).values()) == {403}
    new = type(made)(made.actor_id, 1, made.name, key.token)
    assert answers(app, new, rows(PHONES, "team"), plan_xml) == rows(PHONES, "team")


def test_a_code_of_another_province_opens_nothing_here(app, new_phone, plan_xml):
    other = new_phone(area="510101").made

    assert other.workspace_id != 1
    assert set(answers(app, other, rows(PHONES, "team"), plan_xml, workspace_id=1).values()) == {403}
    assert set(answers(app, other, rows(PHONES, "team"), plan_xml, workspace_id=99).values()) == {404}


@pytest.mark.parametrize("token", ["A" * 64, "A" * 63, "short", "../../x", "%2e%2e", "' or 1=1 --"])
def test_a_token_nobody_holds_opens_nothing(app, new_phone, plan_xml, token):
    stranger = type(new_phone().made)(1, 1, "x", token)

    assert set(answers(app, stranger, rows(PHONES, "team"), plan_xml).values()) <= {403, 404}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_password_opens_what_a_code_of_the_same_role_opens(app, session, plan_xml, column):
    """A form's definition is there for scripts, too, at one address: whoever may read forms at all reads any."""
    role, area, _ = COLUMNS[column]
    email = make_person(session, role=role, area=area).email
    session.commit()
    wire, given = LoginWire(DirectWire(app), email, PASSWORD), {}
    content_type, body = multipart([xml_part(plan_xml)])
    for method, path in rows(PHONES, column):
        sent = (HEADERS | {"Content-Type": content_type}, body) if method == "POST" else (HEADERS,)
        given[method, path] = wire(method, f"/v1/projects/1/{path}", *sent).status

    definitions = {row for row in given if row[1].endswith(".xml")}
    reads_forms = "form.read" in ROLES[role].may
    assert {given.pop(row) for row in definitions} == {200 if reads_forms else 403}
    assert given == {row: status for row, status in rows(PHONES, column).items() if row not in definitions}


def test_a_person_cannot_use_the_addresses_of_phones(as_person, new_phone):
    phone, officer = new_phone(), as_person()

    assert officer.get(f"/v1/key/{'A' * 64}/projects/1/formList").status == 400
    assert phone.get(f"{PUBLIC_URL}/review").status == 302


# Browsers


@pytest.fixture
def places(new_phone, session):
    """What the braces of the tables stand for."""
    phone = new_phone()
    plan = phone.fill("community_plan", files={"plan_photo_1": photo()})
    account = phone.fill("household_account")
    assert [phone.send(form).status for form in (plan, account)] == [201, 201]
    project = make_life(session).up_to("funded").id
    notice = session.scalar(select(func.min(ProjectNotice.id)))
    household = make_household(session)
    household.conflict = "soft"
    make_village(session, "51010101")
    person = make_person(session).actor_id
    session.commit()
    ids = dict(session.connection().exec_driver_sql("select instance_id, id from submission").all())
    numbers = {"plan": ids[plan.instance_id], "account": ids[account.instance_id]}
    numbers |= {"project": project, "notice": notice, "household": household.uuid, "phone": phone.made.actor_id}
    numbers |= {"person": person}
    return numbers | {"photo": next(iter(plan.files))}


def shown(visitor: Visitor, expected, **places) -> dict[tuple[str, str], int]:
    """What a browser is answered, row by row; a decision carries what the page with its buttons would put into it."""
    token = visitor.get("/no-pages").tree.xpath('//input[@name="csrf_token"]/@value')[0]
    decision = {"state": "approved", "seen": "received.0", "reason": "again", "csrf_token": token}
    given = {}
    for method, path in expected:
        address = path.format(**places)
        visitor.page = None  # what is sent is only this
        page = visitor.get(address) if method == "GET" else visitor.post(address, **decision)
        given[method, path] = page.status
    return given


@pytest.mark.parametrize("column", COLUMNS)
def test_a_person_sees_their_own_area_as_their_role_says(as_person, places, column):
    role, area, _ = COLUMNS[column]
    expected = rows(PAGES, column)

    assert shown(as_person(role, area), expected, **places, area=area[:4]) == expected


@pytest.mark.parametrize("column", COLUMNS)
def test_a_person_of_elsewhere_sees_nothing_of_it(as_person, places, column):
    role, _, elsewhere = COLUMNS[column]
    expected = rows(ELSEWHERE, column)

    assert shown(as_person(role, elsewhere), expected, **places) == expected


def test_whoever_has_not_signed_in_is_led_to_the_sign_in(app, places):
    visitor = Visitor(app)

    for method, path in rows(PAGES, "team"):
        if method == "GET":
            page = visitor.get(path.format(**places, area="5007"))
            assert (page.status, page.headers["Location"].split("?")[0]) == (302, "/")
