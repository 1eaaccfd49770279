"""The order in which people are visited changes nothing: the lists of people are shuffled."""

import numpy as np
import pytest

from gatecrush.model.rules.step import take_step, take_steps

from .random_crowds import SITES, random_situation


def shuffle(rng: np.random.Generator, people: np.ndarray) -> None:
    people[:] = rng.permutation(people)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("site", SITES)
def test_shuffled_crowd_does_the_same(site: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    s, shuffled = (random_situation(seed, site) for _ in range(2))
    for _ in range(20):
        take_steps(s, 41)
        for step in range(41):
            if step % 10 == 0:
                shuffle(rng, shuffled.active[: shuffled.crowd.active])
                shuffle(rng, shuffled.restless[: shuffled.crowd.restless])
            take_step(shuffled)
    for name in s.people.dtype.names:
        np.testing.assert_array_equal(shuffled.people[name], s.people[name], err_msg=name)
    assert shuffled.gate == s.gate
    assert shuffled.list == s.list
    np.testing.assert_array_equal(shuffled.admission_log, s.admission_log)
    # Means of the minute log are sums over people: their last bit depends on the order.
    for name in s.minute_log.dtype.names:
        np.testing.assert_allclose(shuffled.minute_log[name], s.minute_log[name], rtol=1e-12)
