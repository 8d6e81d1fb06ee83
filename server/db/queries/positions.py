"""What PostGIS is asked about positions, as pieces of SQL: how far from each other, and inside which boundary."""

TOLERANCE_M = 200  # boundaries are not the legal ones: a tambon is grown by so much
BOX = 0.003  # degrees: more than the tolerance anywhere south of 53 degrees north


def distance_m(one: str, other: str) -> str:
    """Metres between two points on the sphere of docs/indicators.md 4, rounded; null without either."""
    return f"round(ST_DistanceSphere({one}, {other}))::integer"


def inside_tambon(boundary: str, position: str) -> str:
    """Whether a point lies inside a boundary grown by the tolerance; null without either.

    Most points lie inside and most others far away: metres on the spheroid are measured only right outside the border.
    """
    return (
        f"case when ST_Intersects({boundary}, {position}) then true"
        f" when not {boundary} && ST_Expand({position}, {BOX}) then false"
        f" else ST_DWithin({boundary}::geography, {position}::geography, {TOLERANCE_M}) end"
    )
