"""Python's search for objects that hold each other in a circle, made seldom."""

import gc

AFTER_OBJECTS, YOUNG, MIDDLE = 100_000, 50, 100


def search_seldom() -> None:
    """For processes that work through batches: these make objects by the hundred thousand, hardly ever in a circle.

    To look after every 700 of them takes a seventh of the time that a year of a province takes. What has been loaded so
    far is never looked at again.
    """
    gc.freeze()
    gc.set_threshold(AFTER_OBJECTS, YOUNG, MIDDLE)
