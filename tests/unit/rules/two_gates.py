"""A square of 40 m with two gates alike, for what rules do where there are several."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from gatecrush.agents.conduct import HOLDING, PRESSING
from gatecrush.agents.people import empty_people
from gatecrush.model.beginning import empty_situation
from gatecrush.model.place.plan.geojson import collection
from gatecrush.model.place.site import build_place
from gatecrush.model.rules.entry import stand_on
from gatecrush.model.scenario.scenario import Scenario

from ..place.plan.places_by_hand import area, line

GROUND = (
    area("walkable", 0, 0, 40, 40),
    line("queue", (20, 6), (20, 36), width=5),
    area("entry", 16, 38, 24, 40),
)
SOUTH, EAST = ((19.2, 0), (20.8, 0)), ((40, 19.2), (40, 20.8))


def square(
    south: Any = (), east: Any = (), *, zones: Sequence[Any] = (), **settings: Any
) -> Scenario:
    """Return a scenario on the square, one gate on its south side and one in the east.

    Args:
        south: properties of that gate.
        east: properties of that gate.
        zones: features of the plan besides.
        settings: parameters by dotted name.
    """
    gates = (
        line("gate", *SOUTH, name="south", **dict(south)),
        line("gate", *EAST, name="east", **dict(east)),
    )
    plan = json.dumps(collection([*gates, *GROUND, *zones]))
    calm = Scenario.load("calm", ["families.count=0"])
    return calm.with_(**{"site.plan": plan} | settings)


def standing(scenario: Scenario, places: Any, conduct: int = PRESSING) -> Any:
    """Return the square with people who stand where told, m from the middle of the south gate."""
    place = build_place(scenario.site, scenario.gate.width)
    people = empty_people(len(places))
    people.speed[:] = 1.0
    people.party[:] = np.arange(len(places))
    s = empty_situation(scenario, place, people, 1, 0)
    for person, (x, y) in enumerate(places):
        people.conduct[person] = conduct
        stand_on(s, person, int(np.hypot(place.x - x, place.y - y).argmin()), 0.0)
    s.crowd.next_arrival = people.size
    s.list.first_waiting, s.list.marker, s.list.writer = 1, -1, -1
    return s


def with_numbers(scenario: Scenario, places: Any) -> Any:
    """Return them as holders of the numbers 1, 2, ..."""
    s = standing(scenario, places, HOLDING)
    s.people.number[:] = 1 + np.arange(s.people.size)
    s.holder[1 : 1 + s.people.size] = np.arange(s.people.size)
    s.list.last_number, s.list.marker = s.people.size, s.people.size - 1
    return s
