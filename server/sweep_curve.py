"""The curve of a sweep: its runs, their means with intervals, and the tipping point.

Runs are read once each; means, intervals and tipping point are those of the experiments.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final

import numpy as np

from gatecrush.experiments.comparison import compared
from gatecrush.experiments.outcomes import outcome
from gatecrush.experiments.sweep_folder import SweepFolder
from gatecrush.model.quantities import Quantity

OUTCOMES: Final = (
    "collapsed", "press_share_evening", "onset_time", "out_of_turn_share",
    "gate_load_peak_evening", "gate_failed", "force_dose_share", "wait_mean", "admitted",
)  # fmt: skip
"""What may stand on the axis upwards."""
MOST_DOTS: Final = 4000
"""Dots drawn at most; all runs count in the means."""
LINE_POINTS: Final = 80

Rows = dict[str, dict[str, Any]]
"""Runs by key."""


def read_runs(place: Path, factor: str, known: Rows) -> Rows:
    """Return the runs of a folder that are not known yet.

    Raises:
        DamagedRunError: a file cannot be read.
    """
    store = SweepFolder(place).store
    kept = ("key", "code", "replication", "cpu_seconds", factor, *OUTCOMES)
    new: Rows = {}
    for key in store.stored_keys():
        if key not in known:
            row = store.row(key)
            new[key] = {name: _plain(row.get(name)) for name in kept}
    return new


def curve(factor: Quantity, name: str, rows: Rows) -> dict[str, Any]:
    """Return dots, means and axes for an outcome.

    Args:
        factor: the parameter on the axis across.
        name: the outcome.
        rows: the runs.
    """
    what = outcome(name)
    return {
        "outcome": name,
        "across": f"{factor.name}{f' ({factor.unit})' if factor.unit_spoken else ''}",
        "meaning": what.meaning,
        "title": what.words,
        "up": what.label,
        "is_flag": what.is_flag,
        "is_share": what.is_flag or "share" in name,
        "is_clock": name == "onset_time",
        "dots": _dots(factor.name, name, rows),
        "means": _means(factor.name, name, rows),
        "runs": len(rows),
    }


def _dots(factor: str, name: str, rows: Rows) -> list[list[Any]]:
    """Return x, y, replication and key of the runs; y is None where there is no value."""
    shown = sorted(rows.values(), key=lambda row: (row["replication"], row[factor]))[:MOST_DOTS]
    return [
        [float(row[factor]), _finite(row[name]), row["replication"], row["key"]] for row in shown
    ]


def _means(factor: str, name: str, rows: Rows) -> list[list[float | None]]:
    """Return x, mean, low and high of its 95 % interval, and the days that count, a row a point."""
    import pandas as pd

    if not rows:
        return []
    runs = pd.DataFrame(list(rows.values()))
    table = compared(runs.assign(point=runs[factor], baseline=False), [factor], [name])
    columns = [factor, "mean", "mean_low", "mean_high", "known"]
    return [[_finite(value) for value in row] for row in table[columns].to_numpy(float)]


def tipping(factor: str, rows: Rows) -> dict[str, Any] | None:
    """Return where half the days collapse, with interval and fitted line; None if nowhere.

    Slow (replications are resampled), so for another process.
    """
    import pandas as pd

    from gatecrush.experiments.tipping import tipping_of

    runs = pd.DataFrame(list(rows.values()))
    found, line = tipping_of(runs, factor)
    if line is None or not math.isfinite(found.value):
        return None
    fine = np.linspace(runs[factor].min(), runs[factor].max(), LINE_POINTS)
    return {
        **{name: _finite(getattr(found, name)) for name in ("value", "low", "high")},
        "line": np.stack([fine, line.probability(fine)], axis=1).tolist(),
    }


def _finite(value: Any) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
