"""Villages counted as the drain counts them: their accounts summarised first."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from server.db.queries.indicators import VillageCounts, count_villages, summarise
from server.domain.indicators.criteria import Basis, Criteria


def count(
    session: Session, workspace_id: int, criteria: Criteria, basis: Basis, village_codes: Sequence[str], today: date
) -> list[VillageCounts]:
    summarise(session, workspace_id, criteria, village_codes)
    return count_villages(session, workspace_id, criteria, basis, village_codes, today)
