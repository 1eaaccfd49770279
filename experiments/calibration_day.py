"""One day under one setting of the parameters: run, and measured as the account speaks of it.

A day whose morning is already hopeless may be abandoned there: it costs half or less, and what the
evening would have added to its distance cannot bring it any nearer.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gatecrush.model.measures.pressure import surge_ratio
from gatecrush.model.measures.summary import EVENING

from .calibration_target import QUANTITIES, Quantities, certain_distance, known_by
from .design import PlannedRun

if TYPE_CHECKING:
    from gatecrush.model.recorder import Record

Floats = NDArray[np.float64]

LOOKS: Final = (12.0, 13.0, 21.0)
"""Hours of the day at which a day that may be abandoned is looked at."""
HOPELESS: Final = 9.0
"""Distance from which on a day is abandoned: one quantity three scales off."""
WITNESS_ARRIVAL: Final = (8.0, 10.0)
"""When people like the witness come, h: 15 to 17 h before passing at 01:00 (account 21)."""
WITNESS_PASSES: Final = 25.0
"""When the witness passes, h (account 21)."""
LATE: Final = 23.0
"""Whoever passes from then on and came before noon has stood through the evening, h."""
NOON: Final = 12.0


def whole_day(run: PlannedRun) -> dict[str, Any]:
    """Run a day and measure it."""
    return _day(run, looks=())


def day_or_part(run: PlannedRun) -> dict[str, Any]:
    """Run a day and measure it; end a hopeless one early, with what is then known."""
    return _day(run, looks=LOOKS)


def _day(run: PlannedRun, *, looks: tuple[float, ...]) -> dict[str, Any]:
    from gatecrush.model.crossing import BorderCrossing

    from .runner import SECONDS_PER_STEP

    began, scenario = time.process_time(), run.scenario
    model = BorderCrossing(
        scenario,
        rng=run.seed,
        replication=run.replication,
        seconds_per_step=SECONDS_PER_STEP,
    )
    abandoned_at, end = math.nan, scenario.run.end
    for hour in [*(look for look in looks if look < end), end]:
        model.run_until(hour)
        quantities = quantities_of(model.record, end=end)
        if hour < end and certain_distance(quantities, hour) >= HOPELESS:
            abandoned_at, quantities = hour, known_by(quantities, hour)
            break
    values = {key: value for key, value in scenario.flat().items() if not isinstance(value, tuple)}
    return {
        "seed": run.seed,
        "replication": run.replication,
        "abandoned_at": abandoned_at,
        "cpu_seconds": time.process_time() - began,
        **quantities,
        **values,
    }


def is_abandoned_rightly(row: Mapping[str, Any]) -> bool:
    """Tell whether a day that ended early is hopeless by the targets of today."""
    quantities = {name: float(row[name]) for name in QUANTITIES}
    return certain_distance(quantities, float(row["abandoned_at"])) >= HOPELESS


@cache
def measured_by() -> str:
    """Return a hash of this file: days measured in another way are not the same outcomes."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]


def quantities_of(record: Record, *, end: float) -> Quantities:
    """Measure the quantities of TARGETS in the record of a day.

    Args:
        record: record of the day, or of its first part.
        end: hour at which the day ends: the onset of a day without one.
    """
    summary, series, people = record.summary.iloc[0], record.series, record.people
    found = {name: float(summary[name]) for name in QUANTITIES if name in summary.index}
    if math.isnan(found["onset_time"]):
        found["onset_time"] = end
    surge, rest = series["gate_load_surge"].to_numpy(), series["gate_load_rest"].to_numpy()
    time = series["time"].to_numpy()
    arrival, passing = people["arrival_time"].to_numpy(), people["admission_time"].to_numpy()
    in_line = (people["kind"] != "family").to_numpy()
    stood = in_line & (arrival < NOON) & (passing >= LATE)
    near = people["time_within_5_m"].to_numpy()[stood]
    found["surge_ratio"] = surge_ratio(time, surge, rest, EVENING)
    found["hours_within_5_m"] = float(np.median(near)) if len(near) else math.nan
    exit_time = people["exit_time"].to_numpy()
    found |= _of_witness(arrival[in_line], passing[in_line], exit_time[in_line])
    return {name: found[name] for name in QUANTITIES}


def _of_witness(arrival: Floats, passing: Floats, gone: Floats) -> Quantities:
    """Measure what became of people who came when the witness came; times in h, NaN: not yet."""
    gone = np.where(np.isnan(gone), math.inf, gone)
    like = (arrival >= WITNESS_ARRIVAL[0]) & (arrival < WITNESS_ARRIVAL[1])
    if not like.any():
        return dict.fromkeys(("ahead_of_witness", "overtaken_by_witness", "witness_chance"), np.nan)
    ahead = np.array([np.sum((arrival < at) & (gone > at)) for at in arrival[like]])
    chance = float(np.mean(passing[like] <= WITNESS_PASSES))
    about = np.abs(passing[like] - WITNESS_PASSES) <= 1.0
    gained = [
        there - np.sum((gone > came) & (gone < passed))
        for there, came, passed in zip(
            ahead[about], arrival[like][about], passing[like][about], strict=True
        )
    ]
    return {
        "ahead_of_witness": float(ahead.mean()),
        "overtaken_by_witness": float(np.mean(gained)) if gained else math.nan,
        "witness_chance": chance,
    }
