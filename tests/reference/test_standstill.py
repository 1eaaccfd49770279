"""Who found no step to take is not asked again until somebody near moves: that changes nothing.

``take_steps`` begins with everybody asked: so many calls of one step ask everybody in every step,
one call of so many steps leaves those alone who are at a standstill.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gatecrush.model.rules.standstill import FREE, LOOSE, STUCK, TIGHT
from gatecrush.model.rules.step import take_steps

from .random_crowds import SITES, random_situation


def assert_same(one: Any, other: Any) -> None:
    for name in one.people.dtype.names:
        np.testing.assert_array_equal(one.people[name], other.people[name], err_msg=name)
    np.testing.assert_array_equal(one.cells.occupant, other.cells.occupant)
    np.testing.assert_array_equal(one.admission_log, other.admission_log)
    assert one.gate == other.gate
    assert one.list == other.list


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("site", SITES)
def test_leaving_people_alone_changes_nothing(site: str, seed: int) -> None:
    alone, asked = (random_situation(300 + seed, site) for _ in range(2))
    for _ in range(5):
        take_steps(alone, 130)
        for _ in range(130):
            take_steps(asked, 1)
        assert_same(alone, asked)


def test_people_come_to_a_standstill_and_out_of_it() -> None:
    found: set[int] = set()
    for seed in range(8):
        s = random_situation(seed, "strip", **{"gate.always_open": False})
        for _ in range(10):
            take_steps(s, 60)
            here = s.active[: s.crowd.active]
            found |= set(s.standstill[here].tolist())
            assert s.crowd.still == np.count_nonzero(s.standstill > LOOSE)
            gone = np.setdiff1d(np.arange(s.people.size), here)
            assert not s.standstill[gone].any()
    assert found == {LOOSE, FREE, STUCK, TIGHT}
