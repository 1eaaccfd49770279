"""Whole time steps: the compiled order of one step against the plain one, on random crowds."""

import pytest

from gatecrush.model.rules.step import take_steps

from .plain_step import take_step
from .plain_world import assert_equal, copy_of
from .random_crowds import SITES, random_situation


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("site", SITES)
def test_a_minute_of_steps_is_equal(site: str, seed: int) -> None:
    s = random_situation(100 + seed, site, most=40)
    world = copy_of(s)
    for _ in range(350):
        take_steps(s, 1)
        take_step(world)
        assert_equal(world, s)
