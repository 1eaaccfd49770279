"""Kernel and pure Mesa show the same crowd, so that their speeds can be compared."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from near_limit import compare_with_c
from pure_mesa import PureMesaCrowd, run_pure_mesa
from race import likeness
from workloads import Crowd, outcome, pressing_crowd, walking_crowd, watch_kernel

pytestmark = pytest.mark.bench

SMALL: list[Callable[[], Crowd]] = [
    lambda: pressing_crowd(200, seconds=120.0, settling=300.0),
    lambda: walking_crowd(200, seconds=45.0),
]


@pytest.mark.parametrize("build", SMALL, ids=["pressing", "walking"])
def test_crowds_are_alike(build: Callable[[], Crowd]) -> None:
    crowd = build()
    ours = [watch_kernel(crowd, seed) for seed in range(8)]
    theirs = [outcome(run_pure_mesa(crowd, seed, time.process_time)[2]) for seed in range(3)]
    assert [seen for seen in likeness(ours, theirs) if not seen.holds] == []


def test_pure_mesa_begins_with_the_same_crowd() -> None:
    crowd = walking_crowd(50)
    model = PureMesaCrowd(crowd, rng=0)
    _, cell = model.look(50, crowd.cell)
    assert np.array_equal(cell, crowd.cell)
    assert all(len(place.agents) <= 1 for place in model.grid.all_cells)


@pytest.mark.parametrize("build", SMALL, ids=["pressing", "walking"])
def test_c_takes_the_same_steps(build: Callable[[], Crowd]) -> None:
    result = compare_with_c(build(), 1)
    if result is None:
        pytest.skip("no gcc")
    assert result["same_to_the_bit"]
