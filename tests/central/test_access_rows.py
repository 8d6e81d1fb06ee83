"""Who may call which address of the two APIs, about their own area and about another: a table to read."""

import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from server.db.models import Form, FormVersion, ProjectNotice
from server.domain import sessions
from tests.api.results import store_result
from tests.api.test_projects import APPROVAL, FORWARD, TRANSFER
from tests.domain.projects.lives import VILLAGE, make_life
from tests.factories import PASSWORD, make_household, make_person, make_workspace
from tests.fixtures.field import photo

INSIDE = """
                                                    officer chief province evaluation admin team
    POST   /v1/sessions                                 400   400      400        400   400  400
    GET    /v1/sessions/restore                         200   200      200        200   200  200
    GET    /v1/users/current                            200   200      200        200   200  200
    GET    /v1/projects                                 200   200      200        200   200  200
    GET    /v1/projects/1                               200   200      200        200   200  200
    GET    /v1/projects/1/forms                         200   403      200        200   200  200
    GET    /v1/projects/1/forms/{form}                  200   403      200        200   200  200
    GET    /v1/projects/1/forms/{form}.xml              200   403      200        200   200  200
    GET    /v1/projects/1/forms/{form}/submissions      200   403      200        403   403  403
    GET    /v1/users                                    200   200      200        200   200  200
    POST   /v1/users                                    403   403      403        403   400  403
    GET    /v1/users/{user}                             403   403      403        403   200  403
    PATCH  /v1/users/{user}                             403   403      403        403   200  403
    PUT    /v1/users/{user}/password                    403   403      403        403   403  403
    DELETE /v1/users/{user}                             403   403      403        403   200  403
    GET    /v1/roles                                    200   200      200        200   200  200
    GET    /v1/roles/app-user                           200   200      200        200   200  200
    GET    /v1/audits                                   403   403      403        403   200  403
    GET    /v1/projects/1/assignments                   403   403      403        403   200  403
    GET    /v1/projects/1/assignments/admin             403   403      403        403   200  403
    GET    /v1/projects/1/assignments/forms             403   403      403        403   200  403
    GET    /v1/projects/1/assignments/forms/2           403   403      403        403   200  403
    GET    /v1/projects/1/forms/{form}/assignments      403   403      403        403   200  403
    GET    /v1/projects/1/forms/{form}/assignments/2    403   403      403        403   200  403
    POST   /v1/projects/1/forms/{form}/assignments/2/{phone} 403   403      403        403   200  403
    DELETE /v1/projects/1/forms/{form}/assignments/2/{phone} 403   403      403        403   409  403
    GET    /v1/projects/1/app-users                     200   403      403        403   200  403
    POST   /v1/projects/1/app-users                     403   403      403        403   400  403
    GET    /v1/projects/1/app-users/{phone}             200   403      403        403   200  403
    PATCH  /v1/projects/1/app-users/{phone}             403   403      403        403   200  403
    DELETE /v1/projects/1/app-users/{phone}             403   403      403        403   200  403
    POST   /v1/projects/1/forms                         403   403      403        403   400  403
    PATCH  /v1/projects/1/forms/{form}                  403   403      403        403   200  403
    DELETE /v1/projects/1/forms/{form}                  403   403      403        403   409  403
    POST   /v1/projects/1/forms/{form}/restore          403   403      403        403   409  403
    GET    /v1/projects/1/forms/{form}.xlsx             404   403      404        404   404  404
    GET    /v1/projects/1/forms/{form}/fields           200   403      200        200   200  200
    GET    /v1/projects/1/forms/{form}/dataset-diff     200   403      200        200   200  200
    GET    /v1/projects/1/forms/{form}/attachments      200   403      200        200   200  200
    GET    /v1/projects/1/forms/{form}/attachments/villages.csv 200   403      200        200   200  200
    GET    /v1/projects/1/forms/{form}/versions         200   403      200        200   200  200
    GET    {form_version}                                    200   403      200        200   200  200
    GET    {form_version}.xml                                200   403      200        200   200  200
    GET    {form_version}.xlsx                               404   403      404        404   404  404
    GET    {form_version}/fields                             200   403      200        200   200  200
    GET    {form_version}/attachments                        200   403      200        200   200  200
    GET    {form_version}/attachments/villages.csv           200   403      200        200   200  200
    POST   {draft}                                      403   403      403        403   200  403
    GET    {draft}                                      403   403      403        403   200  403
    GET    {draft}.xml                                  403   403      403        403   200  403
    GET    {draft}.xlsx                                 403   403      403        403   404  403
    GET    {draft}/fields                               403   403      403        403   200  403
    GET    {draft}/dataset-diff                         403   403      403        403   200  403
    GET    {draft}/attachments                          403   403      403        403   200  403
    GET    {draft}/attachments/villages.csv             403   403      403        403   200  403
    POST   {draft}/attachments/no.png                   403   403      403        403   404  403
    DELETE {draft}/attachments/no.png                   403   403      403        403   404  403
    POST   {draft}/publish                              403   403      403        403   409  403
    DELETE {draft}                                      403   403      403        403   200  403
    POST   /v1/projects/1/forms/{form}/submissions      400   403      403        400   403  400
    GET    /v1/projects/1/forms/{form}/submissions/submitters
                                                        200   403      200        403   403  403
    GET    /v1/projects/1/forms/{form}/submissions/keys
                                                        200   403      200        403   403  403
    GET    /v1/projects/1/forms/{form}/submissions.csv
                                                        200   403      200        403   403  403
    POST   /v1/projects/1/forms/{form}/submissions.csv
                                                        200   403      200        403   403  403
    GET    /v1/projects/1/forms/{form}/submissions.csv.zip
                                                        200   403      200        403   403  403
    POST   /v1/projects/1/forms/{form}/submissions.csv.zip
                                                        200   403      200        403   403  403
    GET    /v1/projects/1/forms/{form}/submissions.geojson
                                                        200   403      200        403   403  403
    GET    /v1/projects/1/forms/{form}.svc              200   403      200        403   403  403
    GET    /v1/projects/1/forms/{form}.svc/$metadata    200   403      200        403   403  403
    GET    /v1/projects/1/forms/{form}.svc/Submissions  200   403      200        403   403  403
    GET    {plan}.geojson                               200   403      200        403   403  403
    GET    {account}.geojson                            200   403      404        403   403  403
    GET    {households}.svc                             200   403      404        403   403  403
    GET    {households}.svc/$metadata                   200   403      404        403   403  403
    GET    {households}.svc/Entities                    200   403      404        403   403  403
    GET    {projects}.svc/Entities                      200   403      200        403   403  403
    GET    {plan}                                       200   403      200        403   403  403
    GET    {plan}.xml                                   200   403      200        403   403  403
    GET    {plan}/attachments                           200   403      200        404   403  404
    GET    {plan}/attachments/{file}                    200   403      200        403   403  403
    POST   {plan}/attachments/{file}                    403   403      403        404   403  404
    PUT    {plan}                                       400   403      403        400   403  400
    GET    {plan}/versions                              200   403      200        403   403  403
    GET    {plan}/versions/{version}                    200   403      200        403   403  403
    GET    {plan}/versions/{version}.xml                200   403      200        403   403  403
    GET    {plan}/versions/{version}/attachments        200   403      200        403   403  403
    GET    {plan}/versions/{version}/attachments/{file}
                                                        200   403      200        403   403  403
    GET    {plan}/diffs                                 200   403      200        403   403  403
    GET    {plan}/audits                                200   403      200        403   403  403
    GET    {plan}/comments                              200   403      200        403   403  403
    POST   {plan}/comments                              200   403      403        403   403  403
    PATCH  {plan}                                       200   403      403        403   403  403
    GET    {account}                                    200   403      404        403   403  403
    GET    {account}.xml                                200   403      404        403   403  403
    GET    {account}/attachments                        200   403      404        404   403  404
    GET    {account}/versions                           200   403      404        403   403  403
    GET    {account}/diffs                              200   403      404        403   403  403
    GET    {account}/audits                             200   403      404        403   403  403
    GET    {account}/comments                           200   403      404        403   403  403
    POST   {account}/comments                           200   403      404        403   403  403
    PATCH  {account}                                    200   403      404        403   403  403
    GET    /v1/projects/1/datasets                      200   403      200        403   200  403
    POST   /v1/projects/1/datasets                      403   403      403        403   400  403
    GET    {projects}                                   200   403      200        403   200  403
    PATCH  {projects}                                   403   403      403        403   200  403
    POST   {projects}/properties                        403   403      403        403   400  403
    GET    {projects}/entities                          200   403      200        403   403  403
    POST   {projects}/entities                          400   403      403        403   403  403
    GET    {projects}/entities/creators                 200   403      200        403   403  403
    GET    {projects}/entities.csv                      200   403      200        403   403  403
    GET    {projects}/entities.geojson                  200   403      200        403   403  403
    GET    {projects}/entities/{project}/geojson        200   403      200        403   403  403
    GET    {projects}/entities/{project}                200   403      200        403   403  403
    PATCH  {projects}/entities/{project}                400   403      403        403   403  403
    DELETE {projects}/entities/{project}                403   403      403        403   403  403
    POST   {projects}/entities/{project}/restore        403   403      403        403   403  403
    POST   {projects}/entities/bulk-delete              403   403      403        403   403  403
    POST   {projects}/entities/bulk-restore             403   403      403        403   403  403
    GET    {projects}/entities/{project}/versions       200   403      200        403   403  403
    GET    {projects}/entities/{project}/diffs          200   403      200        403   403  403
    GET    {projects}/entities/{project}/audits         200   403      200        403   403  403
    GET    {households}                                 200   403      404        403   200  403
    GET    {households}/entities                        200   403      404        403   403  403
    GET    {households}/entities/creators               200   403      404        403   403  403
    GET    {households}/entities.csv                    200   403      404        403   403  403
    GET    {households}/entities.geojson                200   403      404        403   403  403
    GET    {households}/entities/{household}/geojson    200   403      404        403   403  403
    GET    {households}/entities/{household}            200   403      404        403   403  403
    GET    {households}/entities/{household}/versions   200   403      404        403   403  403
    GET    {households}/entities/{household}/diffs      200   403      404        403   403  403
    GET    {households}/entities/{household}/audits     200   403      404        403   403  403
    PATCH  {households}/entities/{household}            400   403      403        403   403  403
    GET    /api/areas                                   200   200      200        200   200  403
    GET    /api/areas/5007/grades?year=2570             200   200      200        200   403  403
    GET    /api/areas/5007/grades.csv?year=2570         200   200      200        200   403  403
    GET    /api/areas/5007/grades.geojson?year=2570     200   200      200        200   403  403
    GET    /api/areas/5007/projects.geojson?year=2570   200   200      200        200   403  403
    GET    /api/areas/5007/progress?year=2570           200   200      200        200   403  403
    GET    /api/villages/50070503/plan?year=2570        200   200      200        200   403  403
    GET    /api/years/2570/criteria                     200   200      200        200   403  403
    GET    /api/years/2570/changes                      200   200      200        200   403  403
    PATCH  /api/years/2570/criteria                     403   403      422        403   403  403
    POST   /api/years/2570/lock                         403   403      200        403   403  403
    DELETE /api/years/2570/lock?reason=again            403   403      204        403   403  403
    GET    /api/areas/5007/withdrawals                  200   200      200        200   403  403
    GET    /api/areas/5007/notices                      200   200      200        200   403  403
    GET    /api/areas/5007/best-practices?year=2570     200   200      200        200   403  403
    GET    /api/projects/{project}                      200   200      200        200   403  403
    POST   /api/notices/{notice}/seen                   200   403      403        403   403  403
    POST   /api/projects/{project}/gate-override        403   403      201        403   403  403
    POST   /api/projects/{project}/screenings           201   403      403        403   403  403
    POST   /api/projects/{project}/decisions            403   403      409        403   403  403
    POST   /api/projects/{project}/transfers            403   403      409        403   403  403
    DELETE /api/projects/{project}/transfers/1          403   403      409        403   403  403
    POST   /api/projects/{project}/consents             403   409      403        403   403  403
    POST   /api/projects/{project}/suspension           409   403      403        403   403  403
    POST   /api/projects/{project}/resumption           409   403      403        403   403  403
    POST   /api/projects/{project}/cancellation         201   403      201        403   403  403
    GET    /api/areas/5007/budget?year=2570             200   200      200        200   403  403
    GET    /api/areas/5007/budget.csv?year=2570         200   200      200        200   403  403
    GET    /api/areas/5007/finance?year=2570            200   200      200        200   403  403
    GET    /api/areas/5007/finance.csv?year=2570        200   200      200        200   403  403
    GET    /api/areas/5007/process?year=2570            200   200      200        200   403  403
    GET    /api/villages/50070503/finance?year=2570     200   403      403        403   403  403
    GET    /v1/openapi.json                             200   200      200        200   200  200
    GET    /api/odata                                   200   200      200        200   200  200
    GET    /api/odata/$metadata                         200   200      200        200   200  200
    GET    /api/odata/villages                          200   200      200        200   404  404
    GET    /api/odata/projects                          200   200      200        200   404  404
    GET    /api/openapi.json                            200   200      200        200   200  200
    GET    /api/docs                                    200   200      200        200   200  200
    DELETE /v1/sessions/of-nobody                       403   403      403        403   403  403
    DELETE /v1/sessions/current                         200   200      200        200   200  200
"""

