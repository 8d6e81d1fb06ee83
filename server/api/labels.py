"""The words at the top of our tables, in both languages, in the order of the columns."""

from server.exports.tables.grades import GRADES
from server.exports.tables.money import BUDGET, FINANCE

GRADES_TABLE, BUDGET_TABLE, FINANCE_TABLE = GRADES.labels, BUDGET.labels, FINANCE.labels
