"""Provinces, districts and subdistricts: loaded from the package geothai."""

from collections.abc import Iterator
from dataclasses import dataclass

import geothai
from sqlalchemy.orm import Session

from server.db.queries import areas as queries
from server.domain import events, workspaces
from server.domain.people import system_actor
from server.errors import Problem

LEVELS = {2: "province", 4: "district", 6: "subdistrict"}


class ProvinceUnknown(Problem):
    status, code = 404, "province-unknown"
    th = "ไม่มีจังหวัดรหัส {province} ใช้รหัส 2 หลักของกรมการปกครอง เช่น 50 เชียงใหม่"
    en = "There is no province {province}. Use its two digits, such as 50 for Chiang Mai."


@dataclass(frozen=True)
class Loaded:
    """What loading a province did. changed: areas that were new or got another name."""

    workspace_id: int
    province: str
    districts: int
    subdistricts: int
    changed: int


def load(session: Session, province_code: str) -> Loaded:
    """The areas of a province under their present names; makes its workspace when there is none.

    Raises ProvinceUnknown.
    """
    province = geothai.province(province_code)
    if province is None:
        raise ProvinceUnknown(province=province_code)
    workspace = workspaces.ensure(session, province.code, province.name_th)
    areas = [area | {"workspace_id": workspace.id} for area in areas_of(province)]
    changed = queries.put(session, areas)
    author = system_actor(session).id
    counted = {"changed": changed, "source": f"geothai {geothai.DATA_VERSION}"}
    events.record(session, "area.load", "area", province.code, actor_id=author, workspace_id=workspace.id, **counted)
    levels = [area["level"] for area in areas]
    return Loaded(workspace.id, province.code, levels.count("district"), levels.count("subdistrict"), changed)


def codes_of(province_code: str, level: str) -> list[str]:
    """The codes of a level inside a province. Raises ProvinceUnknown."""
    province = geothai.province(province_code)
    if province is None:
        raise ProvinceUnknown(province=province_code)
    return sorted(area["code"] for area in areas_of(province) if area["level"] == level)


def areas_of(province: geothai.Province) -> Iterator[dict]:
    """A province and everything inside it, each with code, level and both names."""
    yield described(province)
    for district in geothai.districts(province.code):
        yield described(district)
        yield from map(described, geothai.subdistricts(district.code))


def described(area: geothai.Province | geothai.District | geothai.Subdistrict) -> dict:
    return {"code": area.code, "level": LEVELS[len(area.code)], "name_th": area.name_th, "name_en": area.name_en}
