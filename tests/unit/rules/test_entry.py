"""People come where they are dropped off; who finds no room waits outside, first come first in."""

import numpy as np
import pytest

from gatecrush.agents.conduct import ADMITTED, EXPECTED, FAMILY, HOLDING, LEFT, OUTSIDE
from gatecrush.experiments.reports.numbers import full_site
from gatecrush.model.beginning import begin, draw_people, empty_situation
from gatecrush.model.day import Day
from gatecrush.model.demand import draw_arrivals
from gatecrush.model.place.site import build_place
from gatecrush.model.rules.entry import free_cell_near, leave_site, let_arrive, stand_on
from gatecrush.model.rules.number_list import seat_holders, update_ranks
from gatecrush.model.rules.occupancy import vacate
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.scenario.scenario_file import shipped_scenarios

from .crowds_by_hand import cell_at, crowd


@pytest.fixture
def crowded(lively):
    """A situation with room for two on foot and one in the lane, where many are to come."""
    busy = {"demand.initial_numbered": 0, "families.count": 400.0, "demand.factor": 5.0}
    s = begin(lively.with_(**busy), 1, 0)
    place = s.place._replace(
        drop_off_room=s.place.drop_off_room[:2], lane_room=s.place.lane_room[:1]
    )
    return s._replace(place=place)


def test_who_finds_no_room_waits_outside_in_order_of_arrival(crowded):
    s = crowded
    let_arrive(s, 90.0)
    due = np.flatnonzero(s.people.arrival_time <= 90.0)
    assert due.size > 10
    assert s.crowd.arrived == due.size == s.crowd.active + s.crowd.outside
    is_family = s.people.kind[due] == FAMILY
    np.testing.assert_array_equal(np.flatnonzero(s.people.cell >= 0)[:2], due[~is_family][:2])
    outside = s.outside[: s.crowd.outside]
    assert np.all(s.people.conduct[outside] == OUTSIDE)
    assert np.all(np.diff(s.people.arrival_time[outside]) >= 0.0)
    assert np.all(s.people.conduct[s.people.arrival_time > 90.0] == EXPECTED)
    # One goes: the next of those on foot comes in, and families wait for nobody on foot.
    first, third = due[~is_family][[0, 2]]
    place, s.people.cell[first] = s.people.cell[first], -1
    vacate(s, place)
    let_arrive(s, 90.0)
    assert s.cells.occupant[place] == third


def test_who_would_arrive_at_the_limit_turns_away_and_counts_as_left(lively):
    busy = {"demand.limit": 30, "demand.factor": 12.0, "families.count": 1000.0}
    s = begin(lively.with_(**busy), 1, 0)
    people, crowd_of = s.people, s.crowd
    for step in range(1, 260):
        before, arrived, left = crowd_of.active + crowd_of.outside, crowd_of.arrived, crowd_of.left
        let_arrive(s, step * s.time_step)
        came, turned = crowd_of.arrived - arrived, crowd_of.left - left
        assert turned == (came if before >= 30 else 0)  # all of a step, or nobody
        assert crowd_of.arrived == crowd_of.left + crowd_of.active + crowd_of.outside
    assert 30 <= crowd_of.active + crowd_of.outside < 30 + 6
    away = np.flatnonzero(people.conduct == LEFT)
    assert away.size == crowd_of.left > 10
    assert np.all(people.cell[away] == -1)
    waited = people.exit_time[away] - people.arrival_time[away]
    assert np.all((waited >= 0.0) & (waited < s.time_step))
    for party in np.unique(people.party[away]):
        assert np.all(people.conduct[people.party == party] == LEFT)
    # Who is admitted makes room for others.
    for person in s.active[: crowd_of.active - 25].copy():
        leave_site(s, int(person), ADMITTED, 45.5)
    left = crowd_of.left
    let_arrive(s, float(people.arrival_time[s.arrival_order[crowd_of.next_arrival]]))
    assert crowd_of.left == left
    assert crowd_of.active + crowd_of.outside > 25


