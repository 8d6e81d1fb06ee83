"""Workspaces (one per province), areas and villages."""

import datetime as dt

from geoalchemy2 import Geometry
from sqlalchemy import CheckConstraint, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, Now, WorkspaceId


class Workspace(Base):
    """A province's own room; ODK calls it a project, and its id is the project id on the wire."""

    __tablename__ = "workspace"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    province_code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Now]


class Area(Base):
    """A province (2 digits), district (4) or subdistrict (6); the parent is the prefix of the code."""

    __tablename__ = "area"
    __table_args__ = (CheckConstraint("code ~ '^[0-9]{2}([0-9]{2}){0,2}$'", name="code_is_digits"),)
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    code: Mapped[Code] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(Text)
    name_th: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    boundary = mapped_column(Geometry("MULTIPOLYGON", srid=4326), nullable=True)


class Village(Base):
    """A village or urban community (8 digits): the unit that makes a plan and gets a grade."""

    __tablename__ = "village"
    __table_args__ = (
        CheckConstraint("code ~ '^[0-9]{8}$'", name="code_is_digits"),
        CheckConstraint("kind in ('village', 'community')", name="kind_is_known"),
    )
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    code: Mapped[Code] = mapped_column(primary_key=True)
    moo: Mapped[int]
    name_th: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text, server_default="village")
    active: Mapped[bool] = mapped_column(server_default="true")
    place = mapped_column(Geometry("POINT", srid=4326), nullable=True)
