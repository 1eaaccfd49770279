"""Pieces of outlines: joined where their ends meet, in whatever order and direction."""

from __future__ import annotations

import shapely
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.place.plan.joined import GAP, joined

SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0)]
SIDES = [[SQUARE[i - 1], SQUARE[i]] for i in range(4)]


@given(st.permutations(range(4)), st.lists(st.booleans(), min_size=4, max_size=4))
def test_sides_in_any_order_and_direction_are_one_ring(order: list[int], turn: list[bool]) -> None:
    pieces = [SIDES[i][::-1] if turn[i] else list(SIDES[i]) for i in order]
    found = joined(pieces)
    assert found.open == []
    (ring,) = found.closed
    assert shapely.Polygon(ring).equals(shapely.Polygon(SQUARE))


def test_ends_a_little_apart_meet_and_others_do_not() -> None:
    near = [[(0.0, 0.0), (4.0, 0.0), (4.0, 3.0)], [(4.0 + 0.9 * GAP, 3.0), (0.0, 3.0), (0.0, 0.0)]]
    assert len(joined(near).closed) == 1
    far = [near[0], [(4.0 + 1.5 * GAP, 3.0), (0.0, 3.0), (0.0, 0.0)]]
    found = joined(far)
    assert found.closed == []
    (line,) = found.open
    assert {line[0], line[-1]} == {(4.0, 3.0), (4.0 + 1.5 * GAP, 3.0)}


def test_two_rings_stay_two() -> None:
    moved = [[(x + 10, y) for x, y in side] for side in SIDES]
    assert len(joined([*SIDES[:2], *moved, *SIDES[2:]]).closed) == 2


def test_the_nearest_end_goes_on() -> None:
    pieces = [[(0.0, 0.0), (1.0, 0.0)], [(1.04, 0.0), (5.0, 5.0)], [(1.01, 0.0), (2.0, 0.0)]]
    assert [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)] in joined(pieces).open
