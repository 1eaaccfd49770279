"""Density, flow, press share, onset, surge and dose, each by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.record.far_side import crossing_times
from gatecrush.model.record.measures.density import level_of_service, weidmann_speed
from gatecrush.model.record.measures.flow import mean_flow, specific_flow
from gatecrush.model.record.measures.press import onset_time, press_share
from gatecrush.model.record.measures.pressure import force_dose_share, surge_ratio
from gatecrush.model.record.measures.window import window_mean, window_peak

MINUTES = 9.0 + np.arange(1, 241) / 60


def test_weidmanns_curve():
    speeds = weidmann_speed(np.array([0.0, 0.5, 1.0, 2.0, 3.0, 5.4, 6.0]))
    expected = [1.34, 1.299, 1.058, 0.606, 0.331, 0.0, 0.0]
    assert speeds == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("density", "level"), [(0.0, "A"), (1.0, "B"), (1.2, "C"), (2.0, "D"), (4.0, "E"), (6.0, "F")]
)
def test_level_of_service_of_a_queue(density, level):
    assert level_of_service(density) == level


def test_flow_counts_gaps_between_passages():
    passages = np.array([30.0, 10.0, 20.0])
    assert mean_flow(passages) == pytest.approx(0.1)
    assert specific_flow(passages, 2.0) == pytest.approx(0.05)
    assert mean_flow(passages, begin=15.0) == pytest.approx(0.1)
    assert math.isnan(mean_flow(passages, begin=25.0))


def test_press_share_is_unknown_when_nobody_waits():
    share = press_share(np.array([0.0, 2.0]), np.array([0.0, 8.0]))
    assert math.isnan(share[0])
    assert share[1] == 0.25


def test_onset_is_the_end_of_the_first_ten_minutes_above_one_half():
    share = np.full(240, 0.2)
    share[30:39] = 0.9  # nine minutes: not yet
    share[100:] = 0.6
    assert onset_time(MINUTES, share) == pytest.approx(9.0 + 110 / 60)


def test_a_minute_without_anybody_breaks_the_row():
    share = np.full(240, 0.6)
    share[5] = np.nan
    assert onset_time(MINUTES, share) == pytest.approx(9.0 + 16 / 60)


def test_exactly_one_half_is_no_crowd():
    assert math.isnan(onset_time(MINUTES, np.full(240, 0.5)))
    assert math.isnan(onset_time(MINUTES[:5], np.full(5, 0.9)))


def test_windows_take_the_minutes_whose_middle_lies_inside():
    values = np.arange(240.0)
    assert window_mean(MINUTES, values, 9.0, 10.0) == pytest.approx(29.5)
    assert window_peak(MINUTES, values, 10.0) == 239.0
    assert math.isnan(window_mean(MINUTES, values, 19.0, 21.0))
    assert math.isnan(window_peak(MINUTES, np.full(240, np.nan), 9.0))


def test_surge_ratio_averages_over_openings_only():
    surge, rest = np.full(240, np.nan), np.full(240, 0.5)
    surge[::60] = 2.0
    assert surge_ratio(MINUTES, surge, rest, 9.0) == pytest.approx(4.0)
    assert math.isnan(surge_ratio(MINUTES, surge, 0 * rest, 9.0))


def test_force_dose_share():
    assert force_dose_share(np.array([0.0, 239.0, 240.0, 500.0]), 240.0) == 0.5


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
