"""Invented villages under real codes of subdistricts."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random

from server.domain.demo import VILLAGE_NAMES
from server.domain.imports.villages import NewVillage

YOUNG_DISTRICTS = {"5025": 2552}  # กัลยาณิวัฒนา was made out of แม่แจ่ม
MIDDLE = (98.9, 18.8)  # lon, lat: invented positions lie around it where no boundaries are loaded
MOST_IN_A_TAMBON = 99

Point = tuple[float, float]


def tambons_of(subdistricts: Sequence[str], plan_year: int) -> list[str]:
    """Those of the districts that there were in that year."""
    return [code for code in subdistricts if YOUNG_DISTRICTS.get(code[:4], 0) <= plan_year]


def invented_villages(tambons: Sequence[str], inside: Mapping[str, Point] | None = None) -> Iterator[NewVillage]:
    """The first village of every subdistrict, then the second of every one …

    inside: (lon, lat) of a point in a subdistrict, as far as boundaries are known.
    """
    for moo, tambon in product(range(1, MOST_IN_A_TAMBON + 1), tambons):
        random = Random(f"{tambon}{moo:02d}")  # noqa: S311
        lon, lat = (inside or {}).get(tambon) or about(tambon)
        near = [round(degrees + random.uniform(-0.002, 0.002), 6) for degrees in (lon, lat)]
        name = f"บ้าน{random.choice(VILLAGE_NAMES)} {moo}"
        yield NewVillage(code=f"{tambon}{moo:02d}", moo=moo, name_th=name, lon=near[0], lat=near[1])


def about(tambon: str) -> Point:
    """A place for a subdistrict of which nothing is known: districts in columns, subdistricts in rows."""
    return MIDDLE[0] + int(tambon[2:4]) * 0.02 - 0.25, MIDDLE[1] + int(tambon[4:]) * 0.02 - 0.1
