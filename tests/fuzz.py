"""`make fuzz`: the property tests search for hours rather than a second, unless a test says itself how long."""

from hypothesis import settings

settings.register_profile("fuzz", max_examples=20_000, deadline=None, print_blob=True)


def pytest_pycollect_makemodule() -> None:
    """Before each module, because a test takes its settings when it is defined, and conftests choose others."""
    settings.load_profile("fuzz")
