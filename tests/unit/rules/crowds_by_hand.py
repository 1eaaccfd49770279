"""Small crowds that stand where they are told, to work a rule out by hand."""

import numpy as np

from gatecrush.agents.conduct import (
    ARRIVING,
    BESIDE,
    FAMILY,
    PRESSING,
)
from gatecrush.agents.people import empty_people
from gatecrush.model.beginning import empty_situation
from gatecrush.model.place.site import build_place
from gatecrush.model.rules.entry import stand_on
from gatecrush.model.scenario.scenario import Scenario

BATCH = 4
COARSE = {
    "site.cell": 0.4,
    "run.time_step": 0.3,
    "movement.free_speed": 1.33,
    "movement.speed_spread": 0.0,
}
"""A lattice on which places are easy to write down."""
SMALL = {
    "site.length": 40.0,
    "site.drop_off_near": 10.0,
    "site.drop_off_far": 20.0,
    "demand.initial_numbered": 0,
    "gate.always_open": True,
}


def at_the_gate(people, families=(), **changes):
    """An open gate two cells wide; people with numbers in the strip, families in the lane."""
    settings = {
        "site.length": 40.0,
        "site.drop_off_near": 10.0,
        "site.drop_off_far": 20.0,
        "demand.initial_numbered": 0,
        "gate.width": 0.8,
        "gate.batch_size": BATCH,
        "guards.turned_back": 0.0,
    }
    scenario = Scenario().with_(**COARSE | settings | changes)
    place = build_place(scenario.site, scenario.gate.width)
    everybody = empty_people(people + len(families))
    everybody.party[:people] = np.arange(people)
    everybody.party[people:] = people + np.array(families, dtype=int)
    s = empty_situation(scenario, place, everybody, 1, 0)
    strip = np.flatnonzero(place.ground.in_strip == 1)
    strip = strip[np.argsort(place.to_gate[strip], kind="stable")]
    lane = np.flatnonzero(place.walkable == 2)
    lane = lane[np.argsort(place.ground.to_side[lane], kind="stable")]
    for person in range(people):
        everybody.conduct[person] = PRESSING
        everybody.number[person] = person + 1
        s.holder[person + 1] = person
        stand_on(s, person, int(strip[person]), 0.0)
    for k in range(len(families)):
        everybody.conduct[people + k] = BESIDE
        everybody.kind[people + k] = FAMILY
        stand_on(s, people + k, int(lane[k]), 0.0)
    s.list.last_number, s.list.first_waiting = people, 1
    s.list.marker = s.list.writer = -1
    s.crowd.next_arrival = everybody.size
    return s


def crowd(people, cells=None, **changes):
    """So many people, standing where told, on a small site whose gate is open."""
    scenario = Scenario().with_(**COARSE | SMALL | changes)
    place = build_place(scenario.site, scenario.gate.width)
    everybody = empty_people(people)
    everybody.speed[:] = scenario.movement.free_speed
    everybody.conduct[:] = ARRIVING
    everybody.party[:] = np.arange(people)
    s = empty_situation(scenario, place, everybody, 1, 0)
    for person, (x, y) in enumerate(cells or ()):
        stand_on(s, person, cell_at(place, x, y), 0.0)
    s.crowd.next_arrival = people
    return s


def cell_at(place, x, y):
    """The cell with the center nearest to a point."""
    return int(np.argmin(np.hypot(place.x - x, place.y - y)))


PUSH = 100.0
WIDTH = 3  # people abreast


def full_strip(ranks, **changes):
    """A strip three cells wide, before a gate of the same width, full from the gate back."""
    settings = {
        "site.length": 40.0,
        "site.drop_off_near": 10.0,
        "site.drop_off_far": 20.0,
        "site.strip_width": 1.2,
        "gate.width": 1.2,
        "demand.initial_numbered": 0,
        "pressure.push": PUSH,
        "pressure.transmission": 1.0,
        "pressure.wall_loss": 0.0,
    }
    scenario = Scenario().with_(**COARSE | settings | changes)
    place = build_place(scenario.site, scenario.gate.width)
    people = empty_people(WIDTH * ranks)
    people.conduct[:] = PRESSING
    people.assertiveness[:] = 1.0
    people.drive[:] = 1.0
    s = empty_situation(scenario, place, people, 1, 0)
    strip = np.flatnonzero(place.ground.in_strip == 1)
    nearest = strip[np.lexsort((place.x[strip], place.y[strip]))][: people.size]
    for person, cell in enumerate(nearest):
        stand_on(s, person, int(cell), 0.0)
    return s
