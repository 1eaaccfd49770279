"""The number list by hand: who is in turn, who writes next, where a rank stands."""

import numpy as np
import pytest

from gatecrush.agents.conduct import (
    ADMITTED,
    BESIDE,
    CALLED,
    FAMILY,
    HOLDING,
    PRESSING,
)
from gatecrush.model.beginning import begin
from gatecrush.model.rules.entry import let_arrive
from gatecrush.model.rules.number_list import (
    hand_out_numbers,
    is_in_turn,
    keep_marker,
    take_number,
    update_ranks,
)
from gatecrush.model.rules.standstill import LOOSE, STUCK, note_standstill

from .crowds_by_hand import BATCH, at_the_gate


def test_in_turn_is_ranked_among_all_who_wait_pressing_or_not():
    s = at_the_gate(10)
    conducts = [HOLDING, PRESSING, CALLED, ADMITTED, PRESSING, HOLDING, HOLDING]
    s.people.conduct[:7] = conducts
    # Four wait before number 6: 1, 2, 3 and 5; a batch is four.
    assert [is_in_turn(s, person) for person in range(7)] == [True] * 5 + [False] * 2
    s.people.number[0] = 0
    assert not is_in_turn(s, 0)


def test_marker_goes_to_the_last_in_line_who_keeps_to_it():
    s = at_the_gate(5)
    s.people.conduct[:] = [CALLED, HOLDING, PRESSING, HOLDING, PRESSING]
    s.list.marker = 4
    keep_marker(s)
    assert s.list.marker == 3
    s.people.conduct[:] = PRESSING
    keep_marker(s)
    assert s.list.marker == -1


def test_who_writes_takes_the_next_number_and_the_marker():
    s = at_the_gate(5)
    s.people.number[4], s.list.last_number = 0, 4
    s.people.conduct[:] = HOLDING
    s.holder[5] = -1
    s.list.marker = 3
    take_number(s, 4, 77.0)
    assert s.people.number[4] == s.list.last_number == 5
    assert s.list.marker == s.holder[5] == 4
    assert s.people.numbered_time[4] == s.people.since[4] == 77.0
    assert s.list.founded == 0


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_staff_hand_the_next_numbers_to_a_share_of_the_parties_who_come(lively, share):
    many = {"demand.factor": 12.0, "families.count": 1000.0, "list.handed_out": share}
    s = begin(lively.with_(**many), 1, 0)
    before, marker, seated = s.list.last_number, s.list.marker, s.crowd.active
    came = let_arrive(s, 90.0)
    hand_out_numbers(s, came, 90.0)
    newcomers = s.active[seated : s.crowd.active]
    assert newcomers.size == came > 60
    on_foot = newcomers[s.people.kind[newcomers] != FAMILY]
    has_number = s.people.number[on_foot] > 0
    assert abs(has_number.mean() - share) < 0.15
    for party in np.unique(s.people.party[on_foot]):
        assert np.unique(has_number[s.people.party[on_foot] == party]).size == 1
    given = s.people.number[on_foot[has_number]]
    np.testing.assert_array_equal(np.sort(given), before + 1 + np.arange(given.size))
    np.testing.assert_array_equal(s.holder[given], on_foot[has_number])
    assert np.all(s.people.conduct[on_foot[has_number]] == HOLDING)
    assert np.all(s.people.numbered_time[on_foot[has_number]] == 90.0)
    assert np.all(s.people.conduct[np.setdiff1d(newcomers, on_foot)] == BESIDE)
    # They need no marker: it stays where it is, and no list was founded.
    assert (s.list.marker, s.list.founded) == (marker, 0)


def test_a_list_without_holders_is_founded_anew():
    s = at_the_gate(5)
    s.people.number[4], s.list.last_number = 0, 4
    take_number(s, 4, 77.0)
    assert s.list.founded == 1
    assert s.people.number[4] == 5


def test_who_is_called_back_to_the_list_is_not_left_at_a_standstill():
    s = at_the_gate(BATCH + 1)
    s.people.conduct[:] = [PRESSING, *[CALLED] * BATCH]
    note_standstill(s, BATCH, STUCK)
    s.people.conduct[0] = HOLDING  # the first comes back to the list: the last has to wait
    update_ranks(s, 60.0)
    assert s.people.conduct[BATCH] == HOLDING
    assert s.standstill[BATCH] == LOOSE
