"""A4: the scene turned by a quarter gives the same days in distribution.

Fifty crowded days each, with different seeds, on the strip and on each place that ships; two-sample
Kolmogorov-Smirnov on each outcome. Should nothing depend on the turn, each outcome fails by chance
for 1 of 100 choices of seeds; the seeds are fixed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from scipy.stats import ks_2samp

from gatecrush.experiments import run

from .own_places import OWN_PLACES
from .staged import CROWDED

Note = Callable[[str, object, str], None]
SEEDS = 50
PLACES: dict[str, dict[str, Any]] = {"strip": {}, **OWN_PLACES}


def outcomes(seed: int, quarter_turns: int, place: dict[str, Any]) -> dict[str, float]:
    """Return what a crowded day comes to."""
    settings: dict[str, Any] = {**CROWDED, **place, "site.quarter_turns": quarter_turns}
    record = run("account", seed=seed, settings=settings)
    summary, series = record.row, record.series
    onset = float(summary["onset_time"])
    return {
        "onset": 99.0 if math.isnan(onset) else onset,
        "admitted": float(summary["admitted"]),
        "wait": float(summary["wait_mean"]),
        "press share": float(series["press_share"].mean()),
        "order": float(summary["order_tau"]),
        "unintercepted": float(summary["unintercepted_share"]),
        "gate load": float(series["gate_load_mean"].mean()),
        "gate density": float(series["gate_density"].mean()),
    }


@pytest.mark.standard("scorecard", "A4")
@pytest.mark.verify
@pytest.mark.parametrize("place", PLACES)
def test_a4_the_turned_scene_differs_in_nothing(figure: Note, place: str) -> None:
    there, further = PLACES[place], range(SEEDS, 2 * SEEDS)
    with ThreadPoolExecutor(2) as pool:
        straight = list(pool.map(lambda seed: outcomes(seed, 0, there), range(SEEDS)))
        turned = list(pool.map(lambda seed: outcomes(seed, 1, there), further))
    p = {
        name: float(ks_2samp([day[name] for day in straight], [day[name] for day in turned]).pvalue)
        for name in straight[0]
    }
    told = ", ".join(f"{name} {value:.2f}" for name, value in p.items())
    figure(f"A4 {place}", told, "KS p > 0.01")
    assert min(p.values()) > 0.01