# The district roles come from another district, those of the province from another province.
OUTSIDE = """
                                                    officer chief province evaluation admin team
    GET    /v1/projects/1                               200   200      404        404   404  200
    GET    /v1/projects/1/forms                         200   403      404        404   404  200
    GET    /v1/projects/1/forms/{form}                  200   403      404        404   404  200
    GET    /v1/projects/1/forms/{form}.xml              200   403      404        404   404  200
    GET    /v1/projects/1/forms/{form}/submissions      200   403      404        404   404  403
    GET    /v1/users/{user}                             403   403      403        403   404  403
    PATCH  /v1/users/{user}                             403   403      403        403   404  403
    DELETE /v1/users/{user}                             403   403      403        403   404  403
    PUT    /v1/users/{user}/password                    403   403      403        403   403  403
    GET    /v1/projects/1/assignments                   403   403      404        404   404  403
    GET    /v1/projects/1/assignments/admin             403   403      404        404   404  403
    GET    /v1/projects/1/assignments/forms             403   403      404        404   404  403
    GET    /v1/projects/1/assignments/forms/2           403   403      404        404   404  403
    GET    /v1/projects/1/forms/{form}/assignments      403   403      404        404   404  403
    GET    /v1/projects/1/forms/{form}/assignments/2    403   403      404        404   404  403
    POST   /v1/projects/1/forms/{form}/assignments/2/{phone} 403   403      404        404   404  403
    DELETE /v1/projects/1/forms/{form}/assignments/2/{phone} 403   403      404        404   404  403
    GET    /v1/projects/1/app-users                     200   403      404        404   404  403
    POST   /v1/projects/1/app-users                     403   403      404        404   404  403
    GET    /v1/projects/1/app-users/{phone}             404   403      404        404   404  403
    PATCH  /v1/projects/1/app-users/{phone}             403   403      404        404   404  403
    DELETE /v1/projects/1/app-users/{phone}             403   403      404        404   404  403
    POST   /v1/projects/1/forms                         403   403      404        404   404  403
    PATCH  /v1/projects/1/forms/{form}                  403   403      404        404   404  403
    DELETE /v1/projects/1/forms/{form}                  403   403      404        404   404  403
    POST   /v1/projects/1/forms/{form}/restore          403   403      404        404   404  403
    GET    /v1/projects/1/forms/{form}/fields           200   403      404        404   404  200
    GET    /v1/projects/1/forms/{form}/dataset-diff     200   403      404        404   404  200
    GET    /v1/projects/1/forms/{form}/attachments      200   403      404        404   404  200
    GET    /v1/projects/1/forms/{form}/attachments/villages.csv 200   403      404        404   404  200
    GET    /v1/projects/1/forms/{form}/versions         200   403      404        404   404  200
    GET    {form_version}                                    200   403      404        404   404  200
    GET    {form_version}/fields                             200   403      404        404   404  200
    GET    {form_version}/attachments/villages.csv           200   403      404        404   404  200
    POST   {draft}                                      403   403      404        404   404  403
    GET    {draft}                                      403   403      404        404   404  403
    GET    {draft}/attachments/villages.csv             403   403      404        404   404  403
    POST   {draft}/attachments/no.png                   403   403      404        404   404  403
    DELETE {draft}/attachments/no.png                   403   403      404        404   404  403
    POST   {draft}/publish                              403   403      404        404   404  403
    DELETE {draft}                                      403   403      404        404   404  403
    GET    /v1/projects/1/forms/{form}/submissions.csv
                                                        200   403      404        404   404  403
    GET    /v1/projects/1/forms/{form}/submissions.csv.zip
                                                        200   403      404        404   404  403
    GET    /v1/projects/1/forms/{form}/submissions.geojson
                                                        200   403      404        404   404  403
    GET    /v1/projects/1/forms/{form}.svc/Submissions  200   403      404        404   404  403
    GET    {plan}.geojson                               404   403      404        404   404  403
    GET    {households}.svc/Entities                    200   403      404        404   404  403
    GET    {plan}                                       404   403      404        404   404  403
    GET    {plan}.xml                                   404   403      404        404   404  403
    GET    {plan}/attachments                           404   403      404        404   404  404
    GET    {plan}/attachments/{file}                    404   403      404        404   404  403
    POST   {plan}/attachments/{file}                    404   403      404        404   404  404
    GET    {plan}/versions                              404   403      404        404   404  403
    GET    {plan}/versions/{version}                    404   403      404        404   404  403
    GET    {plan}/versions/{version}.xml                404   403      404        404   404  403
    GET    {plan}/versions/{version}/attachments        404   403      404        404   404  403
    GET    {plan}/versions/{version}/attachments/{file}
                                                        404   403      404        404   404  403
    GET    {plan}/diffs                                 404   403      404        404   404  403
    GET    {plan}/audits                                404   403      404        404   404  403
    GET    {plan}/comments                              404   403      404        404   404  403
    POST   {plan}/comments                              404   403      404        404   404  403
    PATCH  {plan}                                       404   403      404        404   404  403
    GET    /v1/projects/1/datasets                      200   403      404        404   404  403
    GET    {projects}                                   200   403      404        404   404  403
    PATCH  {projects}                                   403   403      404        404   404  403
    GET    {projects}/entities                          200   403      404        404   404  403
    GET    {projects}/entities.csv                      200   403      404        404   404  403
    GET    {projects}/entities.geojson                  200   403      404        404   404  403
    GET    {projects}/entities/{project}/geojson        404   403      404        404   404  403
    GET    {projects}/entities/{project}                404   403      404        404   404  403
    PATCH  {projects}/entities/{project}                400   403      404        404   404  403
    GET    {projects}/entities/{project}/versions       404   403      404        404   404  403
    GET    {projects}/entities/{project}/diffs          404   403      404        404   404  403
    GET    {projects}/entities/{project}/audits         404   403      404        404   404  403
    GET    {households}/entities.csv                    200   403      404        404   404  403
    GET    {households}/entities.geojson                200   403      404        404   404  403
    GET    {households}/entities/{household}/geojson    404   403      404        404   404  403
    GET    {households}/entities/{household}            404   403      404        404   404  403
    GET    {households}/entities/{household}/versions   404   403      404        404   404  403
    GET    {households}/entities/{household}/diffs      404   403      404        404   404  403
    GET    {households}/entities/{household}/audits     404   403      404        404   404  403
    PATCH  {households}/entities/{household}?force=true
                                                        404   403      404        404   404  403
    GET    /api/areas/5007/grades?year=2570             404   404      404        404   403  403
    GET    /api/areas/5007/grades.csv?year=2570         404   404      404        404   403  403
    GET    /api/areas/5007/grades.geojson?year=2570     404   404      404        404   403  403
    GET    /api/areas/5007/projects.geojson?year=2570   404   404      404        404   403  403
    GET    /api/areas/5007/progress?year=2570           404   404      404        404   403  403
    GET    /api/villages/50070503/plan?year=2570        404   404      404        404   403  403
    GET    /api/years/2570/criteria                     200   200      404        404   403  403
    GET    /api/years/2570/changes                      200   200      404        404   403  403
    PATCH  /api/years/2570/criteria                     403   403      422        403   403  403
    POST   /api/years/2570/lock                         403   403      404        403   403  403
    DELETE /api/years/2570/lock?reason=again            403   403      404        403   403  403
    GET    /api/areas/5007/withdrawals                  404   404      404        404   403  403
    GET    /api/areas/5007/notices                      404   404      404        404   403  403
    GET    /api/areas/5007/best-practices?year=2570     404   404      404        404   403  403
    GET    /api/projects/{project}                      404   404      404        404   403  403
    POST   /api/notices/{notice}/seen                   404   403      403        403   403  403
    POST   /api/projects/{project}/gate-override        403   403      404        403   403  403
    POST   /api/projects/{project}/screenings           404   403      403        403   403  403
    POST   /api/projects/{project}/decisions            403   403      404        403   403  403
    POST   /api/projects/{project}/transfers            403   403      404        403   403  403
    DELETE /api/projects/{project}/transfers/1          403   403      404        403   403  403
    POST   /api/projects/{project}/consents             403   404      403        403   403  403
    POST   /api/projects/{project}/suspension           404   403      403        403   403  403
    POST   /api/projects/{project}/resumption           404   403      403        403   403  403
    POST   /api/projects/{project}/cancellation         404   403      404        403   403  403
    GET    /api/areas/5007/budget?year=2570             404   404      404        404   403  403
    GET    /api/areas/5007/budget.csv?year=2570         404   404      404        404   403  403
    GET    /api/areas/5007/finance?year=2570            404   404      404        404   403  403
    GET    /api/areas/5007/finance.csv?year=2570        404   404      404        404   403  403
    GET    /api/areas/5007/process?year=2570            404   404      404        404   403  403
    GET    /api/villages/50070503/finance?year=2570     404   403      403        403   403  403
"""

