"""What all tables share: names of constraints, and the types of codes and times."""

import datetime as dt
from typing import Annotated

from sqlalchemy import BigInteger, DateTime, ForeignKey, ForeignKeyConstraint, Identity, MetaData, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Byte order, so that a prefix scan ("every village of district 5007") works whatever the database's language.
Code = Annotated[str, mapped_column(Text(collation="C"))]
Id = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]
Instant = Annotated[dt.datetime, mapped_column(DateTime(timezone=True))]
Now = Annotated[dt.datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
Json = Annotated[dict, mapped_column(JSONB)]
WorkspaceId = Annotated[int, mapped_column(ForeignKey("workspace.id"))]


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMES)


def of_submission() -> ForeignKey:
    """A fact goes when its submission goes."""
    return ForeignKey("submission.id", ondelete="cascade")


def of_project(table: str) -> ForeignKeyConstraint:
    """A row that belongs to a project."""
    return ForeignKeyConstraint(
        ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name=f"fk_{table}_project"
    )


def of_form(table: str) -> ForeignKeyConstraint:
    """A row that belongs to a form, and so to the form's workspace: one look says both when a phone waits."""
    return ForeignKeyConstraint(["workspace_id", "form"], ["form.workspace_id", "form.id"], name=f"fk_{table}_form")
