"""The start of a run: holders of numbers at their places, the gate closed, traits as declared."""

import numpy as np
import pytest

from gatecrush.agents.conduct import CALLED, EXPECTED, FAMILY, HOLDING, PRESSING
from gatecrush.agents.quantity import in_si
from gatecrush.model.beginning import begin, cells_of_crowd
from gatecrush.model.place.site import build_place
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


@pytest.mark.parametrize("own_place", [0.0, 1.0])
def test_holders_stand_one_a_cell_in_order_of_their_numbers_or_in_none(scenario, own_place):
    s = begin(scenario.with_(**{"waiters.own_place": own_place}), 3, 0)
    cells = s.people.cell[:INITIAL]
    assert np.unique(cells).size == INITIAL
    distance = s.place.to_gate[cells]
    assert distance.min() >= s.place.to_gate[s.place.column[0]] - 1.0
    in_order = np.corrcoef(distance, np.arange(INITIAL))[0, 1]
    assert in_order > 0.95 if own_place == 0.0 else abs(in_order) < 0.6
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


ENTRANCE = Scenario.load("entrance")


def cells_drawn(scenario, seed=0):
    """The cells of the crowd before the gate, and the site."""
    place = build_place(scenario.site, scenario.gate.width)
    return cells_of_crowd(scenario, place, np.random.default_rng(seed)), place


@pytest.mark.parametrize("density", [1.0, 2.2, 4.5])
def test_a_crowd_stands_at_the_density_given_on_the_ground_nearest_to_the_gate(density):
    scenario = ENTRANCE.with_(**{"demand.initial_density": density})
    drawn = [cells_drawn(scenario, seed) for seed in range(60)]
    place = drawn[0][1]
    for cells, _ in drawn:
        assert np.unique(cells).size == cells.size == 75
        assert np.all(place.walkable[cells] == 1)
        assert np.all(np.diff(place.ground.to_gate[cells]) >= 0.0)
    ground = np.unique(np.concatenate([cells for cells, _ in drawn]))
    assert 75 / (ground.size * place.cell**2) == pytest.approx(density, rel=0.02)
    others = np.setdiff1d(np.flatnonzero(place.walkable == 1), ground)
    assert place.y[ground].max() <= place.y[others].min() + place.cell


def test_a_crowd_on_an_open_area_stands_around_the_gate():
    scenario = ENTRANCE.with_(**{"site.layout": "open_area", "site.open_width": 30.0})
    cells, place = cells_drawn(scenario)
    radius = np.sqrt(2 * 75 / (np.pi * scenario.demand.initial_density))
    assert place.ground.to_gate[cells].max() == pytest.approx(radius, abs=0.8)


def test_a_crowd_for_which_there_is_no_room_fills_the_site():
    short = {"site.length": 41.0, "site.drop_off_near": 20.0, "site.drop_off_far": 40.0}
    scenario = ENTRANCE.with_(**short, **{"demand.initial_crowd": 2000})
    cells, place = cells_drawn(scenario)
    room = (place.walkable == 1).sum()
    assert cells.size == 2000
    assert np.unique(cells).size == room < 2000
    s = begin(scenario, 1, 0)
    assert (s.crowd.active, s.crowd.outside) == (room, 2000 - room)


def test_positions_given_are_met_within_half_the_diagonal_of_a_cell():
    rng = np.random.default_rng(3)
    given = np.column_stack([rng.uniform(-2.8, 2.8, 50), rng.uniform(0.0, 8.0, 50)])
    scenario = ENTRANCE.with_(**{"demand.initial_positions": given})
    cells, place = cells_drawn(scenario)
    assert cells.size == scenario.demand.crowd_size == 50
    assert np.all(place.walkable[cells] == 1)
    away = np.hypot(place.x[cells, None] - given[:, 0], place.y[cells, None] - given[:, 1])
    assert away.min(axis=1).max() <= place.cell / np.sqrt(2) + 1e-9
    assert away.min(axis=0).max() <= place.cell / np.sqrt(2) + 1e-9


@pytest.mark.parametrize("positions", [(), ((0.5, 1.25), (-1.0, 3.0), (2.5, 0.4))])
def test_a_crowd_stands_in_the_same_places_of_a_scene_that_is_turned(positions):
    scenario = ENTRANCE.with_(**{"demand.initial_positions": positions})
    for turns in (1, 2, 3):
        cells, place = cells_drawn(scenario.with_(**{"site.quarter_turns": turns}))
        straight, before = cells_drawn(scenario)
        assert np.all(place.walkable[cells] == 1)
        assert np.unique(cells).size == cells.size == straight.size
        if positions:
            for name in ("x", "y"):
                here, there = getattr(place, name)[cells], getattr(before, name)[straight]
                np.testing.assert_allclose(here, there, err_msg=name)
        else:
            assert place.y[cells].max() == pytest.approx(before.y[straight].max(), abs=0.8)


def test_a_crowd_goes_for_the_gate_behind_those_with_numbers():
    some = {"demand.initial_numbered": 20, "demand.initial_crowd": 30, "demand.informed": 1.0}
    s = begin(ENTRANCE.with_(**some), 1, 0)
    crowd = s.people[20:50]
    assert np.all(crowd.conduct == PRESSING)
    assert np.all(crowd.number == 0)
    assert np.all(crowd.arrival_time == 0.0)
    assert np.unique(crowd.party).size == 30
    assert not crowd.informed.any()
    assert s.list.last_number == 20
    assert s.crowd.arrived == s.crowd.active == 50


def test_a_crowd_leaves_all_others_as_they_are(scenario, s):
    """When they come, by what way, and who they are with: each party has its own draws."""
    with_crowd = begin(scenario.with_(**{"demand.initial_crowd": 25}), 3, 0)
    here, others = s.people, with_crowd.people
    assert others.size == here.size + 25
    np.testing.assert_array_equal(others.arrival_time[INITIAL + 25 :], here.arrival_time[INITIAL:])
    np.testing.assert_array_equal(others.kind[INITIAL + 25 :], here.kind[INITIAL:])
    for name in here.dtype.names:
        np.testing.assert_array_equal(others[name][:INITIAL], here[name][:INITIAL], err_msg=name)


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_share_of_parties_has_priority(scenario, share):
    s = begin(scenario.with_(**{"families.priority": share, "demand.informed": 1.0}), 3, 0)
    before = begin(scenario, 3, 0)
    on_foot = before.people.kind != FAMILY
    later = on_foot & (before.people.arrival_time > 0.0)
    has = s.people.kind[later] == FAMILY
    assert has.mean() == pytest.approx(share, abs=0.08)
    assert np.all(s.people.kind[on_foot & ~later] != FAMILY)
    parties = s.people.party[later]
    assert all(len(set(has[parties == party])) == 1 for party in np.unique(parties))
    assert np.all(s.place.walkable[s.people.entry[later][has]] == 2)
    np.testing.assert_array_equal(s.people.threshold, before.people.threshold)