ROLES = {
    "officer": ("district_officer", "5007", "5001"),
    "chief": ("district_chief", "5007", "5001"),
    "province": ("province_officer", "50", "57"),
    "evaluation": ("evaluation_committee", "50", "57"),
    "admin": ("admin", "50", "57"),
    "team": ("tambon_team", "500705", "500101"),
}
BODIES = {  # by the last word of the address, or by the method
    "PATCH": {"reviewState": "approved"},
    "DELETE": {"reason": "ผิดโครงการ"},
    "comments": {"body": "อ่านแล้ว"},
    "bulk-delete": {"ids": [str(uuid4())]},
    "bulk-restore": {"ids": [str(uuid4())]},
    "{projects}": {"approvalRequired": False},
    "{household}?force=true": {"data": {"members": "5"}},
    "screenings": FORWARD,
    "decisions": APPROVAL,
    "transfers": TRANSFER,
    "consents": {"report": 1},
} | dict.fromkeys(("gate-override", "suspension", "resumption", "cancellation"), {"reason": "น้ำท่วม"})


def rows(table: str) -> dict[str, dict[str, int]]:
    """role -> {method and address: status}; a long address has its statuses on the next line."""
    first, rest = table.strip().split("\n", 1)
    head, words = first.split(), rest.split()
    width = len(head) + 2
    lines = [words[start : start + width] for start in range(0, len(words), width)]
    return {
        role: {f"{method} {address}": int(statuses[number]) for method, address, *statuses in lines}
        for number, role in enumerate(head)
    }


