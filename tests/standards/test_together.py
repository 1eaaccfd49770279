"""People against each other and people who belong together: ISO 20414 6 and 14, NIST Verif.2.8-9.

Those who come the other way walk as the model's people do who leave the gate for a place in the
waiting column; they do not change their minds.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gatecrush.agents.conduct import HOLDING
from gatecrush.model.place.site import Place
from gatecrush.model.situation import Situation

from .drawn import EXIT, GROUND, cells_within, crowd, free, place_of_drawing, walk_out, walls

Note = Callable[[str, object, str], None]
AGAINST = (0, 10, 50, 100)
SEEDS = 5
FAR, NEAR = (0.4, 10.4), (20.4, 30.4)
"""Where the two rooms lie, m; a corridor of 2 m by 10 m joins them."""


def two_rooms() -> Place:
    """Return two rooms of 10 m by 10 m, a corridor between, an exit 4 m wide in the far one."""
    drawing = walls(30.4, 10.0)
    drawing[1:] = GROUND
    drawing[free(10.4, 10.0)] = 0
    drawing[free(10.4, 10.0), free(4.0, 2.0)] = GROUND
    drawing[0, free(3.2, 4.0)] = EXIT
    return place_of_drawing(drawing)


def time_to_cross(place: Place, against: int, seed: int) -> float:
    """Return when the last of 100 people is in the far room, s; infinite if not in ten minutes."""
    rng = np.random.default_rng(seed)
    near = rng.choice(cells_within(place, (0.0, 10.0), NEAR), 100, replace=False)
    far = rng.choice(cells_within(place, (0.0, 10.0), FAR), against, replace=False)
    s = crowd(place, np.concatenate([near, far]), 100 + against, seed)
    others = np.isin(s.people.cell, far)
    goals = cells_within(place, (3.0, 7.0), (24.0, 30.0))
    s.people.conduct[others] = HOLDING
    s.people.threshold[:] = 10.0
    s.people.target[others] = rng.choice(goals, against)
    crossed = np.full(100 + against, np.inf)

    def look(s: Situation, now: float) -> None:
        y = np.where(s.people.cell >= 0, place.y[s.people.cell], 0.0)
        there = ~others & (y < FAR[1])
        crossed[there] = np.minimum(crossed[there], now)

    walk_out(s, 600.0, look)
    return float(crossed[~others].max())


@pytest.mark.standard("ISO 20414", "6")
@pytest.mark.standard("NIST TN 1822", "Verif.2.8")
def test_the_more_come_the_other_way_the_longer_it_takes(figure: Note) -> None:
    place = two_rooms()
    times = [np.mean([time_to_cross(place, n, seed) for seed in range(SEEDS)]) for n in AGAINST]
    shown = ", ".join(f"{t:.0f} s against {n}" for n, t in zip(AGAINST, times, strict=True))
    figure("NIST Verif.2.8, ISO 6", shown, "rises with the number")
    assert np.isfinite(times).all()
    assert (np.diff(times) > 0.0).all()


@pytest.mark.standard("ISO 20414", "14")
@pytest.mark.standard("NIST TN 1822", "Verif.2.9")
def test_a_group_arrives_together(figure: Note) -> None:
    drawing = walls(15.4, 10.0)
    drawing[1:] = GROUND
    drawing[0, free(4.5, 1.0)] = EXIT
    place = place_of_drawing(drawing)
    spreads = []
    for seed in range(SEEDS):
        s = crowd(place, cells_within(place, (3.0, 7.0), (13.0, 15.0)), 5, seed)
        s.people.party[:] = 0
        s.people.speed[:] = [1.25, 1.25, 1.25, 1.25, 0.5]
        spreads.append(np.ptp(walk_out(s, 120.0)))
    figure(
        "NIST Verif.2.9, ISO 14",
        f"{np.mean(spreads):.1f} s between the first and the last",
        "at most 10 s",
    )
    assert max(spreads) <= 10.0
