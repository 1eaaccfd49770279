"""Thirty days of the account, each with other random numbers, as they came out when they were run.

``thirty_days.csv`` holds a row a day; a test runs them again and compares.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from gatecrush.model.arrays import Floats

DAYS: Final = 30
"""Days, with the seeds from 0 on and the settings that ship."""
KEPT: Final = (
    "onset_time",
    "families_admitted",
    "witness_share",
    "near_hours_late",
)
"""Outcomes kept of each."""


@cache
def thirty_days() -> dict[str, Floats]:
    """Return each outcome over the days on which it is known, in the order of the days."""
    text = (files(__package__) / "thirty_days.csv").read_text(encoding="utf-8")
    rows = np.genfromtxt(text.splitlines(), delimiter=",", names=True)
    return {name: rows[name][np.isfinite(rows[name])] for name in KEPT}
