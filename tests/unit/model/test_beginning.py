"""The start of a run: holders of numbers at their places, the gate closed, traits as declared."""

import numpy as np
import pytest

from gatecrush.agents.conduct import CALLED, EXPECTED, FAMILY, HOLDING
from gatecrush.agents.quantity import in_si
from gatecrush.model.beginning import begin
from gatecrush.model.scenario.scenario import Scenario

INITIAL = 60


@pytest.fixture(scope="module")
def scenario():
    """The account with fewer people, on a shorter site."""
    return Scenario().with_(
        **{"site.length": 60.0, "demand.initial_numbered": INITIAL, "families.count": 20.0}
    )


@pytest.fixture(scope="module")
def s(scenario):
    """The situation at the start."""
    return begin(scenario, 3, 0)


def test_numbers_run_from_one(s):
    assert s.list.last_number == INITIAL
    np.testing.assert_array_equal(s.people.number[:INITIAL], 1 + np.arange(INITIAL))
    np.testing.assert_array_equal(s.holder[1 : INITIAL + 1], np.arange(INITIAL))
    assert np.all(s.people.number[INITIAL:] == 0)
    assert np.all(s.people.numbered_time[:INITIAL] == 0.0)


def test_marker_is_with_the_last_in_line(s):
    assert s.list.marker == s.holder[INITIAL]
    assert s.list.writer == -1


def test_the_next_batch_is_called_and_all_others_hold(s):
    batch = s.batch.size
    assert np.all(s.people.conduct[:batch] == CALLED)
    assert np.all(s.people.conduct[batch:INITIAL] == HOLDING)
    assert np.all(s.people.conduct[INITIAL:] == EXPECTED)


def test_holders_stand_one_a_cell_in_order_of_their_numbers(s):
    cells = s.people.cell[:INITIAL]
    assert np.unique(cells).size == INITIAL
    assert np.isin(cells, s.place.column).all()
    distance = s.place.to_gate[cells]
    assert np.corrcoef(distance, np.arange(INITIAL))[0, 1] > 0.95
    area = INITIAL / s.rules.waiters.density
    depth = area / 4.8
    assert distance.max() - distance.min() == pytest.approx(depth, rel=0.25)


def test_everybody_else_is_expected(s):
    assert s.crowd.active == s.crowd.arrived == s.crowd.next_arrival == INITIAL
    assert np.all(s.people.cell[INITIAL:] == -1)
    assert np.all(s.people.arrival_time[INITIAL:] > 0.0)
    assert np.all(np.diff(s.people.arrival_time[s.arrival_order]) >= 0.0)


def test_gate_is_closed_and_opens_within_a_cycle(scenario):
    waits = []
    for seed in range(60):
        gate = begin(scenario, seed, 0).gate
        assert gate.is_open == gate.opening == gate.failed == 0
        waits.append(gate.next_opening / 60.0)
    assert 0.0 <= min(waits) < 15.0
    assert 45.0 < max(waits) <= 75.0


def test_traits_are_drawn_as_declared():
    scenario = Scenario().with_(**{"demand.factor": 4.0})
    s = begin(scenario, 1, 0)
    people, w, m = s.people, scenario.waiters, scenario.movement
    assert people.threshold.min() >= 0.0
    assert people.threshold.mean() == pytest.approx(w.threshold_mean, abs=0.03)
    assert people.threshold.std() == pytest.approx(w.threshold_spread, abs=0.03)
    assert people.never_push.mean() == pytest.approx(w.never_push, abs=0.03)
    assert 0.3 <= people.assertiveness.min() < 0.31
    assert 0.99 < people.assertiveness.max() <= 1.0
    assert people.speed.mean() == pytest.approx(m.free_speed, abs=0.05)
    assert people.speed.max() * scenario.run.time_step <= s.place.cell + 1e-12
    assert abs(np.corrcoef(people.assertiveness, people.speed)[0, 1]) < 0.1
    parties = people.party[np.flatnonzero(np.diff(people.party, prepend=-1))]
    patience = people.patience[np.searchsorted(people.party, parties)]
    assert patience.mean() == pytest.approx(60.0 * w.patience, rel=0.15)


def test_each_kind_comes_in_by_its_own_way(s):
    families = s.people.kind == FAMILY
    assert families.any()
    assert np.isin(s.people.entry[families], s.place.lane_entry).all()
    assert np.isin(s.people.entry[~families], s.place.drop_off).all()


def test_a_change_in_one_trait_leaves_all_others_alone(scenario, s):
    other = begin(scenario.with_(**{"waiters.threshold_mean": 0.1}), 3, 0)
    for name in ("never_push", "assertiveness", "speed", "patience", "entry", "arrival_time"):
        np.testing.assert_array_equal(other.people[name], s.people[name], err_msg=name)
    assert np.all(other.people.threshold <= s.people.threshold)


def test_numbers_of_a_section_reach_the_kernels_in_si(scenario):
    waiters, gate = in_si(scenario.waiters), in_si(scenario.gate)
    assert waiters.patience == 60.0 * scenario.waiters.patience
    assert waiters.fatigue == scenario.waiters.fatigue / 3600.0
    assert waiters.word_of_mouth == pytest.approx(scenario.waiters.word_of_mouth / 60.0)
    assert gate.cycle_max == 60.0 * scenario.gate.cycle_max
    assert gate.strength == 1000.0 * scenario.gate.strength
    assert gate.endurance == 1000.0 * scenario.gate.endurance
    assert gate.batch_size == scenario.gate.batch_size
    assert in_si(scenario.guards).clear_refused == 0.0
