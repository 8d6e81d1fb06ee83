"""Forms of the province 50, and facts read from filled ones."""

from tests.domain.facts.conftest import read

__all__ = ["read"]
