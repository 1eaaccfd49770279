"""A2, A3, A7, A11, A27: books that balance exactly, in a crowd as in an orderly line.

All exact (no error rate), except Little's law, where one percent is allowed for minutes counted at
their ends.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from gatecrush.agents.conduct import FAMILY
from gatecrush.experiments import run
from gatecrush.model import BorderCrossing, Scenario
from gatecrush.model.beginning import begin
from gatecrush.model.record.measures.order import inversions, skips_and_slips
from gatecrush.model.record.measures.waiting import little
from gatecrush.model.rules.step import take_steps

from .own_places import OWN_PLACES
from .staged import CROWDED, ORDERLY

Note = Callable[[str, object, str], None]
HOUR: dict[str, Any] = {**CROWDED, "run.end": 6.5}
"""One and a half crowded hours."""
PLACES: dict[str, dict[str, Any]] = {
    "strip": {"site.layout": "strip"},
    "open_area": {"site.layout": "open_area"},
    **{name: {**settings, "run.end": 5.6} for name, settings in OWN_PLACES.items()},
}
REGIMES: dict[str, dict[str, Any]] = {
    "orderly": {**ORDERLY, "run.end": 9.0},
    "account": {"run.end": 17.0},
    "crowd": CROWDED,
    "failed gate": {**CROWDED, "gate.strength": 0.5},
    "people leave": {**CROWDED, "waiters.reneging": 0.5},
}


def day(seed: int, settings: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Return the tables of a day, all but what it cost."""
    record = run("account", seed=seed, settings=settings)
    summary = record.summary.frame.drop(columns="cpu_seconds")
    return {
        "people": record.people,
        "admissions": record.admissions,
        "series": record.series,
        "summary": summary,
    }


def assert_same_day(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, other[name], check_exact=True, obj=name)


@pytest.mark.standard("scorecard", "A2")
@pytest.mark.parametrize("place", PLACES)
def test_a2_nobody_overlaps_and_all_are_accounted_for(figure: Note, place: str) -> None:
    families = {"families.count": 1000.0}
    scenario = Scenario.load("account").with_(**HOUR | families | PLACES[place])
    s = begin(scenario, 3, 0)
    is_family = s.people.kind == FAMILY
    steps = int((scenario.run.end - scenario.run.start) * 3600 / s.time_step)
    for _ in range(steps):
        take_steps(s, 1)
        here = s.active[: s.crowd.active]
        cells = s.people.cell[here]
        assert np.array_equal(s.cells.occupant[cells], here)
        # Families keep to the car lane, everybody else to the ground beside it.
        assert np.array_equal(s.place.walkable[cells], np.where(is_family[here], 2, 1))
        gone = s.crowd.admitted + s.crowd.turned_back + s.crowd.left
        assert s.crowd.arrived == gone + s.crowd.active + s.crowd.outside
    assert (s.cells.occupant >= 0).sum() == s.crowd.active
    figure(f"A2 {place}", f"holds in {steps} steps, {s.crowd.active} people at last", "exact")


@pytest.mark.standard("scorecard", "A3")
def test_a3_the_same_seed_gives_the_same_day(figure: Note) -> None:
    alone = day(5, HOUR)
    first = BorderCrossing("account", rng=5, **HOUR)
    others = [BorderCrossing("account", rng=seed, **HOUR) for seed in (5, 6)]
    for hour in np.arange(5.1, 6.6, 0.1):
        for model in others:
            model.run_until(hour)
    first.run_model()
    others[0].run_model()
    among = {"people": others[0].record.people, "series": others[0].record.series}
    by_second = {"people": first.record.people, "series": first.record.series}
    assert_same_day(among, alone)
    assert_same_day(by_second, alone)
    assert not others[1].record.people.equals(others[0].record.people)
    figure("A3", "same tables: alone, among others, by the second, by the minute", "to the bit")


