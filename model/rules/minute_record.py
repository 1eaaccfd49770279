"""The row of the minute log: what an observer with a notebook would write down once a minute."""

from __future__ import annotations

from typing import Final

import numpy as np

from gatecrush.agents.compiled import compiled
from gatecrush.agents.conduct import ARRIVING, BESIDE, CALLED, HOLDING, PRESSING, SEEKING

from ..place.site import NEAR_GATE
from ..situation import Minute, Situation
from .perception import has_view
from .telling import disorder_of

MINUTE: Final = 60.0
"""Time from row to row, and between two looks around, s."""
CROWD_RADIUS = 15.0
"""Distance from the gate within which the share of pressing people is measured, m."""
SURGE = 60.0
"""Time after an opening that counts as its surge, s."""


@compiled
def note_load(s: Situation, now: float) -> None:
    """Take one sample of the gate load into the sums of the present minute: of the most loaded one.

    Changes: crowd.load_sum, crowd.load_samples, crowd.load_peak, crowd.surge_sum,
        crowd.surge_samples, crowd.rest_sum, crowd.rest_samples.
    """
    crowd, gate = s.crowd, s.gates[0]
    for number in range(1, s.gates.size):
        if s.gates[number].load > gate.load:
            gate = s.gates[number]
    crowd.load_sum += gate.load
    crowd.load_samples += 1
    crowd.load_peak = max(crowd.load_peak, gate.load)
    if gate.opening > 0 and now - gate.opened_at <= SURGE:
        crowd.surge_sum += gate.load
        crowd.surge_samples += 1
    else:
        crowd.rest_sum += gate.load
        crowd.rest_samples += 1


@compiled
def mean_or_nan(total: float, count: int) -> float:
    """Return total/count, NaN for no samples."""
    return total / count if count > 0 else np.nan


@compiled
def count_conduct(row: Minute, conduct: int) -> None:
    """Count one person of a conduct.

    Changes: row.
    """
    row.arriving += conduct == ARRIVING
    row.seeking += conduct == SEEKING
    row.holding += conduct == HOLDING
    row.called += conduct == CALLED
    row.pressing += conduct == PRESSING
    row.beside += conduct == BESIDE


@compiled
def count_people(s: Situation, row: Minute) -> None:
    """Write the counts by conduct, near the gate and at it, and what people believe on average.

    Changes: row.
    """
    people, place = s.people, s.place
    row.arriving = row.seeking = row.holding = row.called = row.pressing = row.beside = 0.0
    row.waiting_near = row.pressing_near = row.gate_density = row.queue_length = 0.0
    row.disorder = row.pays = row.passed_over = 0.0
    for n in range(s.crowd.active):
        person = s.active[n]
        conduct, distance = people.conduct[person], place.ground.to_gate[people.cell[person]]
        count_conduct(row, conduct)
        if distance <= NEAR_GATE:
            row.gate_density += 1.0 / place.near_area
        if not has_view(conduct):
            continue
        row.queue_length += 1
        row.disorder += disorder_of(s, person)
        row.pays += people.pays[person]
        row.passed_over += people.passed_over[person]
        if distance <= CROWD_RADIUS:
            row.waiting_near += 1
            row.pressing_near += conduct == PRESSING
    waiting = max(1.0, row.queue_length)
    row.disorder, row.pays = row.disorder / waiting, row.pays / waiting
    row.passed_over /= waiting


@compiled
def note_places(s: Situation) -> None:
    """Note how far from the gate each person stands who presses now.

    Changes: people.noted_distance.
    """
    people = s.people
    for n in range(s.crowd.active):
        person = s.active[n]
        if people.conduct[person] == PRESSING:
            people.noted_distance[person] = s.place.ground.to_gate[people.cell[person]]


@compiled
def note_minute(s: Situation, now: float) -> None:
    """Write the row of the minute that ends now, and begin the next.

    Changes: minute_log, crowd.minutes, crowd.load_sum, crowd.load_peak, crowd.surge_sum,
        crowd.rest_sum, crowd.minute_steps, crowd.open_steps, crowd.load_samples,
        crowd.surge_samples, crowd.rest_samples.
    """
    crowd = s.crowd
    if crowd.minutes >= s.minute_log.size:
        return
    row = s.minute_log[crowd.minutes]
    row.time = MINUTE * round(now / MINUTE)  # the step may end a little before it
    count_people(s, row)
    if round(row.time / MINUTE) == s.places_minute:
        note_places(s)
    row.gate_load_mean = mean_or_nan(crowd.load_sum, crowd.load_samples)
    row.gate_load_peak = crowd.load_peak
    row.gate_load_surge = mean_or_nan(crowd.surge_sum, crowd.surge_samples)
    row.gate_load_rest = mean_or_nan(crowd.rest_sum, crowd.rest_samples)
    row.gate_open = crowd.open_steps / crowd.minute_steps / s.gates.size
    row.admitted, row.arrived = crowd.admitted, crowd.arrived
    row.turned_back, row.left = crowd.turned_back, crowd.left
    row.cars = row.gate_wear = row.shouts = 0.0
    for number in range(s.gates.size):
        gate = s.gates[number]
        row.cars += gate.cars_time // s.rules.gate.car_time
        row.gate_wear = max(row.gate_wear, gate.wear)
        row.shouts += gate.shouts
    row.turned_round, row.challenges = crowd.turned_round, crowd.challenges
    row.person_steps, row.outside = crowd.person_steps, crowd.outside
    crowd.minutes += 1
    crowd.load_sum = crowd.load_peak = crowd.surge_sum = crowd.rest_sum = 0.0
    crowd.minute_steps = crowd.open_steps = 0
    crowd.load_samples = crowd.surge_samples = crowd.rest_samples = 0
