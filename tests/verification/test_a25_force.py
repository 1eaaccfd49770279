"""A25, A26: mechanics of the force handed on through a crowd, and of the gate that bears it. Exact.

The kernel passes force from far to near in one ordered pass; here the balance of all bodies is
solved as one linear system, F = W (F + own), with W the shares handed to those nearer the gate.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from gatecrush.agents.conduct import ADMITTED, PRESSING
from gatecrush.model import Scenario
from gatecrush.model.place.layout import SiteParameters
from gatecrush.model.place.site import build_place
from gatecrush.model.rules.gate_strain import strain_gate
from gatecrush.model.rules.pressure import pass_force
from gatecrush.model.rules.step import take_steps
from gatecrush.model.situation import Situation

from .staged import people_alike, place_of, stage

Note = Callable[[str, object, str], None]
Floats = NDArray[np.float64]
PUSH = 400.0
LOSSLESS = {
    "pressure.transmission": 1.0,
    "pressure.wall_loss": 0.0,
    "pressure.push": PUSH,
    "pressure.lean": 1.0,
}


def rope(n: int, scenario: Scenario) -> Situation:
    """Return n people who press one behind the other in a lane one cell wide."""
    # Narrower than a scenario may say.
    narrow = dict.fromkeys(("strip_width", "column_width", "path_width"), 0.4)
    place = build_place(SiteParameters().model_copy(update=narrow), 0.4)
    people = people_alike(n, scenario)
    return stage(scenario, place, people, place.far_to_near[::-1][:n], PRESSING, seed=0)


def crowd(scenario: Scenario, people: int, gaps: float, seed: int) -> Situation:
    """Return a pressing crowd on the cells nearest to the gate, some of them left free."""
    place, rng = place_of(scenario), np.random.default_rng(seed)
    cells = place.far_to_near[::-1][: round(people * (1 + gaps))]
    chosen = np.sort(rng.choice(cells.size, people, replace=False))
    crowd = people_alike(people, scenario)
    crowd.assertiveness[:] = 0.3 + 0.7 * rng.random(people)
    crowd.drive[:] = rng.random(people)
    return stage(scenario, place, crowd, cells[chosen], PRESSING, seed)


def shares(s: Situation) -> Floats:
    """Return which share of what person j hands on goes to person i, shape (i, j)."""
    n, place = s.people.size, s.place
    handed = np.zeros((n, n))
    for j, cell in enumerate(s.people.cell):
        if place.to_gate[cell] < 0.75 * place.cell:
            continue
        ahead = s.cells.occupant[cell + place.offsets]
        weights = np.where(ahead >= 0, place.forward[cell], 0.0)
        if weights.sum() > 0:
            np.add.at(handed[:, j], ahead[weights > 0], (weights / weights.sum())[weights > 0])
    return handed


def own_pushes(s: Situation) -> Floats:
    """Return the force of each person who presses and finds no free cell nearer the gate, N."""
    p, people, place = s.rules.pressure, s.people, s.place
    nearer = place.gain[people.cell] > 0
    free = s.cells.occupant[people.cell[:, None] + place.offsets] < 0
    blocked = ~(nearer & free).any(axis=1)
    pushes = p.push * people.assertiveness * (p.lean + (1.0 - p.lean) * people.drive)
    return np.where(blocked, pushes, 0.0)


def balanced_loads(s: Situation) -> Floats:
    """Return the force on each body from the balance of all, N."""
    p = s.rules.pressure
    passed = p.transmission * (1.0 - p.wall_loss * s.place.ground.wall_beside[s.people.cell])
    handed = shares(s)
    return np.linalg.solve(np.eye(s.people.size) - handed * passed, handed @ own_pushes(s))


@pytest.mark.standard("scorecard", "A25")
@pytest.mark.parametrize("n", [1, 2, 7, 25])
def test_a25_a_rope_of_people(figure: Note, n: int) -> None:
    s = rope(n, Scenario.load("account").with_(**LOSSLESS))
    on_wall = pass_force(s, 0)
    loads = s.people.load[np.argsort(s.place.to_gate[s.people.cell])]
    figure(f"A25 rope of {n}", f"{on_wall:g} N on the wall", f"n f = {n * PUSH:g} N")
    assert on_wall == pytest.approx(n * PUSH, rel=1e-12)
    assert loads == pytest.approx(PUSH * np.arange(n - 1, -1, -1), rel=1e-12)


@pytest.mark.standard("scorecard", "A25")
def test_a25_a_rope_with_loss() -> None:
    eta = 0.85
    s = rope(6, Scenario.load("account").with_(**{**LOSSLESS, "pressure.transmission": eta}))
    expected = PUSH * (1 - eta**6) / (1 - eta)
    assert pass_force(s, 0) == pytest.approx(expected, rel=1e-12)


@pytest.mark.standard("scorecard", "A25")
@pytest.mark.parametrize("gaps", [0.0, 0.3])
@pytest.mark.parametrize("layout", ["strip", "open_area"])
def test_a25_forces_balance_at_every_body(figure: Note, layout: str, gaps: float) -> None:
    worst = 0.0
    for seed in range(10):
        lossless = seed % 2 == 0
        settings = {"site.layout": layout, **(LOSSLESS if lossless else {})}
        s = crowd(Scenario.load("account").with_(**settings), 150, gaps, seed)
        on_gate = pass_force(s, 0)
        expected = balanced_loads(s)
        worst = max(worst, float(np.abs(s.people.load - expected).max()))
        if lossless and gaps == 0.0:
            assert on_gate == pytest.approx(own_pushes(s).sum(), rel=1e-12)
    figure(f"A25 {layout}, gaps {gaps:g}", f"at most {worst:.0e} N off on any body", "balance")
    assert worst < 1e-6


def ramp(scenario: Scenario, loads: Floats) -> Floats:
    """Return whether the gate has failed after each load of a ramp, N/m, each borne for 3 s."""
    place = place_of(scenario)
    s = stage(scenario, place, people_alike(1, scenario), [], PRESSING, seed=0)
    width = place.gate_cells.size * place.cell
    failed = []
    for k, load in enumerate(loads):
        strain_gate(s, 0, load * width, 3.0, 3.0 * (k + 1))
        failed.append(int(s.gate.failed))
    return np.array(failed)


@pytest.mark.standard("scorecard", "A26")
@pytest.mark.parametrize("strength", [3.0, 12.0])
@pytest.mark.parametrize("width", [0.8, 1.6, 4.0])
def test_a26_the_gate_fails_at_its_strength(figure: Note, width: float, strength: float) -> None:
    scenario = Scenario.load("account").with_(
        **{"gate.width": width, "gate.strength": strength, "gate.endurance": 0.0}
    )
    loads = np.linspace(0.0, 1500.0 * strength, 1501)
    failed = ramp(scenario, loads)
    figure(
        f"A26 strength {strength:g} kN/m, {width:g} m",
        f"sound at {loads[failed == 0].max() / 1000:g}, fails at "
        f"{loads[failed == 1].min() / 1000:g} kN/m",
        "exact",
    )
    # The load is a force over the gate's width: it may differ in the last digit.
    assert not failed[loads < 1000.0 * strength * (1 - 1e-12)].any()
    assert failed[loads > 1000.0 * strength * (1 + 1e-12)].all()


@pytest.mark.standard("scorecard", "A26")
def test_a26_the_gate_wears(figure: Note) -> None:
    """Below the wearing load never; above it after endurance / (load - wearing load)."""
    scenario = Scenario.load("account")
    gate = scenario.gate
    below = np.full(5000, 1000.0 * gate.wear_load)
    excess = 1.0
    above = np.full(5000, 1000.0 * (gate.wear_load + excess))
    lasted = 3.0 * (1 + int(np.argmax(ramp(scenario, above))))
    expected = gate.endurance / excess
    figure("A26 worn through", f"after {lasted:g} s", f"{expected:g} s, to a sample of 3 s")
    assert not ramp(scenario, below).any()
    assert expected - 1e-6 <= lasted <= expected + 3.0


@pytest.mark.standard("scorecard", "A26")
@pytest.mark.parametrize("width", [0.8, 1.6, 3.2])
def test_a26_a_failed_gate_lets_through_what_its_width_allows(figure: Note, width: float) -> None:
    scenario = Scenario.load("account").with_(**{"gate.width": width, "pressure.push": 0.0})
    s = crowd(scenario, round(100 + 150 * width), 0.1, seed=1)
    strain_gate(s, 0, 1e9, 3.0, 0.0)
    assert s.gate.failed == 1
    passed = []
    for _ in range(round(scenario.gate.failed_time / s.time_step)):
        take_steps(s, 1)
        passed.append(int(s.crowd.admitted))
    most = np.diff([0, *passed]).max()
    tenth = round(6.0 / s.time_step)
    specific = (passed[-1] - passed[tenth]) / (width * (scenario.gate.failed_time - 6.0))
    figure(
        f"A26 failed gate of {width:g} m",
        f"{specific:.2f} people/(m s), at most {most} in a step",
        f"bounded by its width: at most {s.place.gate_cells.size} a step, 2.5 /(m s)",
    )
    assert most <= s.place.gate_cells.size
    assert 0.0 < specific <= 2.5
    assert (s.admission_log.opening[: passed[-1]] == -1).all()
    take_steps(s, 100)
    assert s.crowd.admitted == passed[-1], "the crossing is closed afterwards"
    assert (s.people.conduct == ADMITTED).sum() == passed[-1]
