"""A3: the same seed gives the same day to the bit, however it is stepped, wherever it runs."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from gatecrush.model import BorderCrossing

COUNTED = ("admission_log", "minute_log")
PRINT_DAY = """
import sys, warnings
warnings.simplefilter("ignore")
from gatecrush.model import BorderCrossing, Scenario
day = BorderCrossing(Scenario.load(sys.argv[1]), rng=5)
day.run_until(day.scenario.run.end)
parts = [day.people[name].tobytes() for name in day.people.dtype.names]
parts += [day.admission_log.tobytes(), day.minute_log.tobytes()]
import hashlib
print(hashlib.sha256(b"".join(parts)).hexdigest())
"""


def ran(scenario, rng=5, seconds_per_step=1.0, replication=0):
    """A day run to its end."""
    model = BorderCrossing(
        scenario, rng=rng, replication=replication, seconds_per_step=seconds_per_step
    )
    model.run_until(scenario.run.end)
    return model


def assert_same(one, other):
    """Assert that two days are the same, every number to the bit."""
    for name in one.people.dtype.names:
        np.testing.assert_array_equal(one.people[name], other.people[name], err_msg=name)
    for name in COUNTED:
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name
    for record in ("gate", "number_list", "counts"):
        states = [getattr(day, record).copy() for day in (one, other)]
        if record == "counts":  # who is known to stand still is found out anew by each call
            for state in states:
                state["still"] = 0
        assert states[0].tobytes() == states[1].tobytes(), record


def differ(one, other):
    """Tell whether anything that a person did or bore differs between two days."""
    return any(
        one.people[name].tobytes() != other.people[name].tobytes()
        for name in one.people.dtype.names
    )


@pytest.fixture(scope="module")
def day(lively):
    """The day with seed 5."""
    return ran(lively)


def test_twice_in_one_process(day, lively):
    assert_same(day, ran(lively))


@pytest.mark.parametrize("seconds", [0.3, 7.0, 30.0])
def test_stepped_by_hand(day, lively, seconds):
    model = BorderCrossing(lively, rng=5, seconds_per_step=seconds)
    while model.running:
        model.step()
    assert model.time == pytest.approx(np.ceil((lively.run.end - 5.0) * 3600.0 / seconds - 1e-6))
    assert_same(day, model)


def test_stopped_on_the_way(day, lively):
    model = BorderCrossing(lively, rng=5)
    for hour in np.linspace(5.0, lively.run.end, 4):
        model.run_until(float(hour))
    assert_same(day, model)


def test_beside_another_day(day, lively):
    model, other = BorderCrossing(lively, rng=5), BorderCrossing(lively, rng=6)
    for _ in range(3):
        model.run_until(model.hour + (lively.run.end - 5.0) / 3)
        other.run_until(other.hour + (lively.run.end - 5.0) / 3)
    model.run_until(lively.run.end)
    assert_same(day, model)


def test_in_another_process(day, lively, tmp_path):
    file = tmp_path / "lively.toml"
    file.write_text(lively.to_toml(), encoding="utf-8")
    command = [sys.executable, "-c", PRINT_DAY, str(file)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    parts = [day.people[name].tobytes() for name in day.people.dtype.names]
    parts += [getattr(day, name).tobytes() for name in COUNTED]
    assert result.stdout.strip() == hashlib.sha256(b"".join(parts)).hexdigest()


def test_another_seed_or_replication_is_another_day(day, lively):
    assert differ(day, ran(lively, rng=6))
    assert differ(day, ran(lively, replication=1))


@pytest.mark.parametrize(
    ("idle", "absent"),
    [
        ({"volunteers.count": 9, "volunteers.reach": 0.0}, {"volunteers.count": 0}),
        ({"volunteers.count": 9, "volunteers.success": 0.0}, {"volunteers.count": 0}),
        ({"volunteers.start": 1000.0}, {"volunteers.count": 0}),
        ({"guards.number_check": 0.0, "guards.clear_refused": True}, {}),
        ({"guards.shout_load": 0.0, "guards.shout_effect": 1.0}, {"guards.shout_load": 0.0}),
        ({"guards.count": 7}, {}),
        ({"far_side.capacity": 1}, {}),
    ],
    ids=lambda changes: ", ".join(f"{name} {value}" for name, value in changes.items()),
)
def test_what_does_nothing_changes_nothing(lively, idle, absent):
    """A27: common random numbers."""
    assert_same(ran(lively.with_(**idle)), ran(lively.with_(**absent)))
