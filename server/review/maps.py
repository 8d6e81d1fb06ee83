"""What the map of a submission shows: positions, the project's site with its circle, the subdistrict."""

import json

from flask import current_app
from sqlalchemy.orm import Session

from server.db.queries import beside, projects
from server.domain.permissions import Caller
from server.domain.projects.sheet import criteria_of
from server.review.sheet import Sheet


def drawn(session: Session, caller: Caller, sheet: Sheet) -> dict[str, object] | None:
    """For map.js; None when nothing was measured."""
    answers = sheet.told.positions
    if not answers:
        return None
    one, circles = sheet.submission, []
    points = [dict(zip(("lat", "lon", "accuracy"), answer.position, strict=True)) for answer in answers]
    points = [point | {"label": answer.label} for point, answer in zip(points, answers, strict=True)]
    site = beside.site(session, caller.workspace_id, one.id)
    if site is not None:
        place = {"lat": site.lat, "lon": site.lon}
        points.append(place | {"kind": "site", "label": site.title})
        rules = criteria_of(session, caller.workspace_id, one.plan_year or 0) if one.plan_year else None
        circles = [place | {"radius": rules.site_radius_m}] if rules else []
    outline = projects.boundary(session, caller.workspace_id, one.village_code[:6]) if one.village_code else None
    areas = [json.loads(outline)] if outline else []
    return {"points": points, "circles": circles, "areas": areas, "tiles": current_app.config["TILES"]}
