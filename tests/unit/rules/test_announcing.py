"""Announcements by hand: whom they reach, what those then believe, and how often there are any."""

import numpy as np
import pytest

from gatecrush.agents.conduct import ARRIVING, HOLDING, PRESSING, SEEKING
from gatecrush.model.rules.announcing import announce, out_of_turn_of_batch

from .crowds_by_hand import at_the_gate, crowd

SURELY = 1e6
"""So much time that there is an announcement, s."""
AT_WORK = {"list.announcements": 60.0, "list.announcement_reach": 10.0}


def note_admissions(s, *rows):
    """Write rows (opening, out of turn, family) into the log."""
    for n, (opening, out_of_turn, family) in enumerate(rows):
        row = s.admission_log[n]
        row.opening, row.out_of_turn, row.family = opening, out_of_turn, family
    s.crowd.admissions = len(rows)


def test_the_share_is_that_of_the_last_batch_families_aside():
    s = at_the_gate(8)
    s.gate.opening = 3
    assert out_of_turn_of_batch(s) == -1.0
    note_admissions(s, (2, 1, 0), (2, 1, 0), (3, 0, 1), (3, 1, 0), (3, 0, 0), (3, 0, 0), (3, 0, 0))
    assert out_of_turn_of_batch(s) == 0.25
    s.gate.opening = 4  # nobody has been taken yet
    assert out_of_turn_of_batch(s) == -1.0


@pytest.mark.parametrize(("before", "after"), [(0.9, 0.9 - 0.3 * 0.4), (0.1, 0.1 + 0.3 * 0.4)])
def test_holders_within_reach_believe_it_by_the_gain(before, after):
    s = crowd(4, [(0.2, 3.0), (0.2, 9.0), (0.2, 13.0), (0.2, 5.0)], **AT_WORK)
    s.people.conduct[:] = [HOLDING, PRESSING, HOLDING, PRESSING]
    s.people.number[:] = [1, 2, 3, 0]
    s.people.passed_over[:] = before
    announce(s, SURELY, 0.0)  # nobody was let in yet: nothing to say of it
    assert np.all(s.people.passed_over == before)
    note_admissions(s, (0, 1, 0), (0, 0, 0))
    announce(s, 0.0, 0.0)
    assert np.all(s.people.passed_over == before)
    announce(s, SURELY, 0.0)
    np.testing.assert_allclose(s.people.passed_over, [after, after, before, before])
    assert np.all(s.people.pays == 0.0)


@pytest.mark.parametrize("list_is_kept", [True, False])
def test_who_arrives_within_reach_hears_of_the_list_with_their_party(list_is_kept):
    s = crowd(5, [(0.2, 8.0), (0.2, 15.0), (0.6, 15.0), (0.6, 8.0), (0.2, 20.0)], **AT_WORK)
    s.people.party[:] = [0, 0, 1, 2, 3]
    s.people.conduct[3:] = PRESSING, HOLDING
    s.people.number[4] = 1
    s.list.marker = 4 if list_is_kept else -1
    announce(s, SURELY, 44.0)
    told = [SEEKING, SEEKING] if list_is_kept else [ARRIVING, ARRIVING]
    assert s.people.conduct.tolist() == [*told, ARRIVING, PRESSING, HOLDING]
    assert s.people.since[:2].tolist() == ([44.0, 44.0] if list_is_kept else [0.0, 0.0])


def test_announcements_come_at_their_rate():
    s = crowd(1, [(0.2, 3.0)], **AT_WORK | {"list.announcements": 6.0})
    s.people.conduct[:], s.people.number[:] = HOLDING, 1
    note_admissions(s, (0, 1, 0))
    minutes, heard = 3000, 0
    for minute in range(minutes):
        s.crowd.step, s.people.passed_over[:] = 343 * minute, 0.0
        announce(s, 60.0, 60.0 * minute)
        heard += s.people.passed_over[0] > 0.0
    expected = minutes * (1.0 - np.exp(-0.1))
    assert abs(heard - expected) < 4.0 * np.sqrt(expected)
