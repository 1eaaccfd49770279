"""The row of the minute log: what an observer with a notebook would write down once a minute."""

from __future__ import annotations

from typing import Any

import numpy as np

from gatecrush.agents.compiled import compiled
from gatecrush.agents.conduct import ARRIVING, PRESSING

from ..minutes import MINUTE, MINUTE_INDEX
from ..place.site import NEAR_GATE
from ..situation import Situation
from .perception import has_view
from .telling import disorder_of

CROWD_RADIUS = 15.0
"""Distance from the gate within which the share of pressing people is measured, m."""
SURGE = 60.0
"""Time after an opening that counts as its surge, s."""


@compiled
def note_load(s: Situation, now: float) -> None:
    """Take one sample of the gate load into the sums of the present minute."""
    crowd, gate = s.crowd, s.gate
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


def _index(name: str) -> int:
    return MINUTE_INDEX[name]


_WAITING_NEAR, _PRESSING_NEAR = _index("waiting_near"), _index("pressing_near")
_DISORDER, _DENSITY, _QUEUE = _index("disorder"), _index("gate_density"), _index("queue_length")
_ARRIVING = _index("arriving")
_LOAD_MEAN, _COUNTERS = _index("gate_load_mean"), _index("gate_open")


@compiled
def count_people(s: Situation, row: Any) -> None:
    """Write the counts by conduct, near the gate and at it, and the mean perceived disorder."""
    people, place = s.people, s.place
    row[_ARRIVING:_LOAD_MEAN] = 0.0
    row[_DENSITY:_COUNTERS] = 0.0
    for n in range(s.crowd.active):
        person = s.active[n]
        conduct, distance = people.conduct[person], place.ground.to_gate[people.cell[person]]
        row[_ARRIVING + conduct - ARRIVING] += 1
        if distance <= NEAR_GATE:
            row[_DENSITY] += 1.0 / place.near_area
        if not has_view(conduct):
            continue
        row[_QUEUE] += 1
        row[_DISORDER] += disorder_of(s, person)
        if distance <= CROWD_RADIUS:
            row[_WAITING_NEAR] += 1
            row[_PRESSING_NEAR] += conduct == PRESSING
    row[_DISORDER] = row[_DISORDER] / row[_QUEUE] if row[_QUEUE] > 0 else 0.0


@compiled
def note_minute(s: Situation, now: float) -> None:
    """Write the row of the minute that ends now, and begin the next."""
    crowd, gate = s.crowd, s.gate
    if crowd.minutes >= s.minute_log.shape[0]:
        return
    row = s.minute_log[crowd.minutes]
    row[0] = MINUTE * round(now / MINUTE)  # the step may end a little before it
    count_people(s, row)
    row[_LOAD_MEAN] = mean_or_nan(crowd.load_sum, crowd.load_samples)
    row[_LOAD_MEAN + 1] = crowd.load_peak
    row[_LOAD_MEAN + 2] = mean_or_nan(crowd.surge_sum, crowd.surge_samples)
    row[_LOAD_MEAN + 3] = mean_or_nan(crowd.rest_sum, crowd.rest_samples)
    row[_COUNTERS] = crowd.open_steps / crowd.minute_steps
    after = _COUNTERS + 1
    row[after] = crowd.admitted
    row[after + 1] = crowd.arrived
    row[after + 2] = crowd.turned_back
    row[after + 3] = crowd.left
    row[after + 4] = gate.cars_time // s.rules.gate.car_time
    row[after + 5] = gate.wear
    row[after + 6] = gate.shouts
    row[after + 7] = crowd.volunteers_success
    row[after + 8] = crowd.challenges
    row[after + 9] = crowd.person_steps
    row[after + 10] = crowd.outside
    crowd.minutes += 1
    crowd.load_sum = crowd.load_peak = crowd.surge_sum = crowd.rest_sum = 0.0
    crowd.minute_steps = crowd.open_steps = 0
    crowd.load_samples = crowd.surge_samples = crowd.rest_samples = 0
