"""What belongs to a locked year: the evidence it rests on, and what its villages would have now."""

from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, WorkspaceId
from server.db.models.results import (
    IndicatorColumns,
    VillageResult,
    basis_is_known,
    indicator_is_one_of_four,
    of_result,
    of_village,
)


class VillageYearNow(VillageResult, Base):
    """What a village of a locked year would have if it were computed today: beside the published result, not in it."""

    __tablename__ = "village_year_now"
    __table_args__ = (of_village("village_year_now"), basis_is_known())


class IndicatorResultNow(IndicatorColumns, Base):
    """One of the four indicators of what a village of a locked year would have today."""

    __tablename__ = "indicator_result_now"
    __table_args__ = (of_result("indicator_result_now", "village_year_now"), indicator_is_one_of_four())


class LockedEvidence(Base):
    """What an indicator of a locked village rests on: submissions that count, or do not for one reason.

    reason: `counted`, or a code of the rules. The lists run in parallel, in the order of receipt; household_ids are as
    the account or the tick names them (null for plans), walk_ins the number of an attendance list that has some.
    """

    __tablename__ = "locked_evidence"
    __table_args__ = (of_village("locked_evidence"), basis_is_known(), indicator_is_one_of_four())
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    plan_year: Mapped[int] = mapped_column(primary_key=True)
    basis: Mapped[str] = mapped_column(Text, primary_key=True)
    village_code: Mapped[Code] = mapped_column(primary_key=True)
    indicator: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(Text, primary_key=True)
    submission_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    household_ids: Mapped[list[UUID | None]] = mapped_column(ARRAY(Uuid))
    walk_ins: Mapped[list[int | None]] = mapped_column(ARRAY(Integer))
