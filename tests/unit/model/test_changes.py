"""Changes during a day leave what has happened alone, and can be planned, repeated and undone."""

import json

import numpy as np
import pytest

from gatecrush.agents.conduct import EXPECTED, FAMILY
from gatecrush.agents.windows import LineJumper, Waiter
from gatecrush.experiments import run
from gatecrush.experiments.storage.run_folder import write_run
from gatecrush.model import BorderCrossing, ScenarioError
from gatecrush.model.changes import rates_in_force
from gatecrush.model.rules.telling import disorder_of


def begun(scenario, rng=5, **options):
    """A day that has not begun to run."""
    return BorderCrossing(scenario, rng=rng, **options)


def part(scenario, share):
    """The hour at which so much of a day has passed."""
    return scenario.run.start + share * (scenario.run.end - scenario.run.start)


def assert_same(one, other):
    """Assert that two days are the same, every number to the bit."""
    for name in one.people.dtype.names:
        rows = min(len(one.people), len(other.people))
        here, there = (day.people[name][:rows] for day in (one, other))
        came = one.people.conduct[:rows] != EXPECTED
        np.testing.assert_array_equal(here[came], there[came], err_msg=name)
    for name in set(one.counts.dtype.names) - {"still"}:  # found out anew at each call
        assert one.counts[name] == other.counts[name], name
    assert one.gate.tobytes() == other.gate.tobytes()
    assert one.minute_log.tobytes() == other.minute_log.tobytes()
    taken = one.admission_count
    np.testing.assert_array_equal(one.admission_log[:taken], other.admission_log[:taken])


@pytest.fixture
def busy(lively, compiled):
    """The lively day with many families, so that some have come when something changes."""
    return lively.with_(**{"families.count": 360.0 if compiled else 1000.0})


@pytest.mark.parametrize("seconds", [1.0, 60.0])
def test_repeated_with_any_step(busy, seconds):
    lived = begun(busy)
    lived.run_until(part(busy, 0.41))
    lived.change(**{"demand.factor": 3.0, "volunteers.count": 5})
    lived.run_until(part(busy, 0.73))
    lived.change(**{"demand.factor": 0.2, "gate.batch_size": 9})
    lived.run_model()
    again = begun(busy, changes=lived.changes, seconds_per_step=seconds)
    again.run_model()
    if again.seconds < lived.seconds:
        again.step()  # what is left of the last minute
    assert again.changes == lived.changes
    assert_same(lived, again)


def in_bits(people):
    """Return every column to the last bit; between columns lies memory that belongs to nobody."""
    return {name: people[name].tobytes() for name in people.dtype.names}


@pytest.mark.parametrize("share", [0.07, 0.31, 0.77])
def test_raised_and_lowered_leaves_no_trace(busy, share):
    """Not even after an earlier change, nor in the last bit of the times of those to come."""
    plain, changed = (begun(busy) for _ in range(2))
    for day in (plain, changed):
        day.run_until(part(busy, share / 2))
        day.change(**{"demand.factor": 2.0})
        day.run_until(part(busy, share))
    for factor in (4.0, 0.0, 2.0):
        changed.change(**{"demand.factor": factor})
    coming = plain._situation.arrival_order
    np.testing.assert_array_equal(coming, changed._situation.arrival_order)
    assert in_bits(plain.people[coming]) == in_bits(changed.people[coming])
    for day in (plain, changed):
        day.run_model()
    assert_same(plain, changed)


def test_rates_replaced_at_once_were_never_in_force():
    assert rates_in_force(((5.0, 1.0), (9.0, 4.0), (9.0, 1.0))) == ((5.0, 1.0),)
    assert rates_in_force(((5.0, 1.0), (9.0, 4.0), (9.0, 2.0))) == ((5.0, 1.0), (9.0, 2.0))


@pytest.mark.parametrize("seed", range(5))
def test_nobody_shares_a_party_with_a_stranger(busy, seed):
    """Also those who come because of one change and are drawn again at the next."""
    model = begun(busy, seed)
    for share, factor in ((0.2, 4.0), (0.3, 3.0), (0.4, 5.0)):
        model.run_until(part(busy, share))
        model.change(**{"demand.factor": factor})
    people = model.people[model._situation.arrival_order]
    is_family = people.kind == FAMILY
    assert is_family.any()
    assert not set(people.party[is_family]) & set(people.party[~is_family])
    for party in np.unique(people.party):
        assert np.unique(people.arrival_time[people.party == party]).size == 1


def test_who_waits_outside_a_full_site_keeps_their_time(busy):
    model = begun(busy)
    model.run_until(part(busy, 0.5))
    order, came = model._situation.arrival_order, int(model.counts.next_arrival)
    outside = order[came : came + 3]
    model.people.arrival_time[outside] = model.seconds - np.array([3.0, 2.0, 1.0])
    before = model.people[outside].copy()
    model.change(**{"demand.factor": 0.5})
    assert in_bits(model.people[outside]) == in_bits(before)
    np.testing.assert_array_equal(model._situation.arrival_order[came : came + 3], outside)


def test_windows_show_what_the_kernels_read(lively):
    model = begun(lively)
    model.run_until(part(lively, 0.5))
    model.change(**{"waiters.press_perception": 0.7})
    for belief in ("pays", "passed_over", "seen"):
        model.people[belief][:] = np.random.default_rng(1).random(len(model.people))
    people = [agent for agent in model.agents if isinstance(agent, Waiter | LineJumper)]
    assert people
    for agent in people:
        assert agent.perceived_disorder == disorder_of(model._situation, agent.person)


def test_changes_are_checked_as_they_follow_one_another(lively):
    early, late = part(lively, 0.3), part(lively, 0.6)
    longer, longest = {"gate.cycle_max": 20.0}, {"gate.cycle_min": 15.0}
    assert len(begun(lively, changes=[(late, longest), (early, longer)])._changes_to_come) == 2
    with pytest.raises(ScenarioError, match="must not exceed"):
        begun(lively, changes=[(early, longest), (late, longer)])


@pytest.mark.parametrize("hour", [4.9, 99.0, float("nan")])
def test_changes_lie_in_the_run(lively, hour):
    with pytest.raises(ScenarioError, match="must lie from"):
        begun(lively, changes=[(hour, {"volunteers.count": 3})])


def test_an_hour_that_was_rounded_means_the_same_step(lively):
    for step in range(1, 40):
        hour = float(f"{lively.run.start + step * lively.run.time_step / 3600:.9g}")
        assert begun(lively)._step_at(hour) == step


def test_folder_tells_the_changes_of_its_run_and_no_other(lively, tmp_path):
    hour, setting = part(lively, 0.5), {"gate.batch_size": 3}
    record = run(lively, seed=5, changes=[(hour, setting)])
    write_run(tmp_path / "day", record, lively, {})
    written = json.loads((tmp_path / "day" / "changes.json").read_text())
    assert run(lively, seed=5, changes=written).people.equals(record.people)
    write_run(tmp_path / "day", run(lively, seed=5), lively, {})
    assert not (tmp_path / "day" / "changes.json").exists()
