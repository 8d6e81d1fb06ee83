"""What the map of a project shows: its site, the circle around it, and where the reports were made."""

import json

from sqlalchemy.orm import Session

from server.db.queries import projects
from server.domain.permissions import Caller
from server.domain.projects.sheet import ProjectSheet
from server.pages.formats import day
from server.pages.words import word
from server.province.looking import tiles


def drawn(session: Session, caller: Caller, sheet: ProjectSheet) -> dict[str, object] | None:
    """For map.js; None when nothing has a position."""
    points, circles = [], []
    if sheet.row.site_lat is not None:
        site = {"lat": sheet.row.site_lat, "lon": sheet.row.site_lon}
        circles = [site | {"radius": sheet.criteria.site_radius_m}]
        points = [site | {"kind": "site", "label": sheet.row.title}]
    for report in sheet.reports:
        if report.row.gps_lat is not None:
            place = {"lat": report.row.gps_lat, "lon": report.row.gps_lon, "accuracy": report.row.accuracy_m}
            label = f"{day(report.row.report_date)} · {report.row.percent}% · {word(report.where, 'location')}"
            points.append(place | {"kind": report.where, "label": label})
    if not points:
        return None
    outline = projects.boundary(session, caller.workspace_id, sheet.row.village_code[:6])
    areas = [json.loads(outline)] if outline else []
    return {"points": points, "circles": circles, "areas": areas, "tiles": tiles()}
