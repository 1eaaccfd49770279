"""Gates by density: opened or shut by the mean of a minute in a zone, the later rule last."""

import numpy as np
import pytest

from gatecrush.model.day import Day
from gatecrush.model.place.site import build_place
from gatecrush.model.rules.gates_by_density import mean_density, open_and_shut
from gatecrush.model.rules.zone_record import note_zones

from ..conftest import COMPILED
from ..place.plan.places_by_hand import area
from .two_gates import square, standing

HALL = area("zone", 10, 10, 11.05, 11.05, name="hall")
QUEUE = area("zone", 17, 5, 23, 15, name="queue")


def in_hall(people, *rules):
    scenario = square(zones=[HALL], **{"gate.by_density": rules, "gate.shut": ["east"]})
    place = build_place(scenario.site, scenario.gate.width)
    inside = np.flatnonzero(place.zones & 1)[:people]
    s = standing(scenario, list(zip(place.x[inside], place.y[inside], strict=True)))
    s.gates.shut[1] = 1
    return s


def after_a_minute(s, people):
    for second in range(1, 61):
        s.crowd.active = people if second <= 30 else 0
        note_zones(s, float(second))
    open_and_shut(s)
    return s.gates.shut.tolist()


def test_the_mean_over_the_minute_counts():
    s = in_hall(6, "hall above 2: open east")
    assert mean_density(s, 0) == 0.0
    assert after_a_minute(s, 4) == [0, 1]  # 4 people for half of it: less than 2 per m^2
    assert after_a_minute(s, 6) == [0, 0]
    note_zones(s, 61.0)
    assert mean_density(s, 0) == 0.0


def test_a_gate_stays_as_it_is_between_two_limits():
    s = in_hall(6, "hall above 2: open east", "hall below 1: shut east")
    assert after_a_minute(s, 6) == [0, 0]
    assert after_a_minute(s, 4) == [0, 0]
    assert after_a_minute(s, 1) == [0, 1]
    assert after_a_minute(s, 4) == [0, 1]


def test_of_two_rules_the_later_counts():
    s = in_hall(6, "hall above 2: open east", "hall above 2: shut east", "hall above 2: shut south")
    assert after_a_minute(s, 6) == [1, 1]


@pytest.mark.skipif(not COMPILED, reason="hours of days in plain Python")
def test_a_side_gate_opens_once_the_queue_is_full():
    """The same day but for the limit: it is passed, or it is not."""
    opened = []
    for limit in ("0.2", "8"):
        rule = f"queue above {limit}: open east"
        settings = {"gate.shut": ["east"], "gate.by_density": [rule], "run.end": 7.0}
        day = Day(square(zones=[QUEUE], **settings), seed=3)
        day.run_until(7.0)
        assert day.record.zones["density_peak"].max() > 0.2
        opened.append(int(day.gates[1].opening))
    assert opened[0] > 0
    assert opened[1] == 0
