"""A day that begins with a crowd before the gate: everybody counts once, and all get through."""

import numpy as np
import pytest

from gatecrush.agents.conduct import ADMITTED
from gatecrush.experiments.days.summary_row import summary_row
from gatecrush.experiments.reports.numbers import day_in_words
from gatecrush.model import BorderCrossing
from gatecrush.model.day import Day
from gatecrush.model.scenario.scenario import Scenario

OUTCOMES = ("flow", "gate_density_peak", "gate_density_plateau", "start_order_tau")
NOBODY = {"demand.initial_crowd": 0, "demand.profile": ((12.0, 13.0, 60.0),)}
FEW = {"demand.initial_crowd": 26, "run.end": 12.025}
"""A crowd that is measured, and small enough for kernels that are not compiled."""


def entrance(compiled, **changes):
    """The scenario with some parameters changed, its crowd smaller where days take long."""
    return Scenario.load("entrance").with_(**({} if compiled else FEW) | changes)


def ran(scenario, seed=1):
    """A day run to its end."""
    day = Day(scenario, seed=seed)
    day.run_until(scenario.run.end)
    return day


@pytest.mark.parametrize("seed", range(3))
def test_the_whole_crowd_gets_through_the_gate(seed, compiled):
    day = ran(entrance(compiled), seed)
    row, people = day.record.row, day.record.arrays("people")
    crowd = day.scenario.demand.crowd_size
    assert crowd == (75 if compiled else 26)
    assert row["arrived"] == row["unnumbered"] == len(day.people) == crowd
    assert len(np.unique(people["person"])) == len(people["person"]) == crowd
    assert row["present"] == row["left"] == row["turned_back"] == 0 or not compiled
    assert row["admitted"] == (day.people.conduct == ADMITTED).sum()
    assert row["admitted"] == crowd or not compiled
    persons = day.admission_log["person"][: day.admission_count]
    assert len(np.unique(persons)) == len(persons) == row["admitted"]


def test_outcomes_of_the_crowd_are_finite(compiled):
    if not compiled:
        pytest.skip("the crowd that is measured is too large without compiled kernels")
    day = ran(entrance(compiled))
    row = day.record.row
    assert 0.1 < row["flow"] < 5.0
    assert 1.0 < row["gate_density_plateau"] <= row["gate_density_peak"] <= day.place.cell**-2
    assert -1.0 <= row["start_order_tau"] <= 1.0
    assert all(isinstance(summary_row(day.record)[name], float) for name in OUTCOMES)


def test_the_terminal_tells_of_the_crowd_only_where_there_is_one(compiled):
    title = "A crowd before the gate"
    for scenario, is_told in ((entrance(compiled), True), (entrance(compiled, **NOBODY), False)):
        said = day_in_words(summary_row(ran(scenario).record), start=12.0, end=12.1)
        assert (title in said) == is_told
        assert ("Flow through the gate" in said) == is_told


def test_the_crowd_is_measured_by_its_own_rows(compiled):
    """By when its people crossed, where they began, and how many were close each second."""
    day = ran(entrance(compiled))
    through = day.people[day.people.conduct == ADMITTED]
    times, crowd = np.sort(through.exit_time), day.scenario.demand.crowd_size
    if compiled:
        expected = (crowd - 26) / (times[crowd - 16] - times[10])
        assert day.record.row["flow"] == pytest.approx(expected)
    area = day.place.half_disc.size * day.place.cell**2
    most = day.situation.second_log.max() / area
    assert day.record.row["gate_density_peak"] == pytest.approx(most)


def test_a_day_without_a_crowd_has_none_of_these_outcomes(lively):
    day = ran(lively.with_(**{"run.end": 5.005}))
    assert np.isnan([day.record.row[name] for name in OUTCOMES]).all()
    assert [summary_row(day.record)[name] for name in OUTCOMES] == [None] * 4


@pytest.fixture
def busy(lively):
    """The lively day with a crowd before the gate, beside those with numbers and newcomers."""
    return lively.with_(**{"demand.initial_crowd": 15})


def check_books(day):
    """Whoever came is somewhere, once."""
    row, people = day.record.row, day.record.arrays("people")
    gone = row["admitted"] + row["turned_back"] + row["left"]
    assert row["arrived"] == gone + row["present"] == len(people["person"])
    assert row["arrived"] == row["numbered"] + row["unnumbered"]
    cells = day.people.cell[day.people.cell >= 0]
    assert np.unique(cells).size == cells.size == day.counts.active
    came = day.people.arrival_time <= day.seconds
    assert row["arrived"] == came.sum()


def test_books_balance_with_numbers_a_crowd_and_newcomers(busy):
    day = ran(busy)
    check_books(day)
    demand = busy.demand
    assert day.record.row["arrived"] > demand.initial_numbered + demand.initial_crowd
    assert not np.isnan(day.record.row["gate_density_peak"])


def test_more_may_come_during_such_a_day(busy, compiled):
    """The rate of arrivals changes for those to come, and for nobody who stands there."""
    middle = busy.run.start + 0.4 * (busy.run.end - busy.run.start)
    day, as_it_was = (BorderCrossing(busy, rng=2) for _ in range(2))
    for each in (day, as_it_was):
        each.run_until(middle)
    there = busy.demand.initial_numbered + busy.demand.initial_crowd
    before = day.people[:there].copy()
    day.change(**{"demand.factor": 6.0})
    for name in before.dtype.names:
        assert day.people[name][:there].tobytes() == before[name].tobytes(), name
    for each in (day, as_it_was):
        each.run_until(busy.run.end)
        check_books(each)
    assert day.record.row["arrived"] > as_it_was.record.row["arrived"] or not compiled
    again = BorderCrossing(busy, rng=2, changes=day.changes)
    again.run_until(busy.run.end)
    assert again.people.exit_time.tobytes() == day.people.exit_time.tobytes()
    assert again.situation.second_log.tobytes() == day.situation.second_log.tobytes()


def test_nobody_is_out_of_turn_where_nobody_has_a_number(compiled):
    summary = summary_row(ran(entrance(compiled)).record)
    assert summary["admitted"] > 0
    assert summary["out_of_turn_share"] is None
