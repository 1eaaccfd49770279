"""How the numbers of a day spread over many: least, quartiles and most, by quarters of an hour.

A day whose order breaks is stopped, so at later hours only those count that were still going on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gatecrush.experiments.glances.glanced_day import QUARTERS_AN_HOUR, GlancedDay
from gatecrush.experiments.statistics.verdict import FEW

SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
DIGITS: Final = 3


def spreads(days: Sequence[GlancedDay], start: float, until: float) -> dict[str, Any]:
    """Return how the numbers of days spread; nothing below ten days.

    Args:
        days: those that are over.
        start: hour at which they begin, h.
        until: hour at which those were stopped that kept their order, h.

    Returns:
        ``hours``, on the quarter; ``days`` that were going on then; and for each number, at each
        hour, least, lower quartile, median, upper quartile and most, or None below ten days.
    """
    if len(days) < FEW:
        return {}
    first = int(start * QUARTERS_AN_HOUR) + 1
    hours = np.arange(first, int(until * QUARTERS_AN_HOUR) + 1) / QUARTERS_AN_HOUR
    tables = np.stack([_table(day, hours) for day in days])
    waiting, admitted, press, load = np.moveaxis(tables, 2, 0)
    found = {
        "waiting": waiting, "admitted": admitted, "press_share": press,
        "gate_load": _worst_of_an_hour(load),
    }  # fmt: skip
    return {
        "of": len(days), "until": until, "hours": hours.tolist(),
        "days": np.isfinite(waiting).sum(axis=0).tolist(),
        **{name: [_spread(at) for at in table.T] for name, table in found.items()},
    }  # fmt: skip


def _table(day: GlancedDay, hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the numbers of a day at each hour, NaN where there are none."""
    table = np.full((len(hours), 4), np.nan)
    for quarter in day.quarters:
        at = round((quarter.hour - hours[0]) * QUARTERS_AN_HOUR) if len(hours) else -1
        if 0 <= at < len(hours) and abs(hours[at] - quarter.hour) < 1e-6:
            share = np.nan if quarter.press_share is None else quarter.press_share
            table[at] = quarter.waiting, quarter.admitted, share, quarter.load
    return table


def _worst_of_an_hour(load: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the worst load of the hour that ends at each hour, or of what there is of it."""
    worst = load.copy()
    for back in range(1, QUARTERS_AN_HOUR):
        worst[:, back:] = np.where(
            np.isnan(worst[:, back:]), np.nan, np.fmax(worst[:, back:], load[:, :-back])
        )
    return worst


def _spread(values: NDArray[np.float64]) -> list[float] | None:
    known = values[np.isfinite(values)]
    if len(known) < FEW:
        return None
    return [round(float(each), DIGITS) for each in np.quantile(known, SHARES)]
