"""Workspaces: one per province, and which one a command means."""

from sqlalchemy.orm import Session

from server.db.models import Workspace
from server.db.queries import locks
from server.db.queries import workspaces as queries
from server.errors import Problem


class NoWorkspace(Problem):
    status, code = 409, "no-workspace"
    th = "ยังไม่มีข้อมูลจังหวัด สั่ง yudee areas load ก่อน"
    en = "There is no province yet. Run `yudee areas load` first."


class WorkspaceUnknown(Problem):
    status, code = 404, "workspace-unknown"
    th = "ไม่มีจังหวัดรหัส {province} ในระบบ ที่มีคือ {known}"
    en = "Province {province} is not here. These are: {known}."


class ProvinceNeeded(Problem):
    status, code = 422, "province-needed"
    th = "มีหลายจังหวัด ระบุด้วย --province: {known}"
    en = "There are several provinces. Say which one with --province: {known}."


def choose(session: Session, province: str | None = None) -> Workspace:
    """The workspace of a province, or the only one.

    Raises NoWorkspace, WorkspaceUnknown, ProvinceNeeded.
    """
    there = queries.all_of_them(session)
    known = ", ".join(workspace.province_code for workspace in there)
    if not there:
        raise NoWorkspace
    if province is None and len(there) > 1:
        raise ProvinceNeeded(known=known)
    for workspace in there:
        if province in (None, workspace.province_code):
            return workspace
    raise WorkspaceUnknown(province=province, known=known)


def ensure(session: Session, province: str, name: str) -> Workspace:
    """The workspace of a province, made when it is not there yet."""
    locks.hold(session, "workspaces")
    return queries.of_province(session, province) or queries.add(session, province, name)
