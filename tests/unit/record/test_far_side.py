"""Control on the far side: first come first served, as many at a time as it holds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.record.far_side import crossing_times


def test_control_on_the_far_side_serves_as_many_as_it_holds():
    crossed = crossing_times(np.array([0.0, 0.0, 1.0, 50.0]), 2, np.array([10.0, 20.0, 5.0, 1.0]))
    assert crossed.tolist() == [10.0, 20.0, 15.0, 51.0]


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 50)), max_size=30), st.integers(1, 5))
def test_never_more_under_control_than_its_capacity(people, capacity):
    admitted = np.array([a for a, _ in people])
    service = np.array([b for _, b in people])
    crossed = crossing_times(admitted, capacity, service)
    assert (crossed >= admitted + service - 1e-9).all()
    begins = crossed - service
    for moment in begins + 1e-6:
        assert np.sum((begins + 1e-7 < moment) & (crossed - 1e-7 > moment)) <= capacity


def test_control_on_the_far_side_serves_first_come_first():
    arrivals = np.array([0.0, 0.0, 1.0, 50.0])
    times = np.array([10.0, 20.0, 5.0, 1.0])
    np.testing.assert_allclose(crossing_times(arrivals, 1, times), [10.0, 30.0, 35.0, 51.0])
    np.testing.assert_allclose(crossing_times(arrivals, 2, times), [10.0, 20.0, 15.0, 51.0])
    np.testing.assert_allclose(crossing_times(arrivals, 9, times), arrivals + times)
