"""x"""

HARD_CASES: tuple = ()
