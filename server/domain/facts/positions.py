"""Where a phone stood or a project lies, read off an ODK geopoint."""

from math import inf
from typing import NamedTuple

LATITUDES, LONGITUDES = (5.5, 20.6), (97.2, 105.8)  # Thailand, roughly


class Position(NamedTuple):
    """A place in Thailand. point: "SRID=4326;POINT(lon lat)"; accuracy_m: metres, None when not known.

    is_abroad: the answer names a place, but none in Thailand; it then has no point.
    """

    point: str | None = None
    accuracy_m: float | None = None
    is_abroad: bool = False


def position(text: str | None) -> Position:
    """The position in "lat lon altitude accuracy"; 0 0 is abroad, what cannot be read is no position at all."""
    try:
        lat, lon, *rest = [float(part) for part in (text or "").split()]
    except ValueError:
        return Position()
    if not (LATITUDES[0] <= lat <= LATITUDES[1] and LONGITUDES[0] <= lon <= LONGITUDES[1]):
        return Position(is_abroad=True)
    accuracy = rest[1] if len(rest) > 1 and 0 < rest[1] < inf else None
    return Position(f"SRID=4326;POINT({lon!r} {lat!r})", accuracy)
