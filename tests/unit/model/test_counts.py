"""Counts: exactly so many in each interval, evenly within it; an event's early comers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gatecrush.model.counts import counts_at_rates, counts_of_event, people_in
from gatecrush.model.day import Day
from gatecrush.model.demand import DemandParameters, draw_arrivals
from gatecrush.model.families import FamilyParameters
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

COUNTS = ((6.0, 6.25, 31.0), (6.25, 6.5, 0.0), (7.0, 9.0, 250.0), (9.5, 9.5, 3.0), (9.5, 9.5, 4.0))
TABLES = st.lists(st.tuples(st.floats(0.01, 3.0), st.integers(0, 60)), min_size=1, max_size=8)


def come(table=COUNTS, *, start=5.0, end=27.0, seed=0, **changes):
    """Hours at which people come, and their parties."""
    demand = DemandParameters(**{"arrivals": table, "initial_numbered": 0} | changes)
    nobody = FamilyParameters(count=0.0)
    drawn = draw_arrivals(demand, nobody, start, end, seed=seed, replication=0)
    return start + drawn.time / 3600, drawn.party


def within(hours, begin, end):
    return int(((hours >= begin) & (hours < end)).sum())


@given(TABLES, st.integers(0, 5), st.floats(1.0, 4.0))
def test_every_count_is_kept(table, seed, mean):
    edges = 5.0 + np.cumsum([0.0, *(length for length, _ in table)])
    counts = tuple(
        (low, high, float(people))
        for low, high, (_, people) in zip(edges, edges[1:], table, strict=False)
    )
    hours, parties = come(counts, end=30.0, seed=seed, party_size=mean)
    assert len(hours) == sum(people for _, people in table)
    for low, high, people in counts:
        assert within(hours, low - 1e-9, high - 1e-9) == people
    assert np.all(np.diff(hours) >= 0)
    assert np.bincount(parties, minlength=1).max(initial=0) <= 6


def test_people_come_in_parties_evenly_over_their_interval():
    hours, parties = come(((6.0, 8.0, 5000.0),))
    sizes = np.bincount(parties)
    assert sizes.mean() == pytest.approx(2.0, abs=0.1)
    first = np.unique(parties, return_index=True)[1]
    assert stats.kstest((hours[first] - 6.0) / 2.0, "uniform").pvalue > 1e-3


def test_who_came_at_one_moment_is_one_party():
    hours, parties = come()
    late = hours > 9.2
    assert hours[late] == pytest.approx(np.full(7, 9.5))
    assert sorted(np.bincount(parties[late] - parties[late].min())) == [3, 4]


def test_a_factor_scales_the_total_and_keeps_it_whole():
    for factor, people in ((0.0, 0), (0.25, 72), (0.5, 144), (1.0, 288), (2.0, 576)):
        assert len(come(factor=factor)[0]) == people
    assert within(come(factor=2.0)[0], 6.0, 6.25) == 62


def test_who_comes_by_an_hour_does_not_depend_on_the_end_nor_on_later_counts():
    hours, _ = come()
    assert np.array_equal(come(end=8.0)[0], hours[hours < 8.0])
    assert np.array_equal(come(COUNTS[:2])[0], hours[hours < 6.5])
    assert within(come(start=8.0)[0], 8.0, 9.0) == within(hours, 8.0, 9.0)


def test_as_rates_the_total_varies_around_the_count():
    totals = [len(come(((6.0, 8.0, 200.0),), counts="rates", seed=n)[0]) for n in range(200)]
    assert np.mean(totals) == pytest.approx(200, abs=5)
    assert np.std(totals) > 10
    assert len(come(((6.0, 8.0, 0.5),), counts="rates")[0]) < 20


def test_counts_of_a_day_can_be_repeated():
    hours, _ = come(((22.0, 26.0, 40.0),), start=0.0, end=50.0, repeat_daily=True)
    assert [within(hours, low, low + 4) for low in (-2.0, 22.0, 46.0)][1:] == [40, 40]
    assert 0 < within(hours, 0.0, 2.0) < 40


def test_an_event_lets_its_share_come_before_the_doors_open():
    event = {"tickets": 901, "doors": 18.5, "early_share": 0.3, "early_time": 2.0}
    hours, _ = come((), **event)
    assert (len(hours), within(hours, 16.5, 18.5), within(hours, 18.5, 19.5)) == (901, 270, 631)
    assert counts_of_event(10, 19.0, 0.0, 1.0, 1.0) == ((19.0, 20.0, 10.0),)


def test_people_in_a_span():
    assert people_in(COUNTS, 6.125, 8.0) == pytest.approx(15.5 + 125)
    assert people_in(COUNTS, 9.5, 9.6) == 7
    assert DemandParameters(arrivals=COUNTS).people_between(5.0, 27.0) == pytest.approx(288)


def test_counts_at_rates_that_change():
    assert counts_at_rates(COUNTS, [(5.0, 1.0)]) == COUNTS
    changed = counts_at_rates(COUNTS[2:4], [(5.0, 1.0), (8.0, 2.0)])
    assert changed == ((7.0, 9.0, 250.0), (8.0, 9.0, 250.0), (9.5, 9.5, 6.0))


def test_a_factor_that_changes_leaves_those_who_came(lively):
    """Who came by then came the same; of the others the new share comes."""
    start = lively.run.start
    counts = [[start, start + 0.05, 40.0], [start + 0.05, start + 0.1, 40.0]]
    scenario = lively.with_(
        **{
            "demand.arrivals": counts,
            "run.end": start + 0.1,
            "families.count": 0.0,
            "demand.initial_numbered": 0,
        }
    )
    plain, changed, undone = (Day(scenario, seed=3) for _ in range(3))
    for day in (changed, undone):
        day.run_until(start + 0.025)
        day.change(**{"demand.factor": 2.0})
    undone.change(**{"demand.factor": 1.0})

    def times(day):
        drawn = np.sort(day.people.arrival_time[day.situation.arrival_order])
        return drawn, within(drawn / 3600, 0.0, 0.025), len(drawn)

    (before, early, whole), (after, same, more) = times(plain), times(changed)
    assert whole == 80
    assert same == early
    assert np.array_equal(before[:early], after[:early])
    assert more - early == pytest.approx(2 * (40 - 20) + 80, abs=1)
    assert np.array_equal(times(undone)[0], before)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"demand.arrivals": [[8, 7, 3]]}, "intervals must follow one another"),
        ({"demand.arrivals": [[8, 9, 3], [8.5, 10, 3]]}, "intervals must follow one another"),
        ({"demand.arrivals": [[8, 9, -3]]}, "people must be 0 to 100000"),
        ({"demand.arrivals": [[8, 9, 2.5]]}, "must be whole numbers where demand.counts is obs"),
        ({"demand.arrivals": [[8, 8, 3]], "demand.counts": "rates"}, "are no rate"),
        ({"demand.arrivals": [[8, 9, 3]], "demand.tickets": 5}, "must be 0 where demand.arrivals"),
        ({"demand.arrivals": [[1, 26, 3]], "demand.repeat_daily": True}, "at most 24 hours"),
        ({"demand.arrivals": [[8, 9, 99_999]] , "demand.factor": 3.0}, "more than 200000 people"),
    ],
)  # fmt: skip
def test_counts_that_cannot_be(settings, words):
    with pytest.raises(ScenarioError, match=words):
        Scenario.load("account").with_(**settings)


def test_remarks_name_what_says_who_comes():
    scenario = Scenario.load("account").with_(**{"demand.arrivals": [[8, 9, 3]]})
    (said,) = scenario.remarks()
    assert said.startswith("demand.arrivals ends at 9 h: nobody comes from then until run.end")
    assert scenario.mean_rate == pytest.approx(3 / 22)
