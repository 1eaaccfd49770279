"""The waiting column by hand: where a rank stands, whose place it is, and how holders close up."""

import numpy as np
import pytest

from gatecrush.model.rules.waiting_column import cells_closed_up, place_of_holder

from .crowds_by_hand import at_the_gate, crowd

SORTED = {"waiters.own_place": 0.0}


def test_places_fill_the_column_at_its_density():
    s = at_the_gate(1, **{"waiters.own_place": 0.0})
    column = s.place.column
    spacing = 1.0 / (s.rules.waiters.density * s.place.cell**2)
    assert place_of_holder(s, 0, 0, 10) == column[0]
    assert place_of_holder(s, 0, 20, 30) == column[int(20 * spacing)]
    # Too many for the column: the last still stands in it.
    assert place_of_holder(s, 0, 4_999, 5_000) == column[int(4_999 * column.size / 5_000)]


def test_a_place_of_ones_own_lies_anywhere_among_the_holders_and_stays():
    s = at_the_gate(280)
    column = s.place.column
    where = {int(cell): n for n, cell in enumerate(column)}
    places = np.array([where[place_of_holder(s, person, 0, 50)] for person in range(280)])
    spacing = 1.0 / (s.rules.waiters.density * s.place.cell**2)
    quarters = np.histogram(places, bins=4, range=(0, 50 * spacing))[0]
    assert quarters.min() > 50
    assert places.max() < 50 * spacing
    again = [where[place_of_holder(s, person, 30, 50)] for person in range(280)]
    assert places.tolist() == again


@pytest.mark.parametrize("layout", ["strip", "open_area"])
@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_holders_close_up_by_a_share_of_the_free_ground(share, layout):
    """The column as it was, begun so many cells nearer; those called keep their ground."""
    s = crowd(1, **SORTED | {"waiters.closing_up": share, "site.layout": layout})
    to_gate, column, rules = s.place.to_gate, s.place.column, s.rules.waiters
    ahead = s.place.far_to_near[s.place.rank[column[0]] + 1 :]
    free = ahead[to_gate[ahead] > rules.calling_distance]
    assert free.size > 200
    assert cells_closed_up(s) == int(share * free.size)
    spacing = 1.0 / (rules.density * s.place.cell**2)
    cells = np.array([place_of_holder(s, 0, rank, 100) for rank in range(100)])
    ground = np.concatenate([free[: int(share * free.size)][::-1], column])
    np.testing.assert_array_equal(cells, ground[(np.arange(100) * spacing).astype(int)])
    assert np.all(np.diff(to_gate[cells]) >= 0.0)
    if share == 1.0:
        assert rules.calling_distance < to_gate[cells[0]] < rules.calling_distance + s.place.cell
        assert to_gate[cells[20]] < to_gate[column[0]]


def test_nobody_closes_up_where_those_called_wait():
    s = at_the_gate(1, **SORTED | {"waiters.closing_up": 1.0, "waiters.calling_distance": 20.0})
    assert cells_closed_up(s) == 0
    assert place_of_holder(s, 0, 0, 10) == s.place.column[0]


def test_a_column_that_is_too_short_has_more_room_closed_up():
    far, near = (at_the_gate(1, **SORTED | {"waiters.closing_up": x}) for x in (0.0, 1.0))
    last = {int(place_of_holder(s, 0, 4_999, 5_000)) for s in (far, near)}
    assert len(last) == 1  # at the far end, closed up or not
    middle = [s.place.to_gate[place_of_holder(s, 0, 2_500, 5_000)] for s in (far, near)]
    assert middle[1] < middle[0]
