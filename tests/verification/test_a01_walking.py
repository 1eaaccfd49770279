"""A1, A12, A13: how fast one person, a crowd, and the people at an opening move.

A12 and A13 are compared with Weidmann 1993 and bottleneck experiments as read in secondary
sources; error rates: figures are means over thousands of people, noise is below 2 %.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gatecrush.agents.conduct import ARRIVING
from gatecrush.experiments import run
from gatecrush.model import BorderCrossing, Scenario
from gatecrush.model.place.site import drawn_ground
from gatecrush.model.rules.step import take_steps

from .crowd_speed import speed_in_crowd, weidmann
from .own_places import OWN_PLACES
from .staged import people_alike, place_of, stage

Note = Callable[[str, object, str], None]
SEEDS = 20
DENSITIES = (0.5, 1.0, 2.0, 3.0)
WIDTHS = (0.8, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0)


def walking_time(seed: int, quarter_turns: int) -> float:
    """Return the time in which one person of mean desired speed walks 40 m, s."""
    scenario = Scenario.load("bottleneck").with_(**{"site.quarter_turns": quarter_turns})
    place = place_of(scenario)
    far = np.flatnonzero((place.walkable == 1) & (place.to_gate < 55.0))
    start = far[place.to_gate[far].argmax()]
    people = people_alike(1, scenario)
    s = stage(scenario, place, people, [start], ARRIVING, seed)
    walked = [place.to_gate[start]]
    while people.cell[0] >= 0:
        take_steps(s, 1)
        walked.append(place.to_gate[people.cell[0]] if people.cell[0] >= 0 else 0.0)
    first, last = np.argmax(np.array(walked) <= 50.0), np.argmax(np.array(walked) <= 10.0)
    return float((last - first) * s.time_step * 40.0 / (walked[first] - walked[last]))


@pytest.mark.standard("RiMEA", "1")
@pytest.mark.standard("scorecard", "A1")
@pytest.mark.parametrize("quarter_turns", [0, 1])
def test_a1_one_person_walks_40_m(figure: Note, quarter_turns: int) -> None:
    times = [walking_time(seed, quarter_turns) for seed in range(SEEDS)]
    figure(
        f"A1 quarter turns {quarter_turns}",
        f"{np.mean(times):.1f} s, {min(times):.1f} to {max(times):.1f} s over {SEEDS} seeds",
        "26-34 s",
    )
    assert min(times) >= 26.0
    assert max(times) <= 34.0


@pytest.mark.standard("NIST TN 1822", "validation: movement")
@pytest.mark.standard("scorecard", "A12")
@pytest.mark.parametrize("density", DENSITIES)
def test_a12_speed_at_a_density(figure: Note, density: float) -> None:
    measured = np.array([speed_in_crowd(density, seed) for seed in range(5)])
    at, speed = measured.mean(axis=0)
    assert at == pytest.approx(density, rel=0.1)
    figure(
        f"A12 at {density:g}/m²",
        f"{speed:.3f} m/s, {speed / weidmann(at):.2f} of Weidmann's at {at:.2f}/m²",
        f"{weidmann(density):.3f} m/s ± 20 %",
    )
    assert speed == pytest.approx(weidmann(density), rel=0.2)


def flow_through(seed: int, **settings: Any) -> float:
    """Return the steady flow through the bottleneck, people/s."""
    model = BorderCrossing(
        "bottleneck", rng=seed, seconds_per_step=60.0, **{"run.end": 12.25, **settings}
    )
    model.run_model()
    time = model.admission_log["time"][: model.admission_count]
    return float(((time >= 240.0) & (time < 900.0)).sum() / 660.0)


@pytest.mark.standard("NIST TN 1822", "validation: flow")
@pytest.mark.standard("scorecard", "A13")
def test_a13_flow_through_a_bottleneck(figure: Note) -> None:
    flows = np.zeros(len(WIDTHS))
    for n, width in enumerate(WIDTHS):
        flows[n] = np.mean([flow_through(seed, **{"gate.width": width}) for seed in (1, 2)])
    specific = flows / WIDTHS
    linear = np.corrcoef(WIDTHS, flows)[0, 1] ** 2
    figure(
        "A13 specific flow",
        f"{specific.min():.2f} to {specific.max():.2f} /(m s), widths {WIDTHS[0]}-{WIDTHS[-1]} m",
        "1.2-2.5 /(m s)",
    )
    figure("A13 linear in width", f"R² = {linear:.4f}", "R² > 0.95")
    assert specific.min() >= 1.2
    assert specific.max() <= 2.5
    assert linear > 0.95


@pytest.mark.standard("scorecard", "A13")
@pytest.mark.parametrize("place", OWN_PLACES)
def test_a13_flow_through_the_gate_of_a_place(figure: Note, place: str) -> None:
    """A crowd before the gate, since on the way to it a passage or a pen may be what holds it up.

    Per meter of all leaves together, as many cells as they are.
    """
    scenario = Scenario.load("entrance").with_(**OWN_PLACES[place])
    width = float(drawn_ground(scenario.site, 0.0).gate_leaf.sum() * scenario.site.cell)
    scenario = scenario.with_(**{"demand.initial_crowd": round(60 * width)})  # a pen holds as many
    flow = np.mean([run(scenario, seed=seed).row["flow"] for seed in (1, 2)]) / width
    figure(f"A13 {place}", f"{flow:.2f} /(m s), {width:.2f} m wide", "1.2-2.5 /(m s)")
    assert 1.2 <= flow <= 2.5
