"""The curve of a sweep: its runs, their means with intervals, and the tipping point.

Runs are read once each; means, intervals and tipping point are those of the experiments.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final

import numpy as np

from gatecrush.experiments.days.outcomes import outcome
from gatecrush.experiments.days.summary_row import unboxed
from gatecrush.experiments.statistics.comparison import compared
from gatecrush.experiments.sweeps.folder import SweepFolder
from gatecrush.model.record.columns import FLAG, Column
from gatecrush.model.scenario.quantities import Quantity

BROKE: Final = Column("broke", "-", FLAG, "Whether the order breaks: more than half of those near "
                      "the gate press for ten minutes, at any hour",
                      "Days on which the order breaks")  # fmt: skip
"""An onset, as the other pages tell it; a stored run holds its hour."""
OUTCOMES: Final = (
    BROKE.name, "collapsed", "press_share_evening", "onset_time", "out_of_turn_share",
    "gate_load_peak_evening", "gate_failed", "force_dose_share", "wait_mean", "admitted",
)  # fmt: skip
"""What may stand on the axis upwards."""
TIPPING: Final = {"broke": "the order breaks on half of the days", "collapsed": "they press all "
                  "evening on half of the days"}  # fmt: skip
"""Outcomes of which a tipping point is looked for, and what it says."""
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
            new[key] = {name: unboxed(row.get(name)) for name in kept}
            new[key]["broke"] = _finite(new[key]["onset_time"]) is not None
    return new


def declared(name: str) -> Column:
    """Return how an outcome is declared: unit, meaning, and what it is called."""
    return BROKE if name == BROKE.name else outcome(name)


def curve(factor: Quantity, name: str, rows: Rows) -> dict[str, Any]:
    """Return dots, means and axes for an outcome.

    Args:
        factor: the parameter on the axis across.
        name: the outcome.
        rows: the runs.
    """
    what = declared(name)
    return {
        "outcome": name,
        "across": f"{factor.name}{f' ({factor.unit})' if factor.unit_spoken else ''}",
        "meaning": what.meaning,
        "title": what.words,
        "has_fit": name in TIPPING,
        "tipping": TIPPING.get(name, TIPPING["broke"]),
        "up": what.label,
        "is_flag": what.is_flag,
        "is_share": what.is_flag or "share" in name,
        "is_clock": name.endswith("_time"),
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
    # A day on which the order breaks is counted as one on which they press all evening is.
    counted = runs.assign(point=runs[factor], baseline=False)
    if name == BROKE.name:
        counted, name = counted.assign(collapsed=runs[name]), "collapsed"
    table = compared(counted, [factor], [name])
    columns = [factor, "mean", "mean_low", "mean_high", "known"]
    return [[_finite(value) for value in row] for row in table[columns].to_numpy(float)]


def tipping(factor: str, name: str, rows: Rows) -> dict[str, Any] | None:
    """Return where it is so on half the days, with interval and fitted line; None if nowhere.

    Slow (replications are resampled), so for another process. Days of which it is not known do
    not count.

    Args:
        factor: what is varied.
        name: a flag, of TIPPING.
        rows: the runs.
    """
    import pandas as pd

    from gatecrush.experiments.statistics.tipping import tipping_of

    runs = pd.DataFrame(list(rows.values()))
    found, line = tipping_of(runs, factor, name)
    if line is None or not math.isfinite(found.value):
        return None
    fine = np.linspace(runs[factor].min(), runs[factor].max(), LINE_POINTS)
    return {
        **{name: _finite(getattr(found, name)) for name in ("value", "low", "high")},
        "line": np.stack([fine, line.probability(fine)], axis=1).tolist(),
    }


def _finite(value: Any) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None
