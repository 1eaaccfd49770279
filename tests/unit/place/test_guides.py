"""Guides: the way along the ground to each piece of a queue, around the fences between them."""

from __future__ import annotations

import numpy as np
import pytest

from gatecrush.model.place import guides
from gatecrush.model.place.guides import PIECE, guides_of

CELL = 0.35


def two_lanes() -> tuple[np.ndarray, np.ndarray]:
    """Return ground of two lanes that join at the right, and the column along both."""
    walkable = np.zeros((13, 42), bool)
    walkable[1:-1, 1:-1] = True
    walkable[6, :34] = False
    column = walkable.copy()
    column[:, 34:] = False
    return walkable, column


@pytest.fixture(autouse=True)
def forget() -> None:
    """No test sees the guides of another."""
    guides._known.cache_clear()


def test_every_cell_of_the_column_lies_in_the_piece_that_leads_to_it() -> None:
    walkable, column = two_lanes()
    guide, fields = guides_of(walkable, column, CELL)
    inside = np.flatnonzero(column)
    assert np.all(fields[guide[inside], inside] == 0.0)
    wide = round(PIECE / CELL) * CELL
    for piece in np.unique(guide[inside]):
        rows, columns = np.nonzero(column & (guide.reshape(column.shape) == piece))
        assert max(np.ptp(rows), np.ptp(columns)) * CELL < wide


def test_the_way_to_the_other_side_of_a_fence_leads_around_it() -> None:
    walkable, column = two_lanes()
    guide, fields = guides_of(walkable, column, CELL)
    above, below = (row * walkable.shape[1] + 2 for row in (5, 7))
    assert guide[above] != guide[below]
    around = fields[guide[above], below]
    assert around == pytest.approx(2 * 32 * CELL, rel=0.1)
    # One who follows the field comes there, and never into the fence.
    field, at = fields[guide[above]].reshape(walkable.shape), np.array([7, 2])
    for _ in range(100):
        if field[tuple(at)] == 0.0:
            break
        steps = [at + np.array(step) for step in ((0, 1), (1, 0), (0, -1), (-1, 0))]
        at = min((each for each in steps if walkable[tuple(each)]), key=lambda to: field[tuple(to)])
    assert field[tuple(at)] == 0.0
    assert at[0] < 6


def test_there_are_never_more_pieces_than_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    walkable, column = two_lanes()
    monkeypatch.setattr(guides, "MOST_PIECES", 5)
    guide, fields = guides_of(walkable, column, CELL)
    assert 1 <= len(fields) <= 5
    assert np.all(fields[guide[np.flatnonzero(column)], np.flatnonzero(column)] == 0.0)


def test_a_ground_asked_for_again_is_not_computed_again() -> None:
    walkable, column = two_lanes()
    first = guides_of(walkable, column, CELL)
    assert guides_of(walkable.copy(), column.copy(), CELL)[1] is first[1]
    assert guides_of(walkable, np.fliplr(column) & walkable, CELL)[1] is not first[1]
