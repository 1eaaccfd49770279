"""A time step: what recurs is done on time, and an orderly day keeps its order."""

import numpy as np
import pytest

from gatecrush.model.beginning import begin
from gatecrush.model.rules.step import FORCE, MINUTE, TALK, is_due, take_steps

from .crowds_by_hand import BATCH


@pytest.mark.parametrize("time_step", [0.05, 0.1, 0.25, 0.3, 0.5])
@pytest.mark.parametrize("interval", [TALK, FORCE, MINUTE])
def test_what_recurs_is_neither_missed_nor_done_twice(time_step, interval):
    steps = round(7200.0 / time_step)
    due = [n for n in range(1, steps + 1) if is_due(n * time_step, time_step, interval)]
    assert len(due) == round(7200.0 / interval)
    apart = np.diff(due) * time_step
    assert np.abs(apart - interval).max() < time_step + 1e-9


def test_an_orderly_day_admits_full_batches_in_the_order_of_the_numbers(orderly, compiled):
    """A9 in the small; with plain Python a single opening."""
    changes = {} if compiled else {"gate.cycle_min": 1.0, "gate.cycle_max": 1.0}
    s = begin(orderly.with_(**changes), 2, 0)
    take_steps(s, round((1770.0 if compiled else 90.0) / s.time_step))
    log = s.admission_log[: s.crowd.admissions]
    openings, sizes = np.unique(log.opening, return_counts=True)
    assert openings.size >= (5 if compiled else 1)
    assert np.all(sizes[:-1] == BATCH)
    assert np.all(log.out_of_turn == 0)
    for opening in openings:
        numbers = np.sort(log.number[log.opening == opening])
        expected = BATCH * (opening - 1) + 1 + np.arange(numbers.size)
        np.testing.assert_array_equal(numbers, expected)
