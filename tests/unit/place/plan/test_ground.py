"""The ground of a plan: walkable areas united, less the barriers, in bounded time."""

from __future__ import annotations

import time
from typing import Any

import pytest

from gatecrush.model.place.plan.features import shapes_of
from gatecrush.model.place.plan.geojson import collection, feature
from gatecrush.model.place.plan.ground import ground_of, overlaps
from gatecrush.model.place.plan.shapes import PlanError, Shape

from .places_by_hand import area


def shapes(*features: Any) -> list[Shape]:
    """Return features as shapes."""
    return shapes_of(collection(features))[0]


def comb(turned: bool) -> dict[str, Any]:
    """Return an area of 2,400 thin teeth, to the right or upwards."""
    points: list[list[float]] = []
    for tooth in range(2400):
        low = tooth / 100
        points += [[0, low], [30, low], [30, low + 0.005], [0.0, low + 0.005]]
    points += [[-1, 24], [-1, 0], [0, 0]]
    ring = [[y, x] if turned else [x, y] for x, y in points]
    return feature("walkable", "Polygon", [ring])


def test_areas_are_united_and_barriers_taken_away() -> None:
    ground = ground_of(
        shapes(
            area("walkable", 0, 0, 10, 10),
            area("walkable", 5, 0, 15, 10),
            area("walkable", 20, 0, 22, 2),
            area("barrier", 1, 1, 3, 3),
            area("zone", 6, 6, 7, 7),
        )
    )
    assert sorted(each.area for each in ground.geoms) == pytest.approx([4, 146])


def test_slivers_are_no_ground() -> None:
    ground = ground_of(shapes(area("walkable", 0, 0, 9, 9), area("barrier", 0, 0, 8.9999, 9)))
    assert ground.is_empty


def test_areas_that_only_touch_do_not_overlap() -> None:
    found = list(overlaps(shapes(area("walkable", 0, 0, 10, 1), area("walkable", 10, 0, 20, 1))))
    assert found == []


def test_outlines_that_cross_without_end_are_refused_in_time() -> None:
    begun = time.process_time()
    with pytest.raises(PlanError, match="outlines cross each other more than 200000 times"):
        ground_of(shapes(comb(turned=False), comb(turned=True)))
    assert time.process_time() - begun < 30
