"""The district's desk: where submissions are found, what was decided together, what was looked at and set aside."""

from sqlalchemy import BigInteger, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, Id, Instant, Now, WorkspaceId, of_submission


class SubmissionIndex(Base):
    """Where reviewers find a submission, once for each district that sees it. Rebuilt at any time; no answers here.

    district_code: of the village it speaks of, and of the phone when that stands elsewhere. risk: the weights of its
    flags together; flags: heaviest first, without those set aside. words: what a search looks into, in lower case.
    """

    __tablename__ = "submission_index"
    __table_args__ = (
        Index(
            "ix_submission_index_district",
            "workspace_id",
            "district_code",
            "form",
            "state",
            text("risk desc"),
            text("submission_id desc"),
            postgresql_include=["received_at"],
        ),
        Index(
            "ix_submission_index_village",
            "workspace_id",
            "village_code",
            "form",
            "state",
            text("risk desc"),
            text("submission_id desc"),
            postgresql_include=["received_at"],
        ),
        Index(
            "ix_submission_index_team",
            "workspace_id",
            "actor_id",
            "state",
            text("risk desc"),
            text("submission_id desc"),
        ),
        Index("ix_submission_index_words", "words", postgresql_using="gin", postgresql_ops={"words": "gin_trgm_ops"}),
    )
    submission_id: Mapped[int] = mapped_column(BigInteger, of_submission(), primary_key=True)
    district_code: Mapped[Code] = mapped_column(primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    form: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(Text)
    village_code: Mapped[Code | None]
    actor_id: Mapped[int]
    received_at: Mapped[Instant]
    risk: Mapped[int]
    flags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    words: Mapped[str] = mapped_column(Text)


class FlagDismissal(Base):
    """A flag that a reviewer looked into and set aside, with the reason; it holds for the answers as they were then."""

    __tablename__ = "flag_dismissal"
    submission_id: Mapped[int] = mapped_column(BigInteger, of_submission(), primary_key=True)
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    submission_version_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("submission_version.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[Now]


class ReviewBatch(Base):
    """What somebody decided in one go, and the states before: for a minute it can be undone."""

    __tablename__ = "review_batch"
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    state: Mapped[str] = mapped_column(Text)
    submission_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    states_before: Mapped[list[str]] = mapped_column(ARRAY(Text))
    at: Mapped[Now]
    undone_at: Mapped[Instant | None]


class ReviewDraw(Base):
    """Submissions of a village that somebody is about to approve together, and the sample drawn to be opened first."""

    __tablename__ = "review_draw"
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    form: Mapped[int] = mapped_column(BigInteger, ForeignKey("form.id"))
    village_code: Mapped[Code]
    submission_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    version_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))  # their versions when it was drawn
    sample: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    drawn_at: Mapped[Now]
    decided_at: Mapped[Instant | None]


class Correction(Base):
    """A submission that says it corrects another one. A fact: rebuilt from its answers."""

    __tablename__ = "correction"
    submission_id: Mapped[int] = mapped_column(BigInteger, of_submission(), primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    corrects: Mapped[int] = mapped_column(BigInteger, ForeignKey("submission.id", ondelete="cascade"), index=True)


class StaleCheck(Base):
    """A village of a plan year whose submissions are to be compared with each other: a queue, only appended to."""

    __tablename__ = "stale_check"
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    village_code: Mapped[Code]
    plan_year: Mapped[int]
    queued_at: Mapped[Now]
