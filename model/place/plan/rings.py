"""Rings of one shape as areas: a ring within another is a hole in it, as drawings fill them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import shapely

MOST_RINGS: Final = 200
"""Of one shape; of more, each is an area of its own."""


def areas_of(rings: Sequence[Sequence[Any]]) -> Iterator[list[list[list[float]]]]:
    """Yield areas, each as its rings: the outline, closed, then its holes.

    Args:
        rings: outlines of one shape, the first point not repeated.
    """
    closed = [[[float(x), float(y)] for x, y in (*ring, ring[0])] for ring in rings]
    drawn = [shapely.Polygon(ring) if len(ring) > 3 else shapely.Polygon() for ring in closed]
    fit = [each.is_valid and not each.is_empty for each in drawn]
    if not all(fit) or len(rings) > MOST_RINGS:
        yield from ([ring] for ring in closed)
        return
    around = [
        [other for other, outer in enumerate(drawn) if other != own and outer.contains(inner)]
        for own, inner in enumerate(drawn)
    ]
    for own, ring in enumerate(closed):
        if len(around[own]) % 2 == 0:
            holes = [
                closed[other]
                for other, outers in enumerate(around)
                if own in outers and len(outers) == len(around[own]) + 1
            ]
            yield [ring, *holes]