@pytest.fixture
def places(phone, session):
    """What the braces of the tables stand for."""
    store_result(session, "50070503")
    make_workspace(session, "57")
    household_id = make_household(session).uuid
    session.commit()
    plan = phone.fill("community_plan", files={"plan_photo_1": photo()})
    account = phone.fill("household_account")
    assert [phone.send(filled).status for filled in (plan, account)] == [201, 201]
    below = "/v1/projects/1/forms/{}/submissions/{}"
    project, notice = project_and_notice(session)
    version = session.scalar(select(FormVersion.version).join(Form).where(Form.form_id == "community_plan"))
    user = make_person(session).actor_id
    session.commit()
    return {
        "form_version": f"/v1/projects/1/forms/community_plan/versions/{version}",
        "draft": "/v1/projects/1/forms/community_plan/draft",
        "user": user,
        "phone": phone.made.actor_id,
        "project": project,
        "projects": "/v1/projects/1/datasets/projects",
        "household": household_id,
        "households": "/v1/projects/1/datasets/households",
        "notice": notice,
        "form": "community_plan",
        "file": next(iter(plan.files)),
        "version": plan.instance_id,
        "plan": below.format("community_plan", plan.instance_id),
        "account": below.format("household_account", account.instance_id),
    }


def project_and_notice(session) -> tuple[UUID, int]:
    """A proposal that waits to be screened, and what its village was told of earlier."""
    life = make_life(session)
    life.screen("returned", completeness="fix")
    life.edit_proposal()
    life.review(life.proposal, "approved")
    session.commit()
    return life.id, session.scalar(select(ProjectNotice.id).where(ProjectNotice.area_code == VILLAGE))


