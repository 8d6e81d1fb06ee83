"""Where reports were made: 100,000 points, each against its own of 204 subdistricts, beside the plain spatial join.

The subdistricts are invented: a grid whose lines wind like rivers, each with as many corners as a real one has.
"""

import random
import time
from collections.abc import Iterator
from itertools import pairwise
from math import sin

import psycopg

from bench import figures
from bench.servers import connect, own_servers
from server.db.queries import positions

POINTS, ROUNDS = 100_000, 5
COLUMNS, ROWS = 12, 17  # 204 subdistricts
WEST, SOUTH, CELL = 98.0, 17.6, 0.1  # degrees: about 110 square kilometres each, as in the province
CORNERS = 332  # of a boundary; those of Chiang Mai, simplified to some 30 metres, have as many on average
USUAL, AT_A_BORDER = "a report", "at a border"
ELSEWHERE = 0.1  # of the usual reports so many are made anywhere in the province
NEAR = 0.004  # degrees: at a border means within some 400 metres
AT_LEAST = 1.0

Corner = tuple[float, float]

OURS = f"""
    select count(*) filter (where {positions.inside_tambon("tambon.boundary", "p.position")})
    from bench_point p left join area tambon on tambon.workspace_id = 1 and tambon.code = p.tambon where p.kind = %s
"""  # noqa: S608
PLAIN = "select count(*) from bench_point p join area a on ST_Contains(a.boundary, p.position) where p.kind = %s"


def measure() -> Iterator[str]:
    with own_servers() as servers, connect(servers.database_url) as connection:
        furnish(connection)
        yield f"geo, {POINTS:,} points of each kind, medians of {ROUNDS} rounds"
        for kind in (USUAL, AT_A_BORDER):
            rates: dict[str, list[float]] = {OURS: [], PLAIN: []}
            for _ in range(ROUNDS):
                for statement, found in rates.items():
                    found.append(points_per_second(connection, statement, kind))
            yield figures.rate(f"{kind}, inside its tambon", rates[OURS])
            yield figures.rate(f"{kind}, plain join", rates[PLAIN])
            yield figures.share(f"{kind}, ratio", rates[OURS], rates[PLAIN], at_least=AT_LEAST)


def points_per_second(connection: psycopg.Connection, statement: str, kind: str) -> float:
    start = time.perf_counter()
    connection.execute(statement, (kind,))
    return POINTS / (time.perf_counter() - start)


def furnish(connection: psycopg.Connection) -> None:
    """The subdistricts, and points of both kinds."""
    connection.execute("insert into workspace (id, province_code, name) values (1, '50', '-')")
    connection.execute('create table bench_point (kind text, tambon text collate "C", position geometry(point, 4326))')
    grid = subdistricts()
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into area (workspace_id, code, level, name_th, name_en, boundary)"
            " values (1, %s, 'subdistrict', '-', '-', ST_GeomFromText(%s, 4326))",
            [(code, outline(ring)) for code, ring in grid.items()],
        )
        with cursor.copy("copy bench_point from stdin") as rows:
            for kind, code, (lon, lat) in points(grid):
                rows.write_row((kind, code, f"SRID=4326;POINT({lon!r} {lat!r})"))
    connection.execute("analyze area")
    connection.execute("analyze bench_point")


def subdistricts() -> dict[str, list[Corner]]:
    """code -> the closed ring of its boundary; neighbours share theirs."""
    return {
        f"50{row + 1:02d}{column + 1:02d}": [wound(corner) for corner in square(column, row)]
        for row in range(ROWS)
        for column in range(COLUMNS)
    }


def square(column: int, row: int) -> list[Corner]:
    """A cell of the straight grid, with corners along its sides."""
    west, south = WEST + column * CELL, SOUTH + row * CELL
    ends = [(west, south), (west + CELL, south), (west + CELL, south + CELL), (west, south + CELL), (west, south)]
    on_a_side = CORNERS // 4
    sides = [
        (a[0] + (b[0] - a[0]) * step / on_a_side, a[1] + (b[1] - a[1]) * step / on_a_side)
        for a, b in pairwise(ends)
        for step in range(on_a_side)
    ]
    return [*sides, sides[0]]


def wound(corner: Corner) -> Corner:
    """Shifted east by its latitude, then north by its longitude: no two lines come to cross."""
    lon, lat = corner
    lon += 0.02 * sin(40 * lat) + 0.002 * sin(400 * lat)
    lat += 0.02 * sin(40 * lon) + 0.002 * sin(400 * lon)
    return round(lon, 5), round(lat, 5)


def outline(ring: list[Corner]) -> str:
    return "MULTIPOLYGON(((" + ", ".join(f"{lon!r} {lat!r}" for lon, lat in ring) + ")))"


def points(grid: dict[str, list[Corner]]) -> Iterator[tuple[str, str, Corner]]:
    """(kind, code of the tambon of its project, position): always the same ones, in no order."""
    some = random.Random(50)
    codes = list(grid)
    for _ in range(POINTS):
        code = some.choice(codes)
        cell = some.choice(codes) if some.random() < ELSEWHERE else code
        yield USUAL, code, wound(anywhere_in(some, cell))
    for _ in range(POINTS):
        code = some.choice(codes)
        lon, lat = some.choice(grid[code])
        yield AT_A_BORDER, code, (lon + some.uniform(-NEAR, NEAR), lat + some.uniform(-NEAR, NEAR))


def anywhere_in(some: random.Random, code: str) -> Corner:
    """A place in a cell of the straight grid."""
    row, column = int(code[2:4]) - 1, int(code[4:]) - 1
    return WEST + (column + some.random()) * CELL, SOUTH + (row + some.random()) * CELL
