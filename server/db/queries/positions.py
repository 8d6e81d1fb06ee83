"""What PostGIS is asked about positions, as pieces of SQL: how far from each other, and inside which boundary."""

TOLERANCE_M = 200  # boundaries are not the legal ones: a tambon is grown by so much
BOX = 0.003  # degrees: more than the tolerance anywhere south of 53 degrees north


def distance_m(one: str, other: str) -> str:
    """Metres between two points on the sphere of docs/indicators.md 4, rounded; null without either."""
    return f"round(ST_DistanceSphere({one}, {other}))::integer"


def inside_tambon(boundary: str, position: str) -> str:
    """Whether a point lies inside a boundary grown by the tolerance; null without either.

    Most points lie inside and most others far away. Only right outside the border metres are measured on the spheroid,
    and from no more of the boundary than is near.
    """
    near = f"ST_Expand({position}, {BOX})"
    return (
        f"case when ST_Intersects({boundary}, {position}) then true when not {boundary} && {near} then false"
        f" else ST_DWithin(ST_ClipByBox2D({boundary}, {near})::geography, {position}::geography, {TOLERANCE_M}) end"
    )
