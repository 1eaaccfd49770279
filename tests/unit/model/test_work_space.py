"""Work space means nothing between two steps: filled with rubbish there, it changes no bit."""

import numpy as np
import pytest

from gatecrush.model.beginning import begin
from gatecrush.model.rules.step import take_steps

STATE = (
    "people", "cells", "gate", "list", "crowd", "volunteers", "active", "outside", "holder",
    "batch", "admission_log", "minute_log",
)  # fmt: skip


def spoil(work, rng, people):
    """Fill every array of the work space with numbers that could have been meant."""
    for array in work:
        for column in [array[name] for name in array.dtype.names or ()] or [array]:
            if column.dtype.kind == "f":
                column[:] = rng.random(column.shape)
            else:
                column[:] = rng.integers(0, people, column.shape)


@pytest.mark.parametrize("seed", [3, 4])
def test_rubbish_in_the_work_space_changes_nothing(seed, lively, compiled):
    """Challenges, volunteers, exchanges, admissions and views of the disorder are among the steps.

    What a kernel needs to find as the step before left it belongs to the state: ``cells.claims``
    and ``people.incoming_drive`` (0 between two steps), which lie beside what is read with them.
    """
    tidy, spoiled = (begin(lively, seed, 0) for _ in range(2))
    rng = np.random.default_rng(seed)
    minutes = 12 if compiled else 1.1
    for _ in range(round(minutes * 60 / tidy.time_step)):
        spoil(spoiled.work, rng, tidy.people.size)
        take_steps(tidy, 1)
        take_steps(spoiled, 1)
    for name in STATE:
        assert getattr(spoiled, name).tobytes() == getattr(tidy, name).tobytes(), name
    assert tidy.crowd.admitted > 0
    if compiled:
        assert tidy.crowd.challenges > 0
        assert tidy.crowd.turned_round > 0
