"""The scenario table that every engine must agree with: those of the definitions, then the hard cases we settled."""

from tests.domain.indicators.hard_cases import HARD_CASES
from tests.domain.indicators.scenarios_1_to_25 import SCENARIOS as FIRST
from tests.domain.indicators.scenarios_26_to_47 import SCENARIOS as SECOND

DEFINED = (*FIRST, *SECOND)
SCENARIOS = (*DEFINED, *HARD_CASES)
