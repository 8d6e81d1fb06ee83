"""Where reports were made and what follows from it: docs/indicators.md 7.5."""

from tests.domain.indicators.sphere import Point

SITE, OTHER_SITE = Point(19.01111, 98.82948), Point(18.38542, 98.56496)

# site, gps, accuracy, distance, class
REPORTED = [
    (SITE, Point(19.01600, 98.82950), 5, 544, "near"),
    (SITE, Point(19.01600, 98.82950), 80, 544, "on_site"),
    (SITE, Point(19.01600, 98.82950), 3000, 544, "on_site"),
    (OTHER_SITE, Point(18.38992, 98.56496), 0, 500, "on_site"),
    (OTHER_SITE, Point(18.39000, 98.56496), None, 509, "near"),
    (SITE, Point(19.04000, 98.82948), 10, 3212, "far"),
    (SITE, SITE, None, 0, "on_site"),
]