def answers(app, session, role: str, area: str, expected: dict[str, int], places: dict[str, str]) -> dict[str, int]:
    """What somebody in a role is answered, in the order of the table."""
    email = make_person(session, role=role, area=area).email
    session.commit()
    token = sessions.sign_in(email, PASSWORD, sessions.BEARER, address="192.0.2.1").token
    client, headers = app.test_client(), {"Authorization": f"Bearer {token}"}
    given = {}
    for row in expected:
        method, address = row.split()
        body = BODIES.get(address.rpartition("/")[2], BODIES.get(method))
        answer = client.open(address.format(**places), method=method, headers=headers, json=body, buffered=True)
        given[row] = answer.status_code
    return given


@pytest.mark.parametrize("role", ROLES)
def test_in_the_own_area_a_role_is_answered_as_the_table_says(app, session, places, role):
    name, area, _ = ROLES[role]

    assert answers(app, session, name, area, rows(INSIDE)[role], places) == rows(INSIDE)[role]


@pytest.mark.parametrize("role", ROLES)
def test_about_another_area_a_role_is_answered_as_the_table_says(app, session, places, role):
    name, _, area = ROLES[role]

    assert answers(app, session, name, area, rows(OUTSIDE)[role], places) == rows(OUTSIDE)[role]


def test_the_table_names_every_address_of_both_apis(app, places):
    adapter = app.url_map.bind("localhost")
    named = set()
    for row in rows(INSIDE)["officer"]:
        method, address = row.split()
        named.add((method, adapter.match(address.format(**places).split("?")[0], method)[0]))

    there = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if re.match(r"central\.|api\.|api_beside\.", rule.endpoint) and not rule.endpoint.endswith("nowhere")
    }
    assert named == there
