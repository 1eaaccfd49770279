"""On places of one's own the orderly limit is orderly: in turn, in full batches, each at a place.

An angle, and all places that ship: a queue that winds between fences, a square with an island and a
gate of two leaves, turnstiles between rails, a pen.
"""

from __future__ import annotations

import json

import numpy as np
import pytest

from gatecrush.agents.conduct import HOLDING
from gatecrush.model.day import Day
from gatecrush.model.place.site import gates_of
from gatecrush.model.scenario.scenario import Scenario

from ..unit.place.plan.places_by_hand import area, collection, line
from .own_places import OWN_PLACES

FARTHEST = 3.0
"""From the place that somebody settled for, m."""
ANGLE = (
    area("walkable", 0, 0, 8, 40), area("walkable", 0, 30, 40, 40),
    line("gate", (3, 0), (4.6, 0)), line("queue", (4, 3), (4, 35), (32, 35), width=4),
    line("entry", (40, 31), (40, 39)), area("lane", 8.5, 0, 11, 29),
)  # fmt: skip
PLANS = {
    "angle": json.dumps(collection(ANGLE)),
    **{name: settings["site.plan"] for name, settings in OWN_PLACES.items()},
}


def orderly(plan: str) -> Scenario:
    """Return half a day on a plan on which more people come than are let in, all in order.

    Several gates together let in about as many as one.
    """
    scenario = Scenario.load("bulk_service").with_(
        **{
            "site.plan": plan, "run.end": 17.0, "demand.profile": [[5.0, 17.0, 20.0]],
            "demand.initial_numbered": 80, "site.column_width": 3.0,
        }
    )  # fmt: skip
    gates = len(gates_of(scenario.site))
    return scenario.with_(**{"gate.batch_size": -(-scenario.gate.batch_size // gates)})


def strays(day: Day) -> np.ndarray:
    """Return how far each who settled is from their place, straight and on foot, m."""
    s = day.situation
    people, place = s.people, s.place
    here = s.active[: s.crowd.active]
    here = here[(people.conduct[here] == HOLDING) & (people.settled[here] == 1)]
    cell, home = people.cell[here], people.target[here]
    straight = np.hypot(place.x[cell] - place.x[home], place.y[cell] - place.y[home])
    piece = place.guide[home]
    return np.maximum(straight, place.guides[piece, cell] - place.guides[piece, home])


def shut(day: Day, gate: int) -> int:
    """Return for how many openings, one an hour, a gate is shut."""
    closures = gates_of(day.scenario.site)[gate].closures or ()
    return int(np.ceil(sum(end - begin for begin, end in closures)))


@pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))
def test_the_orderly_limit_is_orderly_on_any_place(plan: str) -> None:
    day = Day(orderly(plan), seed=5)
    settled = []
    for hour in np.arange(6.0, 17.0, 0.1):
        day.run_until(float(hour))
        away = strays(day)
        settled.append(away.size / (day.people.conduct == HOLDING).sum())
        assert away.max(initial=0.0) <= FARTHEST
    assert np.median(settled) > 0.7  # whenever the queue moves up many are on their way
    assert max(settled) > 0.9
    log, size = day.admission_log[: day.admission_count], day.scenario.gate.batch_size
    assert not log.out_of_turn.any()
    # Within the batches of all gates whoever comes first.
    assert np.all(np.diff(log.number) > -size * day.gates.size)
    for gate in range(day.gates.size):
        batches = np.bincount(log.opening[log.gate == gate])[1:]
        assert batches.size >= 11 - shut(day, gate)
        assert set(batches.tolist()) == {size}
