"""Headway by hand: the distance ahead decides, and nobody behind."""

import numpy as np
import pytest

from gatecrush.agents.conduct import ARRIVING, PRESSING
from gatecrush.model.rules.headway import density_in_front, pace_at, pace_behind

from .crowds_by_hand import crowd


def test_people_keep_a_time_gap_to_the_one_ahead():
    """v = (h - 0.36 m)/1.06 s on the line of the step, at most the free speed."""
    for cells_between in range(1, 5):
        s = crowd(2, [(0.2, 15.0), (0.2, 15.0 - 0.4 * (cells_between + 1))])
        k = int(np.argmax(s.place.gain[s.people.cell[0]]))
        there = s.people.cell[0] + s.place.offsets[k]
        expected = min(1.33, (0.4 * (cells_between + 1) - 0.36) / 1.06)
        assert pace_behind(s, 0, there, k) == pytest.approx(expected)


def test_those_behind_slow_nobody():
    s = crowd(4, [(0.2, 15.0), (0.2, 15.4), (-0.2, 15.4), (0.6, 15.4)])
    k = int(np.argmax(s.place.gain[s.people.cell[0]]))
    assert pace_behind(s, 0, s.people.cell[0] + s.place.offsets[k], k) == 1.33


def test_pressing_closes_up_as_the_drive_rises():
    s = crowd(2, [(0.2, 15.0), (0.2, 14.2)])
    s.people.conduct[:] = PRESSING
    k = int(np.argmax(s.place.gain[s.people.cell[0]]))
    paces = []
    for drive in (0.0, 0.5, 1.0):
        s.people.drive[0] = drive
        paces.append(pace_behind(s, 0, s.people.cell[0] + s.place.offsets[k], k))
    assert paces == pytest.approx([0.44 / 1.06, 0.44 / 0.73, 0.44 / 0.4])


@pytest.mark.parametrize(
    ("density", "pace"), [(0.0, 1.34), (0.5, 1.298), (1.0, 1.058), (2.0, 0.606), (6.0, 0.0)]
)
def test_speed_falls_with_density_as_weidmann_says(density, pace):
    assert pace_at(1.34, density, 5.4) == pytest.approx(pace, abs=0.001)


def test_only_what_is_in_front_counts_as_density():
    """One ahead within 1 m, one beside, one behind, one ahead at 1.2 m."""
    s = crowd(5, [(0.2, 15.0), (0.2, 14.2), (0.6, 15.0), (0.2, 15.4), (0.2, 13.8)])
    k = int(np.argmax(s.place.gain[s.people.cell[0]]))
    area = np.count_nonzero(s.place.in_front[k]) * 0.4**2
    assert density_in_front(s, int(s.people.cell[0]), k) == pytest.approx(1.0 / area)
    assert 1.2 < area < 1.7


def test_density_beside_the_line_slows_who_does_not_press():
    s = crowd(5, [(0.2, 15.0), (0.6, 14.6), (-0.2, 14.6), (0.6, 14.2), (-0.2, 14.2)])
    k = int(np.argmax(s.place.gain[s.people.cell[0]]))
    there = s.people.cell[0] + s.place.offsets[k]
    s.people.conduct[:] = ARRIVING
    assert 0.2 < pace_behind(s, 0, there, k) < 0.6
    s.people.conduct[0] = PRESSING
    assert pace_behind(s, 0, there, k) == 1.33


def test_nobody_is_ahead_of_who_steps_into_the_gate():
    s = crowd(2, [(0.2, 0.6), (0.2, 1.0)])
    gate = int(s.place.gate_cells[len(s.place.gate_cells) // 2])
    s.people.cell[0] = gate - s.place.offsets[0]
    assert s.place.ahead[gate] < 0
    assert pace_behind(s, 0, gate, 0) == 1.33
