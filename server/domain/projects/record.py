"""A project's record: what it is, its money, where it stands, everything that happened to it, what may be done now."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import project_acts as acts
from server.db.queries import projects as queries
from server.domain.indicators.criteria import Basis
from server.domain.permissions import Caller
from server.domain.projects import possible, versions
from server.domain.projects.money import LeftOver, left_over
from server.errors import NotFound, Problem


class ProjectCodeUnknown(Problem):
    status, code = 404, "project-code-unknown"
    th = "ไม่มีโครงการรหัส {project} ในพื้นที่นี้ ดูรหัสด้วย yudee projects list"
    en = "There is no project {project} in this area. See `yudee projects list` for the codes."


@dataclass(frozen=True)
class ProjectRecord:
    """row: the project; version: see versions; standings: rows by basis; history: by kind, each in its order.

    withdrawals: those that wait for the chief's consent; may: what this reader may do now, see possible.
    """

    row: Row
    version: str
    standings: dict[Basis, Row]
    history: dict[str, Sequence[Row]]
    withdrawals: Sequence[Row]
    may: tuple[str, ...]

    @property
    def disbursed(self) -> int:
        """Satang withdrawn according to the latest approved report."""
        return self.standings["official"].disbursed if "official" in self.standings else 0

    @property
    def refunded(self) -> int:
        return sum(act.refunded or 0 for act in self.history["acts"] if act.kind == "cancel")

    @property
    def left(self) -> LeftOver:
        row = self.row
        is_known = row.impl_unit != "agency" and (row.transferred > 0 or row.entered_stage == "proposed")
        money = {"transferred": row.transferred, "disbursed": self.disbursed, "refunded": self.refunded}
        return left_over(row.stage, is_known=is_known, **money)

    @property
    def gate_is_open(self) -> bool:
        is_overridden = any(act.kind == "override_gate" for act in self.history["acts"])
        return self.row.kind == "plan_making" or self.row.gate == "propose" or is_overridden


def record(session: Session, caller: Caller, project_id: UUID) -> ProjectRecord:
    """A project of the caller's area; a fixed number of queries. Raises NotFound."""
    row = queries.one(session, caller.workspace_id, project_id)
    if row is None or not caller.covers(row.village_code):
        raise NotFound
    where = (session, caller.workspace_id)
    history = acts.history(*where, row.id)
    return ProjectRecord(
        row=row,
        version=versions.version(row.stage, acts.acted(*where, row.id)),
        standings=queries.standings(*where, row.id),
        history=history,
        withdrawals=[one for one in acts.withdrawals(*where, row.village_code) if one.project_id == row.id],
        may=possible.possible(caller, row.stage),
    )


def id_of(session: Session, caller: Caller, project_code: str) -> UUID:
    """The id of the project with this code. Raises ProjectCodeUnknown, also for one of another area."""
    row = queries.by_code(session, caller.workspace_id, project_code)
    if row is None or not caller.covers(row.village_code):
        raise ProjectCodeUnknown(project=project_code)
    return row.id
