"""Settling by hand: who has come to their place stands about until they are roused."""

import pytest

from gatecrush.agents.conduct import HOLDING, SEEKING
from gatecrush.model.rules.settling import is_listed, list_restless, rouse, settle

from .crowds_by_hand import cell_at, crowd


@pytest.fixture
def row():
    """At the place, near a taken place, near a free one, far from a taken one, and no holder."""
    s = crowd(
        5,
        [(0.2, 20.0), (0.2, 19.2), (0.2, 25.0), (0.2, 30.0), (0.2, 35.0)],
        **{"waiters.looseness": 1.5},
    )
    s.people.conduct[:] = [HOLDING, HOLDING, HOLDING, HOLDING, SEEKING]
    home = s.people.cell[0]
    s.people.target[:] = [home, home, cell_at(s.place, 0.2, 25.4), home, s.people.cell[4]]
    return s


def restless(s):
    return sorted(s.restless[: s.crowd.restless].tolist())


def test_holders_settle_at_their_place_or_near_it_if_it_is_taken(row):
    settle(row)
    assert row.people.settled.tolist() == [1, 1, 0, 0, 0]
    assert restless(row) == [2, 3, 4]


def test_whoever_is_roused_is_listed_once(row):
    settle(row)
    for _ in range(2):
        rouse(row, 1)
    assert row.people.settled[1] == 0
    assert restless(row) == [1, 2, 3, 4]


def test_list_is_made_anew_from_what_stands_in_the_rows(row):
    row.people.settled[:] = [0, 1, 0, 1, 0]
    list_restless(row)
    assert restless(row) == [0, 2, 4]
    assert is_listed(row.restless, 3, 4)
    assert not is_listed(row.restless, 2, 4)
