"""Cases the definitions settle in words (docs/indicators.md 0a), as scenarios of the same kind."""

from tests.domain.indicators.hard_cases_of_accounts_and_forums import HARD_CASES as OF_ACCOUNTS_AND_FORUMS
from tests.domain.indicators.hard_cases_of_closings import HARD_CASES as OF_CLOSINGS
from tests.domain.indicators.hard_cases_of_plans_and_locks import HARD_CASES as OF_PLANS_AND_LOCKS
from tests.domain.indicators.hard_cases_of_registrations import HARD_CASES as OF_REGISTRATIONS
from tests.domain.indicators.hard_cases_of_withdrawals import HARD_CASES as OF_WITHDRAWALS

HARD_CASES = (*OF_REGISTRATIONS, *OF_CLOSINGS, *OF_ACCOUNTS_AND_FORUMS, *OF_PLANS_AND_LOCKS, *OF_WITHDRAWALS)
