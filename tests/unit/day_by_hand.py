"""A day as the recorder sees it, small enough to work out by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from gatecrush.agents.conduct import ADMITTED, EXPECTED, LEFT, PRESSING, TURNED_BACK
from gatecrush.agents.people import empty_people
from gatecrush.model.place.site import build_place
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.situation import ADMISSION_ROW, GATE, MINUTE_ROW, WORST
from gatecrush.model.zones import ZONE_WINDOW

HOUR = 3600.0


def small_crowd():
    """Eight people: two at the start, four newcomers, a family member, one still expected."""
    people = empty_people(8)
    people.conduct[:] = [
        ADMITTED, ADMITTED, ADMITTED, TURNED_BACK, PRESSING, LEFT, ADMITTED, EXPECTED,
    ]  # fmt: skip
    people.kind[:] = [0, 0, 1, 0, 1, 0, 2, 0]
    people.number[:] = [1, 2, 0, 3, 0, 4, 0, 0]
    people.party[:] = [0, 1, 2, 3, 4, 5, 6, 7]
    people.arrival_time[:] = np.array([0, 0, 1, 1.5, 2, 2.5, 3, 30]) * HOUR
    people.numbered_time[:] = np.array([0, 0, np.nan, 1.6, np.nan, 2.6, np.nan, np.nan]) * HOUR
    people.reached_time[[2, 4]] = np.array([1.1, 2.1]) * HOUR
    people.pressing_time[[2, 4]] = np.array([1.1, 2.1]) * HOUR
    people.exit_time[:] = np.array([4, 6, 5, 5.5, np.nan, 3, 6.5, np.nan]) * HOUR
    people.out_of_turn[2] = 1
    people.time_in_danger[2] = 240.0
    people.cell[4] = 0
    return people


def minutes_of_a_day(rows=22 * 60):
    """A morning in which nobody presses, and from 14:00 on a crowd in which three of four do."""
    log = np.zeros(rows, MINUTE_ROW)
    log["time"] = 60.0 * np.arange(1, rows + 1)
    crowd = log["time"] > 9 * HOUR
    log["waiting_near"] = 40
    log["pressing_near"][crowd] = 30
    log["holding"] = np.where(crowd, 60, 140)
    log["pressing"] = np.where(crowd, 80, 0)
    log["queue_length"] = 140
    log["gate_load_peak"] = np.where(crowd, 4000.0, 200.0)
    log["gate_load_mean"] = np.where(crowd, 800.0, 50.0)
    log["gate_load_surge"] = np.nan
    log["gate_density"] = np.where(crowd, 4.5, 1.0)
    log["person_steps"] = 1000 * np.arange(1, rows + 1)
    return log


def worst_of(place):
    """A place at which it was worst: 5 people per m^2 and 700 N directly before the gate."""
    worst = np.zeros(place.x.size, WORST).view(np.recarray)
    worst.density_at[:] = worst.force_at[:] = np.nan
    worst.room[place.walkable > 0] = 3.0
    gate = place.gate_cells[0]
    worst.density[gate], worst.density_at[gate], worst.crowded[gate] = 5.0, 13 * HOUR, 600.0
    worst.force[gate], worst.force_at[gate] = 700.0, 14 * HOUR
    return worst


@pytest.fixture
def model():
    """A model that has run from 05:00 to 03:00, as far as a recorder looks at it."""
    scenario = Scenario(name="by_hand")
    admissions = np.array(
        [
            (4 * HOUR, 1, 0, 1, 0, 0, 0),
            (5 * HOUR, 2, 2, 0, 1, 0, 0),
            (6 * HOUR, 3, 1, 2, 0, 0, 0),
            (6.5 * HOUR, 4, 6, 0, 0, 1, 0),
            (0, 0, 0, 0, 0, 0, 0),
        ],
        ADMISSION_ROW,
    )
    log = minutes_of_a_day()
    place = build_place(scenario.site, scenario.gate.width)
    people = small_crowd()
    people.cell[4] = place.gate_cells[0]
    return SimpleNamespace(
        people=people,
        place=place,
        scenario=scenario,
        seed=7,
        replication=0,
        seconds=22 * HOUR,
        admission_log=admissions,
        admission_count=4,
        minute_log=log,
        minute_count=len(log),
        situation=SimpleNamespace(
            second_log=np.zeros(0, np.int64),
            worst=worst_of(place),
            zone_log=np.zeros((0, 88), ZONE_WINDOW).view(np.recarray),
            gate_rules=np.full(1, 1.6, [("width", np.float64)]).view(np.recarray),
        ),
        counts=SimpleNamespace(seconds=0),
        gates=np.zeros(1, GATE).view(np.recarray),
        cpu_seconds=1.5,
        recorder=None,
    )
