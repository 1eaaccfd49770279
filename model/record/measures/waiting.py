"""How long people wait, how unequally, and whether their number fits: L = lambda W (Little)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...arrays import Floats


def waits(begins: Floats, ends: Floats) -> Floats:
    """Return the waits ends - begins of those who have both; the rest (NaN) still wait."""
    waited = ends - begins
    return waited[np.isfinite(waited)]


def gini(values: Floats) -> float:
    """Return the Gini coefficient, mean |x_i - x_j| / (2 mean x): 0 equal, towards 1 unequal.

    Args:
        values: non-negative values, shape (n,).

    Returns:
        The coefficient, NaN if there are no values or all are zero.
    """
    n, total = len(values), float(np.sum(values))
    if n == 0 or total <= 0.0:
        return math.nan
    weights = 2 * np.arange(1, n + 1) - n - 1
    return float(np.sum(weights * np.sort(values)) / (n * total))


def time_mean_number(entries: Floats, exits: Floats, begin: float, end: float) -> float:
    """Return the time mean of the number of people present, integrated from event to event.

    Args:
        entries: when each person came, shape (n,).
        exits: when each person went, NaN if not yet, shape (n,).
        begin: begin of the window, same unit.
        end: end of the window.
    """
    came = np.clip(entries, begin, end)
    went = np.clip(np.where(np.isnan(exits), end, exits), begin, end)
    times = np.concatenate([[begin], came, went, [end]])
    steps = np.concatenate([[0], np.ones(len(came)), -np.ones(len(went)), [0]])
    order = np.argsort(times, kind="stable")
    number = np.cumsum(steps[order])[:-1]
    return float(np.sum(number * np.diff(times[order])) / (end - begin))


class Little(NamedTuple):
    """Little's law in a finite window, boundary terms included."""

    number: float
    """L: time mean of the number of people present."""
    rate: float
    """lambda: people seen in the window per time."""
    sojourn: float
    """W: mean time they spend inside the window."""

    @property
    def gap(self) -> float:
        """Relative error (L - lambda W) / (lambda W)."""
        expected = self.rate * self.sojourn
        return (self.number - expected) / expected if expected > 0 else math.nan


def little(
    entries: Floats, exits: Floats, begin: float, end: float, *, number: float | None = None
) -> Little:
    """Return L, lambda and W of a window; people there at its edges count with their part in it.

    With these boundary terms the law is an identity at any load, growing crowds included: any gap
    is an error of the books.

    Args:
        entries: when each person came, shape (n,).
        exits: when each person went, NaN if not yet, shape (n,).
        begin: begin of the window, same unit.
        end: end of the window.
        number: L as counted on the site, from another source; otherwise from the events.
    """
    spent = np.minimum(np.where(np.isnan(exits), np.inf, exits), end) - np.maximum(entries, begin)
    spent = spent[spent > 0]
    if number is None:
        number = time_mean_number(entries, exits, begin, end)
    mean = float(spent.mean()) if len(spent) else math.nan
    return Little(number, len(spent) / (end - begin), mean)
