"""Staged situations: people put on the product's own site by hand, for its own rules to act on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from gatecrush.agents.conduct import HOLDING
from gatecrush.agents.people import People, empty_people
from gatecrush.model.beginning import empty_situation
from gatecrush.model.place.site import Place, build_place
from gatecrush.model.rules.entry import stand_on
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.situation import Situation

ORDERLY: dict[str, Any] = {
    "demand.informed": 1.0,
    "waiters.never_push": 1.0,
    "waiters.patience": 100_000.0,
    "waiters.fatigue": 0.0,
    "guards.turned_back": 0.0,
    "volunteers.count": 0,
}
"""The orderly limit: everybody knows of the list, nobody tires, loses patience or presses."""

CROWDED: dict[str, Any] = {
    "run.end": 9.0,
    "demand.factor": 3.0,
    "demand.initial_numbered": 60,
    "waiters.challenge": 0.0,
    "waiters.telling": 0.001,
}
"""Four hours of the account in which a crowd forms at once: few are told, nobody objects."""


def place_of(scenario: Scenario) -> Place:
    """Return the site of a scenario."""
    return build_place(scenario.site, scenario.gate.width)


def people_alike(n: int, scenario: Scenario) -> People:
    """Return n people, each alone, with mean traits, nothing drawn."""
    people = empty_people(n)
    people.party[:] = np.arange(n)
    people.threshold[:] = scenario.waiters.threshold_mean
    people.assertiveness[:] = 1.0
    people.speed[:] = scenario.movement.free_speed
    people.patience[:] = np.inf
    return people


def stage(
    scenario: Scenario, place: Place, people: People, cells: Sequence[int], conduct: int, seed: int
) -> Situation:
    """Put the first people on cells, all with the same conduct; nobody else will come."""
    s = empty_situation(scenario, place, people, seed, 0)
    s.list.first_waiting = 1
    s.list.marker = s.list.writer = -1
    s.gates.is_open[:] = int(scenario.gate.always_open)
    s.gates.next_opening[:] = s.gates.cars_from[:] = np.inf
    s.gates.last_shout[:] = -np.inf
    s.crowd.next_arrival = people.size
    for person, cell in enumerate(cells):
        stand_on(s, person, int(cell), 0.0)
        people.conduct[person] = conduct
    return s


def give_numbers(s: Situation, persons: Iterable[int]) -> None:
    """Write the next numbers on people's wrists and let them hold them."""
    for person in persons:
        s.list.last_number += 1
        s.people.number[person] = s.list.last_number
        s.people.conduct[person] = HOLDING
        s.holder[s.list.last_number] = person
        s.list.marker = person


def file_before_gate(place: Place) -> np.ndarray:
    """Return the cells straight out from the middle of the gate, the nearest first."""
    middle = place.gate_cells[len(place.gate_cells) // 2]
    cells = np.arange(middle, place.walkable.size, place.stride)
    return cells[: int(np.argmin(place.walkable[cells]))]
