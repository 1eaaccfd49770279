"""A15: who objects to people who cut into an orderly line (Milgram 1986).

Six people wait in line, 0.8 m apart; one or two intruders step in between the third and the
fourth. Nobody moves: once a minute, for an hour, only the rule of objection acts. 2,000 lines
each: the standard error of a share is at most 1.1 %, far below the tolerances.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gatecrush.agents.compiled import compiled
from gatecrush.agents.conduct import HOLDING, PRESSING
from gatecrush.agents.waiter import willingness_to_tell
from gatecrush.model.rules.norms import challenge, objection_rate, prepare_objections
from gatecrush.model.rules.randomness import kernel_seed
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.situation import Situation

from .staged import file_before_gate, give_numbers, people_alike, place_of, stage

Note = Callable[[str, object, str], None]
LINES = 2000
GAP = 2
"""Cells from one person in line to the next: 0.8 m."""
FRONT = 6
"""Cells from the gate to the first in line."""


@compiled
def objections_in_an_hour(s: Any) -> int:
    """Let everybody who cares object once a minute; return how many intruders were sent away."""
    for minute in range(1, 61):
        s.crowd.step = 200 * minute
        challenge(s, 60.0, 60.0 * minute)
    return int(s.crowd.challenges)


def line_of_six(intruders: int, buffers: int) -> Situation:
    """Return a line with intruders behind the third and silent confederates behind those."""
    scenario = Scenario.load("account")
    place = place_of(scenario)
    straight = file_before_gate(place)
    people = people_alike(6 + intruders, scenario)
    people.threshold[3 : 3 + buffers] = 0.0  # they have come to terms with everything
    between = straight[FRONT + 2 * GAP + 1] + np.arange(intruders)
    cells = [*straight[FRONT : FRONT + 6 * GAP : GAP], *between]
    s = stage(scenario, place, people, cells, HOLDING, seed=0)
    give_numbers(s, range(6))
    return s


def share_challenged(s: Situation, intruders: slice) -> float:
    """Return the share of lines in which at least one intruder was sent away."""
    challenged = 0
    for seed in range(LINES):
        s.people.conduct[intruders] = PRESSING
        s.people.pressing_since[intruders] = 0.0
        s.crowd.challenges = 0
        challenged += objections_in_an_hour(s._replace(seed=kernel_seed(seed, 0))) > 0
    return challenged / LINES


@pytest.mark.standard("scorecard", "A15")
@pytest.mark.parametrize(
    ("key", "intruders", "buffers", "low", "high", "target"),
    [
        ("A15 one intruder", 1, 0, 0.46, 0.62, "54 ± 8 %"),
        ("A15 two intruders", 2, 0, 0.85, 0.97, "91 ± 6 %"),
        ("A15 two passive buffers", 1, 2, 0.0, 0.15, "at most 15 %"),
    ],
)
def test_a15_somebody_objects_as_often_as_in_milgrams_lines(
    figure: Note, key: str, intruders: int, buffers: int, low: float, high: float, target: str
) -> None:
    share = share_challenged(line_of_six(intruders, buffers), slice(6, 6 + intruders))
    figure(key, f"{100 * share:.1f} %", target)
    assert low <= share <= high


@pytest.mark.standard("scorecard", "A15")
def test_a15_most_objections_come_from_behind(figure: Note) -> None:
    """The rate falls by the part of those behind when they stop caring and are not in the way."""
    s = line_of_six(1, 0)
    s.people.conduct[6] = PRESSING
    ahead = float(s.rules.waiters.challenge_ahead)
    assert willingness_to_tell(0.0, float(s.people.threshold[0])) == 1.0
    prepare_objections(s, 0.0)
    whole = objection_rate(s, 6)
    s.rules.waiters.challenge_ahead = 0.0
    behind = objection_rate(s, 6) / whole
    s.rules.waiters.challenge_ahead = ahead
    figure("A15 objections from behind", f"{100 * behind:.1f} %", "73 %, ± 3 % here")
    assert behind == pytest.approx(0.73, abs=0.03)
