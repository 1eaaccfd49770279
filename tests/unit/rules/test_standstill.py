"""Who found no step is counted, and let loose when somebody near moves."""

import pytest

from gatecrush.model.rules.standstill import (
    FREE,
    LOOSE,
    STUCK,
    TIGHT,
    come_loose,
    loosen,
    loosen_around,
    note_standstill,
)

from .crowds_by_hand import crowd


@pytest.fixture
def row():
    """Three people two cells apart, all stuck."""
    s = crowd(3, [(0.2, 20.0), (0.2, 19.2), (0.2, 18.4)])
    for person in range(3):
        note_standstill(s, person, STUCK)
    return s


def test_those_at_a_standstill_are_counted(row):
    assert row.crowd.still == 3
    note_standstill(row, 0, TIGHT)
    assert row.crowd.still == 3
    note_standstill(row, 0, FREE)
    assert row.crowd.still == 3
    come_loose(row, 1)
    come_loose(row, 1)
    assert row.crowd.still == 2
    assert row.standstill.tolist() == [FREE, LOOSE, STUCK]


def test_whoever_has_looked_is_let_loose_and_looks_again(row):
    note_standstill(row, 0, FREE)
    loosen(row, 0)
    loosen(row, 1)
    assert row.standstill.tolist() == [LOOSE, LOOSE, STUCK]
    assert row.crowd.still == 1


@pytest.mark.parametrize(("reach", "left"), [(1, [1, 2]), (2, [2]), (4, [])])
def test_those_within_so_many_cells_are_let_loose(row, reach, left):
    loosen_around(row, row.people.cell[0], reach)
    assert [person for person in range(3) if row.standstill[person] == STUCK] == left
    assert row.crowd.still == len(left)
