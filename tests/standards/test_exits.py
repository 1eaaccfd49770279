"""Exits and ways: RiMEA 10 and 11, ISO 20414 8, 9 and 17, NIST Verif.3.1 and 4.1.

The exits are the gates of a plan, with the middle of the first at the origin.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from gatecrush.agents.conduct import ARRIVING
from gatecrush.model import Scenario
from gatecrush.model.rules.gate_choice import choose_first_gate
from gatecrush.model.situation import Situation

from ..unit.place.plan.places_by_hand import area, collection, line
from ..verification.staged import people_alike, place_of, stage
from .drawn import EXIT, GROUND, cells_within, crowd, free, place_of_drawing, walk_out, walls

Note = Callable[[str, object, str], None]
Box = tuple[float, float, float, float]


def people_in(
    ground: Sequence[dict[str, Any]], rooms: dict[Box, int], seed: int, **settings: Any
) -> Situation:
    """Return people in rooms of a plan, each on their way to the exit that they choose there.

    Args:
        ground: features of the plan, its gates among them.
        rooms: how many people by left, low, right and high side, m.
        seed: of places and speeds.
        settings: parameters by dotted name.
    """
    plan = json.dumps(collection(ground))
    scenario = Scenario.load("bottleneck").with_(**{"site.plan": plan} | settings)
    place, rng = place_of(scenario), np.random.default_rng(seed)
    cells = [
        rng.choice(cells_within(place, (left, right), (low, high)), count, replace=False)
        for (left, low, right, high), count in rooms.items()
    ]
    chosen = np.concatenate(cells)
    everybody = people_alike(chosen.size, scenario)
    spread = scenario.movement.speed_spread * rng.standard_normal(chosen.size)
    everybody.speed[:] = np.clip(everybody.speed + spread, 0.1, place.cell / scenario.run.time_step)
    s = stage(scenario, place, everybody, chosen.tolist(), ARRIVING, seed)
    for person, cell in enumerate(chosen):
        choose_first_gate(s, person, int(cell))
    return s


SIDES = ((1.75, 5.25, 1.05, 1.75), (-5.25, -1.75, -1.75, -1.05))
"""Of the rooms on the right and on the left: from x to x, and their doors likewise, m."""
ROOMS: tuple[Box, ...] = tuple(
    (left, 4.2 * row + 0.35, right, 4.2 * row + 3.85)
    for left, right, *_ in SIDES
    for row in range(6)
)
DOORS: tuple[Box, ...] = tuple(
    (left, 4.2 * row + 1.575, right, 4.2 * row + 2.625)
    for *_, left, right in SIDES
    for row in range(6)
)
CORRIDOR = (
    area("walkable", -1.05, 0, 1.05, 25.2),
    *(area("walkable", *each) for each in (*ROOMS, *DOORS)),
    line("gate", (-0.525, 0), (0.525, 0), name="main"),
    line("gate", (-0.525, 25.2), (0.525, 25.2), name="secondary"),
    line("queue", (0, 4), (0, 20), width=1),
    area("entry", -1.05, 20, 1.05, 24),
)


@pytest.mark.standard("RiMEA", "10")
@pytest.mark.standard("ISO 20414", "8")
@pytest.mark.standard("NIST TN 1822", "Verif.3.1")
def test_people_use_the_exit_assigned_to_them(figure: Note) -> None:
    rooms = {room: 1 if room == ROOMS[-1] else 2 for room in ROOMS}
    s = people_in(CORRIDOR, rooms, 1, **{"gate.choice": "assigned"})
    assigned = s.people.gate.copy()
    nearest = s.place.y[s.people.cell] > 12.6
    out = walk_out(s, 120.0)
    figure(
        "RiMEA 10, ISO 8, NIST Verif.3.1",
        f"{(s.people.gate == assigned).sum()} of {np.isfinite(out).sum()} by theirs",
        "23 of 23",
    )
    assert np.isfinite(out).all()
    assert np.array_equal(s.people.gate, assigned)
    assert (nearest != assigned).sum() > 4


HALL = (
    area("walkable", -21, 0, 7, 20),
    line("gate", (-0.525, 0), (0.525, 0), name="far"),
    line("gate", (-14.525, 0), (-13.475, 0), name="near"),
    line("queue", (-7, 6), (-7, 18), width=4),
    area("entry", -21, 16, -7, 20),
)


@pytest.mark.standard("RiMEA", "11")
def test_of_a_crowd_most_take_the_nearer_exit_and_some_the_other(figure: Note) -> None:
    everybody = {(-21.0, 0.0, -7.0, 20.0): 200}
    s = people_in(HALL, everybody, 1, **{"gate.choice": "seen"})
    out = walk_out(s, 900.0)
    near = float((s.people.gate == 1).mean())
    figure(
        "RiMEA 11",
        f"{100 * near:.0f} % by the nearer one, all out after {out.max():.0f} s",
        "more than half, not all",
    )
    assert np.isfinite(out).all()
    assert 0.5 < near < 1.0
    nearest = people_in(HALL, everybody, 1)
    assert (nearest.people.gate == 1).all()


SQUARE = (
    area("walkable", -3, 0, 11, 10),
    line("gate", (-1, 0), (1, 0), name="west"),
    line("gate", (7, 0), (9, 0), name="east", closures=[[12 + 1 / 3600, 24]]),
    line("queue", (4, 3), (4, 9), width=2),
    area("entry", -3, 8, 11, 10),
)


@pytest.mark.standard("ISO 20414", "9")
@pytest.mark.standard("NIST TN 1822", "Verif.4.1")
def test_who_sees_their_exit_shut_takes_the_other(figure: Note) -> None:
    """Both open every minute, but the eastern one shuts 1 s after the start, for good."""
    opening = {
        "gate.always_open": False, "gate.batch_size": 100, "gate.cycle_min": 1.0,
        "gate.cycle_max": 1.0, "gate.admission_interval": 0.0, "gate.changing": 10.0,
    }  # fmt: skip
    s = people_in(SQUARE, {(6.0, 6.0, 11.0, 9.0): 20}, 1, **opening)
    s.gates.next_opening[:] = 60.0
    chosen = s.people.gate.copy()
    out = walk_out(s, 300.0)
    figure(
        "ISO 9, NIST Verif.4.1",
        f"{(chosen == 1).sum()} chose the eastern one; {(s.people.gate == 0).sum()} of 20 out by "
        f"the western one, after {np.nanmax(out):.0f} s",
        "20 by the western one",
    )
    assert (chosen == 1).all()
    assert np.isfinite(out).all()
    assert (s.people.gate == 0).all()


@pytest.mark.standard("ISO 20414", "17")
def test_people_take_the_shorter_of_two_ways(figure: Note) -> None:
    """Around a block, 8 m wide, whose left side is nearer to where they start."""
    drawing = walls(21.0, 14.0)
    drawing[1:] = GROUND
    drawing[free(7.0, 7.0), free(3.5, 8.4)] = 0
    drawing[0, free(6.3, 1.4)] = EXIT
    place = place_of_drawing(drawing)
    s = crowd(place, cells_within(place, (3.5, 7.0), (17.5, 20.0)), 10, seed=1)
    left: set[int] = set()
    right: set[int] = set()

    def look(s: Situation, now: float) -> None:
        here = np.flatnonzero(s.people.cell >= 0)
        x, y = place.x[s.people.cell[here]], place.y[s.people.cell[here]]
        beside = (y > 7.0) & (y < 14.0)
        left.update(here[beside & (x < 3.6)].tolist())
        right.update(here[beside & (x > 11.0)].tolist())

    out = walk_out(s, 120.0, look)
    figure("ISO 17", f"{len(left)} of 10 by the shorter way, {len(right)} by the other", "10")
    assert np.isfinite(out).all()
    assert (len(left), len(right)) == (10, 0)
