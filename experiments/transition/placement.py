"""Where the next runs tell most about the tipping point.

The probability of collapse is taken to rise as a logistic curve, P(x) = 1 / (1 + exp(-(a + b x))).
Two places tell most of its two parameters: where P is 0.176 and where it is 0.824. While the slope
is not known, runs go where collapse begins: between the highest x without and the lowest with one.

The x of a run depends on earlier outcomes. The likelihood does not mind, so fit and interval hold;
but means over such days are means over days that were chosen, and must not be taken.

Sources: Abdelbasit and Plackett 1983 (D-optimal points); Venzon and Moolgavkar 1988 (profile
likelihood); Firth 1993 (penalty).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from scipy import optimize

from gatecrush.model.arrays import Floats

from ..statistics.intervals import UNKNOWN, Estimate
from ..statistics.tipping import LogisticCurve, fit_logistic

BATCH: Final = 8
"""Runs placed at a time; the same whatever the number of processes."""
TELLING: Final = (0.176, 0.824)
"""Probabilities of collapse where a run tells most."""
GOLDEN: Final = 0.6180339887498949
NARROW: Final = 3.841
"""The 95 % point of chi-squared with one degree of freedom."""


def next_batch(x: Floats, collapsed: Floats, *, low: float, high: float) -> Floats:
    """Return where the next runs are placed, shape (BATCH,).

    Args:
        x: where runs were placed so far, shape (n,).
        collapsed: 1 collapsed, 0 not, NaN failed; shape (n,).
        low: lowest x allowed.
        high: highest x allowed.
    """
    known = np.isfinite(collapsed)
    if not known.any():
        return _rounded(low + (high - low) * (np.arange(BATCH) + 0.5) / BATCH)
    x, collapsed = x[known], collapsed[known]
    begin, end = _bracket(x, collapsed, low, high)
    spread = np.modf(GOLDEN * (len(x) + np.arange(BATCH)))[0]
    curve = fit(x, collapsed)
    if begin < end or not low < curve.tipping < high:  # no overlap yet: the slope is not known
        begin, end = min(begin, end), max(begin, end)
        return _rounded(begin + (end - begin) * spread)
    centers = np.array([(math.log(p / (1 - p)) - curve.intercept) / curve.slope for p in TELLING])
    width = 0.3 * (centers[1] - centers[0])
    places = centers[np.arange(BATCH) % 2] + width * (spread - 0.5)
    return _rounded(np.clip(places, low, high))


def _bracket(x: Floats, collapsed: Floats, low: float, high: float) -> tuple[float, float]:
    """Return the highest x without a collapse and the lowest with one."""
    kept, lost = x[collapsed == 0], x[collapsed == 1]
    return float(kept.max()) if len(kept) else low, float(lost.min()) if len(lost) else high


def _rounded(values: Floats) -> Floats:
    """Cut to four digits, so that a run can be written down and repeated."""
    return np.array([float(f"{value:.4g}") for value in values])


def fit(x: Floats, collapsed: Floats) -> LogisticCurve:
    """Return the curve fitted to single runs.

    Args:
        x: where each was placed, shape (n,).
        collapsed: 1 collapsed, 0 not; shape (n,).
    """
    places, at = np.unique(x, return_inverse=True)
    runs = np.bincount(at).astype(float)
    if len(places) < 2:
        return LogisticCurve(0.0, 0.0)
    return fit_logistic(places, np.bincount(at, weights=collapsed), runs)


def profile_interval(x: Floats, collapsed: Floats, *, low: float, high: float) -> Estimate:
    """Return the tipping point with its 95 % interval by profile likelihood.

    Args:
        x: where runs were placed, shape (n,).
        collapsed: 1 collapsed, 0 not, NaN failed; shape (n,).
        low: lowest x; an interval that reaches it goes on beyond it.
        high: highest x; likewise.

    Returns:
        The estimate, UNKNOWN if no tipping point lies between low and high.
    """
    known = np.isfinite(collapsed)
    x, collapsed = x[known], collapsed[known]
    if len(np.unique(collapsed)) < 2:
        return UNKNOWN
    curve = fit(x, collapsed)
    if not low <= curve.tipping <= high:
        return UNKNOWN
    scale = high - low
    best = _log_likelihood(x, collapsed, curve.tipping, curve.slope)

    def excess(tipping: float) -> float:
        return 2.0 * (best - _profile(x, collapsed, tipping, curve.slope, scale)) - NARROW

    ends = []
    for end in (low, high):
        ends.append(float(optimize.brentq(excess, curve.tipping, end)) if excess(end) > 0 else end)
    return Estimate(curve.tipping, *ends)


def _profile(x: Floats, collapsed: Floats, tipping: float, slope: float, scale: float) -> float:
    """Return the largest penalized log likelihood with the tipping point held."""

    def loss(log_slope: float) -> float:
        return -_log_likelihood(x, collapsed, tipping, math.exp(log_slope))

    bounds = (math.log(0.1 / scale), math.log(max(1e4 / scale, 10 * slope)))
    found = optimize.minimize_scalar(loss, bounds=bounds, method="bounded")
    return -float(found.fun)


def _log_likelihood(x: Floats, collapsed: Floats, tipping: float, slope: float) -> float:
    """Return the log likelihood with Jeffreys' penalty."""
    reach = slope * (x - tipping)
    likelihood = float(np.sum(collapsed * reach - np.logaddexp(0.0, reach)))
    p = 1.0 / (1.0 + np.exp(-np.clip(reach, -700, 700)))
    weight = p * (1.0 - p)
    total, first = weight.sum(), weight @ x
    determinant = total * (weight @ x**2) - first**2
    return likelihood + 0.5 * math.log(max(float(determinant), 1e-300))
