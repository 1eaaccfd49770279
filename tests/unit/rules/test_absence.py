"""Absence by hand: who leaves for a time, with which number they come again, and who is counted."""

import numpy as np
import pytest

from gatecrush.agents.conduct import ARRIVING, HOLDING, LEFT, OUTSIDE, PRESSING, SEEKING
from gatecrush.model.rules.absence import come_again, go_away
from gatecrush.model.rules.entry import let_arrive
from gatecrush.model.rules.number_list import is_in_turn, numbers_before, update_ranks

from .crowds_by_hand import crowd

ROW = [(0.2, 20.0), (0.2, 19.2), (0.2, 18.4), (0.2, 17.6)]
AWAY = {"waiters.coming_again": 1.0, "waiters.absence": 10.0}
LONG = 1e6
"""By then everybody has come again, s."""


def in_line(**changes):
    """Four people: 1 and 2 hold numbers, one has heard of the list, one has not."""
    s = crowd(4, ROW, **AWAY | changes)
    s.people.conduct[:] = HOLDING, HOLDING, SEEKING, ARRIVING
    s.people.number[:2] = 1, 2
    s.holder[1:3] = 0, 1
    s.list.last_number, s.list.first_waiting = 2, 1
    s.list.marker = s.list.writer = -1
    s.crowd.arrived = 4
    return s


def books(s):
    """Who has arrived is somewhere."""
    return s.crowd.arrived - s.crowd.active - s.crowd.outside - s.crowd.left


@pytest.mark.parametrize(("share", "away"), [(0.0, 0), (1.0, 1)])
def test_of_those_who_leave_a_share_comes_again(share, away):
    s = in_line(**{"waiters.coming_again": share})
    go_away(s, 0, 60.0)
    assert s.people.conduct[0] == LEFT
    assert (s.crowd.active, s.crowd.left, s.crowd.away, books(s)) == (3, 1, away, 0)
    come_again(s, LONG)
    assert s.people.conduct[0] == (OUTSIDE if away else LEFT)
    assert (s.crowd.left, s.crowd.outside, s.crowd.away, books(s)) == (1 - away, away, 0, 0)
    assert np.isnan(s.people.exit_time[0]) == bool(away)


def test_nobody_comes_before_their_time_and_times_have_the_mean_told():
    s = crowd(400, [(x, y) for x in np.arange(-1.8, 2.2, 0.4) for y in np.arange(1.0, 17.0, 0.4)],
              **AWAY | {"site.strip_length": 20.0, "site.strip_width": 4.8})  # fmt: skip
    for person in range(400):
        go_away(s, person, 60.0)
    back = np.sort(s.people.since - 60.0)
    assert back.min() > 0.0
    assert back.mean() == pytest.approx(600.0, rel=0.15)
    come_again(s, 60.0 + back[99] + 1e-6)
    assert (s.crowd.outside, s.crowd.away) == (100, 300)


def test_number_that_was_kept_is_theirs_again_and_counts_only_while_they_are_there():
    s = in_line()
    go_away(s, 0, 60.0)
    update_ranks(s, 60.0)
    assert (numbers_before(s, 0, 2), s.list.first_waiting) == (0, 2)
    come_again(s, LONG)
    let_arrive(s, LONG)
    assert (s.people.conduct[0], s.people.number[0]) == (HOLDING, 1)
    assert (numbers_before(s, 0, 2), s.list.first_waiting) == (1, 1)
    assert is_in_turn(s, 0)


@pytest.mark.parametrize(("person", "then"), [(0, SEEKING), (2, SEEKING), (3, ARRIVING)])
def test_who_lost_the_number_seeks_the_list_and_only_who_never_heard_of_it_does_not(person, then):
    s = in_line(**{"list.kept": False})
    go_away(s, person, 60.0)
    update_ranks(s, 60.0)
    come_again(s, LONG)
    let_arrive(s, LONG)
    assert (s.people.conduct[person], s.people.number[person]) == (then, 0)
    assert numbers_before(s, 0, 3) == (1 if person == 0 else 2)
    assert s.list.lost == (1 if person == 0 else 0)


def test_numbers_never_run_out():
    """Where so many were lost that there is no room for more, who leaves keeps theirs."""
    s = in_line(**{"list.kept": False})
    s.list.lost = s.holder.size - 1 - s.people.size
    go_away(s, 0, 60.0)
    assert s.people.number[0] == 1
    assert s.holder[1] == 0


def test_who_pressed_with_a_number_holds_it_again():
    s = in_line()
    s.people.conduct[0] = PRESSING
    go_away(s, 0, 60.0)
    come_again(s, LONG)
    let_arrive(s, LONG)
    assert s.people.conduct[0] == HOLDING
