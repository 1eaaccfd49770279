"""The minute log by hand: what is counted, averaged, and begun anew."""

import numpy as np
import pytest

from gatecrush.agents.conduct import ARRIVING, HOLDING, PRESSING
from gatecrush.model.day import Day
from gatecrush.model.rules.minute_record import mean_or_nan, note_load, note_minute

from .crowds_by_hand import crowd


@pytest.mark.parametrize("time_step", [0.175, 0.17, 0.07])
def test_every_minute_is_noted_and_the_gate_is_open_for_no_more_than_all_of_it(lively, time_step):
    """Also the last, and also where the time step does not divide a minute."""
    changes = {"run.time_step": time_step, "gate.always_open": True}
    day = Day(lively.with_(**changes), seed=1)
    day.run_until(lively.run.end)
    series = day.record.arrays("series")
    minutes = int((lively.run.end - lively.run.start) * 60 + 1e-9)
    expected = lively.run.start + np.arange(1, minutes + 1) / 60
    np.testing.assert_allclose(series["time"], expected, rtol=1e-12)
    assert np.all(series["gate_open"] == 1.0)


@pytest.fixture
def minute():
    """Two of three within 15 m press, one of them at the gate; a fourth walks by farther out."""
    s = crowd(4, [(0.2, 0.6), (0.2, 8.0), (0.2, 10.0), (0.2, 30.0)])
    s.people.conduct[:] = [PRESSING, PRESSING, HOLDING, ARRIVING]
    s.people.pays[:] = [0.2, 0.4, 0.6, 1.0]
    s.people.passed_over[:] = [0.0, 0.4, 0.2, 1.0]
    s.people.seen[:] = [0.1, 0.4, 0.0, 1.0]
    s.crowd.minute_steps, s.crowd.open_steps = 200, 50
    s.crowd.admitted = 7
    return s


def noted(s, now):
    """The minute that ends now, by the names of the log."""
    note_minute(s, now)
    return s.minute_log[s.crowd.minutes - 1]


def test_people_are_counted_by_what_they_do_and_where(minute):
    row = noted(minute, 59.9)
    assert row["time"] == 60.0
    assert (row["pressing"], row["holding"], row["arriving"], row["called"]) == (2, 1, 1, 0)
    assert (row["waiting_near"], row["pressing_near"], row["queue_length"]) == (3, 2, 3)
    assert row["pays"] == pytest.approx(0.4)
    assert row["passed_over"] == pytest.approx(0.2)
    assert row["disorder"] == pytest.approx((0.1 + 0.4 + 0.0) / 3)
    assert row["gate_density"] == pytest.approx(1.0 / minute.place.near_area)
    assert row["gate_open"] == 0.25
    assert row["admitted"] == 7


def test_places_in_the_crowd_are_noted_at_nineteen(minute):
    """Of those who press: at the gate and 8 m from it; a minute before and after nobody's."""
    hour = 3600.0
    for now in (19 * hour - 60.0, 19 * hour + 60.0):
        minute.crowd.minute_steps = 200
        noted(minute, now - minute.start)
        assert np.isnan(minute.people.noted_distance).all()
    minute.crowd.minute_steps = 200
    noted(minute, 19 * hour - minute.start)
    noted_then = minute.people.noted_distance
    assert noted_then[:2] == pytest.approx(minute.place.ground.to_gate[minute.people.cell[:2]])
    assert np.isnan(noted_then[2:]).all()


def test_load_is_averaged_over_the_minute_and_apart_for_the_surge(minute):
    minute.gate.opening, minute.gate.opened_at = 1, 0.0
    for load, now in ((3000.0, 30.0), (1000.0, 60.0), (200.0, 90.0)):
        minute.gate.load = load
        note_load(minute, now)
    row = noted(minute, 120.0)
    assert row["gate_load_mean"] == pytest.approx(1400.0)
    assert row["gate_load_peak"] == 3000.0
    assert row["gate_load_surge"] == 2000.0
    assert row["gate_load_rest"] == 200.0
    minute.crowd.minute_steps = 200
    row = noted(minute, 180.0)
    assert np.isnan(row["gate_load_mean"])  # the next minute begins with no samples
    assert row["gate_load_peak"] == 0.0


def test_mean_of_no_samples_is_unknown():
    assert mean_or_nan(3.0, 2) == 1.5
    assert np.isnan(mean_or_nan(0.0, 0))
