"""Outcomes at the points of a design: distribution over days, mean, and difference from a baseline.

Differences are taken day by day between runs with the same random numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gatecrush.model.arrays import Floats

from ..days.outcomes import outcome
from . import intervals
from .intervals import Estimate

if TYPE_CHECKING:
    import pandas as pd


def compared(runs: pd.DataFrame, labels: Sequence[str], outcomes: Sequence[str]) -> pd.DataFrame:
    """Return a row for each point and outcome.

    Columns: labels, outcome, unit, runs, known (runs with a value), mean with its 95 % interval,
    median, 5 % and 95 % of days, and the paired difference from the baseline with its interval.
    The interval of a yes-or-no outcome is Wilson's.

    Args:
        runs: a row a run, with columns ``point``, ``baseline``, ``replication`` and labels.
        labels: columns that name a point.
        outcomes: columns to compare.
    """
    import pandas as pd

    base = runs[runs["baseline"]].drop_duplicates("replication").set_index("replication")
    rows = []
    for _, days in runs.groupby("point", sort=True):
        named = {label: days[label].iloc[0] for label in labels}
        for name in outcomes:
            paired = base[name].reindex(days["replication"]) if len(base) else None
            difference = (
                intervals.UNKNOWN
                if paired is None or days["baseline"].iloc[0]
                else intervals.paired_difference(numbers(days[name]), numbers(paired))
            )
            rows.append({**named, **_distribution(days[name], name), **_named(difference)})
    return pd.DataFrame(rows)


def numbers(column: pd.Series[Any]) -> Floats:
    """Return a column as numbers, yes and no as 1 and 0, NaN where there is no value."""
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))


def _distribution(column: pd.Series[Any], name: str) -> dict[str, Any]:
    values = numbers(column)
    known = values[np.isfinite(values)]
    if outcome(name).is_flag:
        center = intervals.share(int(known.sum()), len(known))
    else:
        center = intervals.mean(known)
    low, median, high = np.quantile(known, [0.05, 0.5, 0.95]) if len(known) else 3 * [np.nan]
    return {
        "outcome": name,
        "unit": outcome(name).unit,
        "runs": len(values),
        "known": len(known),
        "mean": center.value,
        "mean_low": center.low,
        "mean_high": center.high,
        "q05": low,
        "median": median,
        "q95": high,
    }


def _named(difference: Estimate) -> dict[str, float]:
    return {
        "difference": difference.value,
        "difference_low": difference.low,
        "difference_high": difference.high,
    }


def readable(table: pd.DataFrame, labels: Sequence[str], *, differences: bool = False) -> str:
    """Return a table of ``compared`` for people: points down, outcomes across.

    Each cell holds the mean with its interval; with ``differences``, those from the baseline,
    whose own row keeps its means.
    """
    cells = table.assign(
        cell=[_cell(row, differences=differences) for row in table.to_dict("records")],
        outcome=[
            name if unit == "-" else f"{name} ({unit})"
            for name, unit in zip(table["outcome"], table["unit"], strict=True)
        ],
    )
    order = list(dict.fromkeys(cells["outcome"]))
    wide = cells.pivot_table(
        index=list(labels), columns="outcome", values="cell", aggfunc="first", sort=False
    )
    wide.insert(0, "runs", table.groupby(list(labels), sort=False)["runs"].first())
    shown = wide[["runs", *order]].reset_index()
    shown.columns.name = None
    return str(shown.to_string(index=False))


def _cell(row: dict[str, Any], *, differences: bool) -> str:
    of, shape = "mean", ".3g"
    if differences and np.isfinite(row["difference"]):
        of, shape = "difference", "+.3g"
    value, low, high = (row[of + part] for part in ("", "_low", "_high"))
    return f"{value:{shape}} [{low:{shape}}, {high:{shape}}]"
