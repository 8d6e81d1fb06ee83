"""Submissions of a village compared with each other: what is there twice, what is unusual, what does not fit together.

doubles, unusual, fitting: pure; villages: what is read, and the flags that are replaced. A flag changes no count.
"""

from server.domain.checks.villages import CODES, check_stale

__all__ = ["CODES", "check_stale"]
