"""Rings of one shape: one within another is a hole."""

from __future__ import annotations

import shapely

from gatecrush.model.place.plan.rings import MOST_RINGS, areas_of

from .places_by_hand import box


def ring(size: float, at: float = 0.0) -> list[list[float]]:
    """Return a square about a point, not closed."""
    return box(at - size, -size, at + size, size)[0][:-1]


def drawn(*rings: list[list[float]]) -> list[float]:
    """Return how large the areas of rings are."""
    return [shapely.Polygon(each[0], each[1:]).area for each in areas_of(rings)]


def test_a_ring_within_a_ring_is_a_hole_and_one_within_that_an_area() -> None:
    assert drawn(ring(4), ring(3), ring(1)) == [64 - 36, 4]
    assert drawn(ring(1), ring(4), ring(3)) == [4, 64 - 36]


def test_rings_beside_each_other_are_areas_of_their_own() -> None:
    assert drawn(ring(1), ring(1, at=5)) == [4, 4]


def test_rings_that_are_none_are_left_to_the_checks() -> None:
    crossing = [[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]
    assert len(list(areas_of([ring(4), crossing]))) == 2
    assert len(list(areas_of([[[0.0, 0.0], [1.0, 0.0]]]))) == 1


def test_of_too_many_rings_each_is_an_area() -> None:
    assert len(list(areas_of([ring(4), *[ring(1)] * MOST_RINGS]))) == MOST_RINGS + 1
