"""The numbers that the page about the model tells of thirty days of the account."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gatecrush.experiments import run
from gatecrush.experiments.days.outcomes import outcomes
from gatecrush.experiments.words import clock
from gatecrush.server.pages.about import MISSES

pytestmark = pytest.mark.verify

DAYS = 30
TOLD = (
    "onset_time",
    "families_admitted",
    "witness_admitted_share",
    "witness_hours_near_night",
)


@pytest.fixture(scope="module")
def days() -> pd.DataFrame:
    found = (outcomes(run("account", seed=seed), start=5.0, end=27.0) for seed in range(DAYS))
    return pd.DataFrame([{name: day[name] for name in TOLD} for day in found]).astype(float)


def test_misses_are_those_of_thirty_days(days: pd.DataFrame) -> None:
    share = 100 * days["witness_admitted_share"]
    near, onset = days["witness_hours_near_night"].dropna(), days["onset_time"].dropna()
    families = days["families_admitted"]
    said = " ".join(MISSES)
    for words in (
        f"{share.median():.0f} % are in by 01:00 (between {share.min():.0f} and "
        f"{share.max():.0f} %",
        f"{np.median(near):.1f} hours within 5 m of the gate (median; {near.min():.1f} to "
        f"{near.max():.1f})",
        f"on {len(onset)} of {DAYS} days the order broke, between {clock(onset.min())} and "
        f"{clock(onset.max())}",
        f"from {families.min():.0f} to {families.max():.0f} people in families",
        f"on average it is right ({families.mean():.1f})",
    ):
        assert words in said