@pytest.mark.standard("scorecard", "A7")
@pytest.mark.parametrize("regime", REGIMES)
def test_a7_littles_law(figure: Note, regime: str) -> None:
    """L counted on the site by two counters of the kernel; lambda and W from people's times."""
    model = BorderCrossing("account", rng=2, seconds_per_step=60.0, **REGIMES[regime])
    model.run_model()
    record, scenario = model.record, model.scenario
    people, series = record.people, record.series
    assert bool(model.gate.failed) == (regime == "failed gate")
    if regime != "account":  # whose day may break later
        assert (series["press_share"].max() > 0.5) == (regime != "orderly")
    start, end = scenario.run.start, float(series["time"].iloc[-1])
    # A person-step is one person on the site for one time step.
    steps = int(model.counts.step)
    on_site = float(model.counts.person_steps) / steps
    entries = people["arrival_time"].to_numpy()
    exits = people["exit_time"].to_numpy()
    whole = little(entries, exits, start, end, number=on_site)
    conducts = ["arriving", "seeking", "holding", "called", "pressing", "beside"]
    counted = float(series[conducts].sum(axis=1).mean())
    minutes = little(entries, exits, start, end, number=counted)
    figure(
        f"A7 {regime}",
        f"L = {on_site:.2f}, gap {100 * whole.gap:+.3f} % (counted by the minute "
        f"{100 * minutes.gap:+.3f} %)",
        "± 1 %",
    )
    assert abs(whole.gap) < 0.01
    assert abs(minutes.gap) < 0.01


@pytest.mark.standard("scorecard", "A11")
def test_a11_skips_slips_and_inversions_agree(figure: Note) -> None:
    record = run("account", seed=4, settings=CROWDED)
    admitted = record.people[record.people["outcome"] == "admitted"]
    skips, slips = int(admitted["skips"].sum()), int(admitted["slips"].sum())
    came = admitted.set_index("person").loc[record.admissions["person"].to_numpy()]
    # Those at the start came one by one, in the order of their numbers.
    at_start = came["arrival_time"] <= 5.0
    key = list(zip(came["arrival_time"], came["number"].where(at_start, 0).fillna(0), strict=True))
    against = sum(one > other for one, other in itertools.combinations(key, 2))
    figure("A11", f"{skips} skips, {slips} slips, {against} inversions", "equal")
    assert skips == slips == against > 0


@pytest.mark.standard("scorecard", "A11")
@pytest.mark.parametrize("seed", range(20))
def test_a11_on_random_orders(seed: int) -> None:
    ranks = np.random.default_rng(seed).integers(0, 40, 60)
    pairs = itertools.combinations(ranks.tolist(), 2)
    skips, slips = skips_and_slips(ranks)
    assert skips.sum() == slips.sum() == inversions(ranks) == sum(a > b for a, b in pairs)


@pytest.mark.standard("scorecard", "A27")
@pytest.mark.parametrize(
    ("nothing", "settings"),
    [
        ("volunteers without reach", {"volunteers.count": 7, "volunteers.reach": 0.0}),
        ("volunteers without success", {"volunteers.count": 7, "volunteers.success": 0.0}),
        ("numbers asked for by chance 0", {"guards.number_check": 0.0}),
        ("refused people sent away, nobody refused", {"guards.clear_refused": True}),
    ],
)
def test_a27_an_intervention_that_does_nothing(
    figure: Note, nothing: str, settings: dict[str, Any]
) -> None:
    crowded = {**CROWDED, "run.end": 8.0, "volunteers.start": 5.0}
    without = day(8, {**crowded, "volunteers.count": 0})
    assert without["series"]["press_share"].max() > 0.5, "a crowd in which it could have mattered"
    idle = day(8, {**crowded, "volunteers.count": 0, **settings})
    del without["summary"], idle["summary"]
    assert_same_day(idle, without)
    figure(f"A27 {nothing}", "the same day", "to the bit")
