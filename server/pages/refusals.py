"""What people see instead of a page: their mistake, a page that is not there, or a fault of ours."""

from flask import Flask, Response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from server import request_ids
from server.auth import NotSignedIn, SecondFactorToSetUp
from server.errors import NotFound, Problem, ServiceAway
from server.pages.formats import language

MACHINES = ("/v1/", "/api/", "/healthz", "/readyz", "/metrics")


class PageTooOld(Problem):
    status, code = 400, "page-too-old"
    th = "หน้านี้เปิดไว้นานเกินไปหรือเปิดจากที่อื่น ยังไม่มีการบันทึก เปิดหน้าใหม่แล้วลองอีกครั้ง"
    en = "This page was open for too long, or came from elsewhere. Nothing was saved; load it again and retry."


class SentTooMuch(Problem):
    status, code = 413, "sent-too-much"
    th = "ไฟล์หรือข้อความที่ส่งใหญ่เกินไป หน้านี้รับได้ไม่เกิน {limit_mb} MB ยังไม่มีการบันทึก ย่อให้เล็กลงแล้วลองอีกครั้ง"
    en = "What was sent is too large: this page takes at most {limit_mb} MB. Nothing was saved; send something less."


class OurFault(Problem):
    status, code = 500, "our-fault"
    th = "ระบบขัดข้อง เราบันทึกเหตุไว้แล้ว ลองใหม่อีกครั้ง หากยังไม่ได้ให้แจ้งผู้ดูแลระบบ"
    en = "Something went wrong here. It has been noted; try again, and tell the administrator if it persists."


class WrongAddress(NotFound):
    th = "ไม่พบหน้าที่ขอ ตรวจที่อยู่ หรือเริ่มจากหน้าแรก"
    en = "There is no such page. Check the address, or begin at the first page."


def refuse(app: Flask) -> None:
    """Answer in words; blueprints of machines have their own answers."""
    app.register_error_handler(Problem, refused)
    app.register_error_handler(CSRFError, too_old)
    app.register_error_handler(OperationalError, away)
    app.register_error_handler(HTTPException, failed)


def refused(problem: Problem) -> AnyResponse:
    """A Problem as a page; whoever is not signed in is led there and back."""
    if isinstance(problem, NotSignedIn) and not for_machines():
        wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
        return redirect(url_for("pages.start", **({"next": wanted} if wanted else {})))
    if isinstance(problem, SecondFactorToSetUp) and not for_machines():
        return redirect(url_for("own_factor.factor"))
    return page(WrongAddress() if type(problem) is NotFound else problem)


def too_old(_error: CSRFError) -> Response:
    return page(PageTooOld())


def away(_error: OperationalError) -> Response:
    """Without its database a page cannot even say who is signed in."""
    return page(ServiceAway(), bare=True)


def failed(error: HTTPException) -> AnyResponse:
    """What the framework refuses, and faults of ours (500)."""
    if for_machines():
        return error.get_response()
    if error.code in (404, 405):  # an address to which a form is sent is none that can be opened
        return page(WrongAddress())
    if (error.code or 500) >= 500:
        return page(OurFault(), bare=True)
    if error.code == 413:
        return page(SentTooMuch(limit_mb=round((request.max_content_length or 0) / 1_000_000, 1)))
    response = page(PageTooOld())
    response.status_code = error.code or 400
    return response


def page(problem: Problem, *, bare: bool = False) -> Response:
    text = problem.text(language())
    shown = {"problem": problem, "text": text, "bare": bare, "request_id": request_ids.current()}
    body = render_template("pages/problem.html", **shown)
    response = Response(body, problem.status)
    response.headers["X-Yudee-Problem"] = problem.code
    return response


def for_machines() -> bool:
    return request.path.startswith(MACHINES)