def test_nobody_first_stands_nearer_than_the_nearest_drop_off(lively, compiled):
    """Nor anywhere but at the drop-off, however many come."""
    many = lively.with_(**{"demand.factor": 20.0, "run.end": 5.2 if compiled else 5.01})
    day = Day(many, seed=2)
    place, seen = day.place, day.people.cell >= 0
    steps = int((many.run.end - many.run.start) * 3600 / many.run.time_step + 1e-6)
    for step in range(1, steps + 1):
        day.run_until(many.run.start + (step + 0.5) * many.run.time_step / 3600)
        assert day.counts.step == step
        came = np.flatnonzero((day.people.cell >= 0) & ~seen)
        seen[came] = True
        cells = day.people.cell[came]
        # They have taken a step or two since they came.
        on_foot = cells[place.walkable[cells] == 1]
        nearest = place.to_gate[place.drop_off].min()
        assert np.all(place.to_gate[on_foot] >= nearest - 3 * place.cell)
    row, series = day.record.row, day.record.arrays("series")
    if compiled:
        assert row["outside"] == day.counts.outside > 100
        assert series["outside"].max() >= row["outside"] - 60
        assert "found no room" in full_site(series["time"], series["outside"])
    gone = row["admitted"] + row["turned_back"] + row["left"]
    assert row["arrived"] == gone + row["present"]
    assert row["present"] == day.counts.active + row["outside"]
    drawn = draw_arrivals(many.demand, many.families, 5.0, many.run.end, seed=2, replication=0)
    assert row["arrived"] == (drawn.time <= day.seconds).sum()


def test_who_holds_a_number_at_the_start_and_finds_no_room_keeps_it_outside(lively):
    scenario = lively.with_(**{"demand.initial_numbered": 10})
    place = build_place(scenario.site, scenario.gate.width)
    demand, run = scenario.demand, scenario.run
    arrivals = draw_arrivals(demand, scenario.families, run.start, run.end, seed=1, replication=0)
    people = draw_people(scenario, arrivals, place, 1, 0)
    s = empty_situation(scenario, place, people, 1, 0)
    s.list.first_waiting = 1
    taken = np.flatnonzero(place.walkable == 1)[:-4]
    s.cells.occupant[taken] = 0
    seat_holders(s, np.arange(10))
    assert (s.crowd.arrived, s.crowd.active, s.crowd.outside) == (10, 4, 6)
    assert s.people.number[:10].tolist() == list(range(1, 11))
    s.people.cell[s.active[: s.crowd.active]] = -1  # those inside go
    s.people.conduct[s.active[: s.crowd.active]] = EXPECTED
    update_ranks(s, 0.0)
    assert s.list.first_waiting == 5
    s.cells.occupant[taken] = -1
    let_arrive(s, 0.0)
    assert s.crowd.outside == 0
    assert np.all(s.people.conduct[4:10] == HOLDING)


def test_words_about_a_full_site():
    times = 5.0 + np.arange(1, 7) / 60
    assert full_site(times, np.zeros(6, int)) == ""
    words = full_site(times, np.array([0, 3, 0, 1200, 7, 0]))
    assert words.startswith("the site was full in 3 minutes, from 05:02 to 05:05: up to 1,200")


@pytest.mark.parametrize("name", shipped_scenarios())
def test_scenarios_that_ship_need_no_remark(name):
    assert Scenario.load(name).remarks() == ()


def test_free_cells_are_found_in_growing_squares():
    s = crowd(30)
    cell = cell_at(s.place, 0.2, 20.0)
    for person in range(9):
        there = free_cell_near(s, cell)
        away = np.hypot(s.place.x[there] - s.place.x[cell], s.place.y[there] - s.place.y[cell])
        assert away <= (0.0 if person == 0 else 0.6)
        stand_on(s, person, there, 0.0)
    assert s.cells.neighbors[cell] == 8
    lane = s.place.lane_entry[0]
    stand_on(s, 9, int(lane), 0.0)
    assert s.place.walkable[free_cell_near(s, lane)] == 2
