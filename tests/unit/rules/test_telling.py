"""Telling by hand: who tells how willingly, who hears, who loses patience, who comes uninformed."""

import numpy as np
import pytest

from gatecrush.agents.conduct import ARRIVING, HOLDING, LINE_JUMPER, PRESSING, SEEKING
from gatecrush.model.rules.telling import (
    disorder_of,
    hear_of_list,
    lose_patience,
    reach_the_gate,
    tellers_near,
    threshold_of,
)

from .crowds_by_hand import crowd

ROW = [(0.2, 20.0), (0.2, 19.2), (0.2, 18.4), (0.2, 12.0)]


def test_holders_in_reach_tell_by_what_they_think():
    """One has seen nothing, one perceives half of what they bear, one stands out of reach."""
    s = crowd(4, ROW, **{"waiters.telling_reach": 2.0, "waiters.fatigue": 0.0})
    s.people.conduct[1:] = HOLDING
    s.people.threshold[1:] = 0.5
    s.people.seen[2], s.people.pays[2] = 0.25, 0.5  # D = sqrt(0.25 * 0.5/2)
    assert tellers_near(s, s.people.cell[0], 0.0) == pytest.approx(1.0 + 0.5)
    s.people.conduct[1] = SEEKING
    assert tellers_near(s, s.people.cell[0], 0.0) == pytest.approx(0.5)


def test_disorder_is_capped_and_the_threshold_wears_down():
    s = crowd(1, ROW[:1], **{"waiters.press_perception": 2.0, "waiters.fatigue": 0.1})
    s.people.seen[0], s.people.threshold[0] = 0.8, 0.6
    s.people.pays[0], s.people.passed_over[0] = 0.3, 0.2
    assert disorder_of(s, 0) == pytest.approx((1.0 * 0.25) ** 0.5)
    assert threshold_of(s, 0, 5.0 * 3600.0) == pytest.approx(0.3)


@pytest.mark.parametrize(("telling", "told"), [(1.0, True), (0.0, False)])
def test_one_told_the_party_is_told(telling, told):
    s = crowd(4, ROW, **{"waiters.telling": telling, "waiters.fatigue": 0.0})
    s.people.conduct[2], s.people.threshold[2], s.list.marker = HOLDING, 1.0, 2
    s.people.party[:] = [0, 0, 1, 2]
    hear_of_list(s, 1e4, 77.0)  # so long that it is certain
    expected = [SEEKING, SEEKING] if told else [ARRIVING, ARRIVING]
    assert s.people.conduct.tolist() == [*expected, HOLDING, ARRIVING]
    assert np.all(s.people.since[:2] == (77.0 if told else 0.0))


@pytest.mark.parametrize(
    ("person", "party"), [(0, [0, 1]), (1, [0, 1]), (2, [2, 3, 4]), (4, [2, 3, 4]), (5, [5])]
)
def test_a_party_is_the_rows_around_somebody(person, party):
    """One runs out of patience, and all of the party go."""
    s = crowd(6, [*ROW, (0.2, 25.0), (0.2, 30.0)])
    s.people.conduct[:], s.people.party[:] = SEEKING, [0, 0, 1, 1, 1, 2]
    s.people.patience[:], s.people.patience[person] = 1e9, 0.0
    s.list.writer = -1
    lose_patience(s, 3600.0)
    assert np.flatnonzero(s.people.conduct == PRESSING).tolist() == party


def test_patience_ends_after_floor_and_patience_and_for_the_party():
    s = crowd(4, ROW, **{"waiters.patience_floor": 1.0})
    s.people.conduct[:] = SEEKING
    s.people.party[:] = [0, 0, 1, 2]
    s.people.patience[:] = [30.0, 1e9, 30.0, 31.0]
    s.list.writer = 2
    lose_patience(s, 89.9)
    assert np.all(s.people.conduct == SEEKING)
    lose_patience(s, 90.0)
    assert s.people.conduct.tolist() == [PRESSING, PRESSING, SEEKING, SEEKING]


def test_who_comes_to_the_gate_without_a_number_is_a_line_jumper():
    changes = {"line_jumpers.stop_distance": 1.5, "line_jumpers.stuck_time": 30.0}
    s = crowd(3, [(0.2, 0.6), (0.2, 10.0), (0.2, 20.0)], **changes)
    reach_the_gate(s, 0.0)
    assert s.people.conduct.tolist() == [PRESSING, ARRIVING, ARRIVING]
    s.people.progress_time[2] = 5.0
    reach_the_gate(s, 30.0)
    assert s.people.conduct.tolist() == [PRESSING, PRESSING, ARRIVING]
    assert s.people.kind.tolist() == [LINE_JUMPER, LINE_JUMPER, 0]
    np.testing.assert_array_equal(s.people.reached_time, [0.0, 30.0, np.nan])
