"""The outcomes of the night by hand."""

import math

import numpy as np
import pytest

from gatecrush.model.record.measures.night import (
    hours_near_of_late,
    night,
    place_tau,
    share_in_by_night,
)

NAN = math.nan


def test_share_in_by_night_counts_those_who_came_with_the_witness():
    arrival = np.array([8.9, 9.0, 10.0, 11.0, 11.1])
    admission = np.array([24.0, 25.0, 25.1, NAN, 24.0])
    assert share_in_by_night(arrival, admission, now=27.0) == pytest.approx(1 / 3)
    assert math.isnan(share_in_by_night(arrival, admission, now=24.9))
    assert math.isnan(share_in_by_night(arrival + 3.0, admission, now=27.0))


def test_hours_near_of_those_let_in_late():
    admission = np.array([22.9, 23.0, 26.0, NAN])
    assert hours_near_of_late(admission, np.array([1.0, 5.0, 8.0, 9.0])) == 6.5
    assert math.isnan(hours_near_of_late(admission[:1], np.array([1.0])))


def test_the_nearest_first_is_one_and_the_farthest_first_less_one():
    distance = np.array([1.0, 2.0, 3.0, NAN, 4.0])
    # Who did not press at 19:00, and who was not in by 01:00, do not count.
    assert place_tau(distance, np.array([20.0, 21.0, 22.0, 19.5, 25.5])) == 1.0
    assert place_tau(distance, np.array([22.0, 21.0, 20.0, 23.0, NAN])) == -1.0
    assert math.isnan(place_tau(distance, np.full(5, NAN)))


def test_families_pass_beside_the_line_and_do_not_count():
    people = {
        "kind": np.array(["waiter", "line_jumper", "family"]),
        "arrival_time": np.array([9.5, 10.0, 10.5]),
        "admission_time": np.array([24.0, 24.5, 23.5]),
        "time_within_5_m": np.array([6.0, 8.0, 0.1]),
        "evening_distance": np.array([2.0, 3.0, 1.0]),
    }
    found = night(people, now=27.0)
    assert found == {"witness_share": 1.0, "near_hours_late": 7.0, "place_tau": 1.0}
