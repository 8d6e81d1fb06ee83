"""The tables that can be taken away, a file for each part of the work."""

from server.errors import NotFound
from server.exports.columns import Table
from server.exports.tables.grades import GRADES
from server.exports.tables.money import BUDGET, BUDGET_PARTS, FINANCE
from server.exports.tables.projects import PROGRESS, PROJECTS
from server.exports.tables.villages import GRADE_EVENTS, INDICATORS, VILLAGES
from server.exports.tables.work import PROCESS

LISTED = (
    GRADES, VILLAGES, INDICATORS, GRADE_EVENTS, BUDGET, BUDGET_PARTS, PROJECTS, PROGRESS, FINANCE, PROCESS,
)  # fmt: skip
TABLES = {table.name: table for table in LISTED}


def find(name: str) -> Table:
    """Raises NotFound."""
    if name not in TABLES:
        raise NotFound
    return TABLES[name]
