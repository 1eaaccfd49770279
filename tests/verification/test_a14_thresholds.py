"""A14: thresholds alone, everyone sees everyone (Granovetter 1978).

2,000 people hold numbers on a square; each gives up the order once the share that presses exceeds
a threshold from N(0.25, sigma). The share settles at the smallest fixed point x = Phi((x - 0.25) /
sigma) of the normal distribution, which jumps between sigma = 0.120 and 0.125. The thresholds are
the quantiles of the distribution, not draws, so that the jump is sharp at 2,000 people.

The product's rules look_around and decide act, with everything else switched off: no news, one
minute of memory, sight over the whole square, no fatigue, nobody comes back. All are convinced that
pressing pays and that holders are passed over, so that the perceived disorder sqrt(V G) is the root
of the share that presses, and the product's thresholds are the roots of Granovetter's. People with
a threshold below 0 begin.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from gatecrush.agents.compiled import compiled
from gatecrush.agents.conduct import HOLDING, PRESSING
from gatecrush.model.rules.norms import decide
from gatecrush.model.rules.perception import look_around
from gatecrush.model.scenario.scenario import Scenario

from .staged import give_numbers, people_alike, place_of, stage

Note = Callable[[str, object, str], None]
PEOPLE = 2000
MINUTES = 150
MEAN = 0.25


def fixed_point(sigma: float) -> float:
    """Return the share at which it ends if it begins with nobody: iterate x -> Phi."""
    share = 0.0
    for _ in range(2000):
        share = 0.5 * math.erfc((MEAN - share) / sigma / math.sqrt(2.0))
    return share


@compiled
def live_on(s: Any, minutes: int) -> int:
    """Let everybody look and decide once a minute."""
    for minute in range(1, minutes + 1):
        s.crowd.step = 200 * minute
        look_around(s, 60.0)
        decide(s, 60.0, 60.0 * minute)
    return 0


def share_pressing(sigma: float) -> float:
    """Return the share that presses in the end."""
    scenario = Scenario.load("account").with_(
        **{
            "site.layout": "open_area",
            "waiters.skip_perception": 0.0,
            "waiters.word_of_mouth": 0.0,
            "waiters.sight": 100.0,
            "waiters.sight_behind": 100.0,
            "waiters.memory": 1.0,
            "waiters.fatigue": 0.0,
            "waiters.give_up_time": 0.1,
            "waiters.return_time": 1e9,
            "waiters.return_margin": 1.0,
        }
    )
    place = place_of(scenario)
    people = people_alike(PEOPLE, scenario)
    quantiles = (np.arange(PEOPLE) + 0.5) / PEOPLE
    shares = norm.ppf(quantiles, MEAN, sigma)
    people.threshold[:] = np.sign(shares) * np.sqrt(np.abs(shares))
    people.pays[:] = people.passed_over[:] = 1.0
    square = place.far_to_near[::-1][:PEOPLE]
    s = stage(scenario, place, people, square, HOLDING, seed=0)
    give_numbers(s, range(PEOPLE))
    live_on(s, MINUTES)
    return float((people.conduct == PRESSING).mean())


def test_a14_the_oracle_is_a_fixed_point() -> None:
    assert fixed_point(0.120) == pytest.approx(norm.cdf((fixed_point(0.120) - MEAN) / 0.120))
    assert fixed_point(0.120) == pytest.approx(0.0405, abs=0.001)
    assert fixed_point(0.125) > 0.99


@pytest.mark.standard("scorecard", "A14")
def test_a14_a_slightly_wider_spread_tips_everybody(figure: Note) -> None:
    narrow, wide = share_pressing(0.120), share_pressing(0.125)
    figure("A14 sigma 0.120", f"{100 * narrow:.2f} % press", "under 5 %; fixed point 4.05 %")
    figure("A14 sigma 0.125", f"{100 * wide:.2f} % press", "over 99 %; fixed point 100 %")
    assert narrow < 0.05
    assert narrow == pytest.approx(fixed_point(0.120), abs=0.003)
    assert wide > 0.99
