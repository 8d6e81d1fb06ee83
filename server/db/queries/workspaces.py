"""Workspaces, one per province."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.db.models import Workspace


def all_of_them(session: Session) -> list[Workspace]:
    """Every workspace, the first one first."""
    return list(session.scalars(select(Workspace).order_by(Workspace.id)))


def of_province(session: Session, province_code: str) -> Workspace | None:
    return session.scalar(select(Workspace).where(Workspace.province_code == province_code))


def add(session: Session, province_code: str, name: str) -> Workspace:
    """A new workspace with the next number: numbers are on the wire, so a failed try must not use one up."""
    number = session.scalar(select(func.coalesce(func.max(Workspace.id), 0) + 1))
    workspace = Workspace(id=number, province_code=province_code, name=name)
    session.add(workspace)
    session.flush()
    return workspace


def exists(session: Session, workspace_id: int) -> bool:
    """Whether there is a workspace of this id."""
    return session.get(Workspace, workspace_id) is not None
