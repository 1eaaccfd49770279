"""The tipping point: where the probability of collapse passes one half.

Logistic curve P(x) = 1 / (1 + exp(-(a + b x))), tipping point -a/b, fitted by maximum likelihood
with Jeffreys' penalty 1/2 ln det I(a, b), which keeps it finite when no point has both outcomes.
The same replications run at every point, so the points are not independent: the interval comes
from resampling replications, not single runs.

Sources: Firth 1993 (penalty); Efron 1979 (bootstrap).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.special import expit

from gatecrush.model.arrays import Floats

from .comparison import numbers
from .intervals import UNKNOWN, Estimate, bootstrap_range

if TYPE_CHECKING:
    import pandas as pd

RESAMPLES: Final = 1000
STEPS: Final = 200
"""Most steps of Fisher's scoring."""
LONGEST_STEP: Final = 1.0


class LogisticCurve(NamedTuple):
    """Probability of collapse against x."""

    intercept: float
    slope: float

    @property
    def tipping(self) -> float:
        """The x at which the probability is one half; NaN where it does not rise."""
        return -self.intercept / self.slope if self.slope > 1e-9 else math.nan

    def at(self, share: float) -> float:
        """Return the x at which the probability is a share; NaN where it does not rise."""
        return self.tipping + math.log(share / (1 - share)) / self.slope if self.slope else math.nan

    def probability(self, x: Floats) -> Floats:
        """Return the probability at each x."""
        return np.asarray(expit(self.intercept + self.slope * x))


def fit_logistic(x: Floats, collapsed: Floats, runs: Floats) -> LogisticCurve:
    """Fit the curve to numbers of collapsed runs.

    Args:
        x: the factor at each point, shape (n,).
        collapsed: runs that collapsed there, shape (n,).
        runs: runs there, shape (n,).
    """
    center, scale = float(np.mean(x)), float(np.std(x)) or 1.0
    design = np.stack([np.ones(len(x)), (x - center) / scale])
    parameters = np.zeros(2)
    for _ in range(STEPS):
        p = expit(parameters @ design)
        weight = runs * p * (1.0 - p)
        information = (design * weight) @ design.T + 1e-9 * np.eye(2)
        leverage = weight * np.sum(design * np.linalg.solve(information, design), axis=0)
        score = design @ (collapsed - runs * p + leverage * (0.5 - p))
        step = np.linalg.solve(information, score)
        step *= min(1.0, LONGEST_STEP / max(1e-12, float(np.abs(step).max())))
        parameters = parameters + step
        if np.abs(step).max() < 1e-8:
            break
    slope = float(parameters[1]) / scale
    return LogisticCurve(float(parameters[0]) - slope * center, slope)


def tipping_point(x: Floats, collapsed: Floats, *, seed: int = 0) -> tuple[Estimate, LogisticCurve]:
    """Return the tipping point with its 95 % interval, and the curve.

    Args:
        x: the factor at each point, shape (points,).
        collapsed: 1 collapsed, 0 not, NaN not run; shape (points, replications).
        seed: of the resampling.

    Returns:
        The estimate, NaN if it is not among the factors run, and the curve. An interval that
        reaches the first or last factor goes on beyond it.
    """
    curve, replications = _fit(x, collapsed), collapsed.shape[1]
    first, last = float(x.min()), float(x.max())
    if not first <= curve.tipping <= last:
        return UNKNOWN, curve
    if replications == 1:
        return Estimate(curve.tipping, math.nan, math.nan), curve
    rng = np.random.default_rng(seed)
    again = [
        _fit(x, collapsed[:, rng.integers(replications, size=replications)]).tipping
        for _ in range(RESAMPLES)
    ]
    inside = np.clip(np.nan_to_num(again, nan=last), first, last)
    return Estimate(curve.tipping, *bootstrap_range(inside, replications)), curve


def tipping_of(
    runs: pd.DataFrame, name: str, outcome: str = "collapsed"
) -> tuple[Estimate, LogisticCurve | None]:
    """Return where it is so on half the days along a factor: as a rule, that they collapse.

    Replications are resampled, not single runs, as they share random numbers. Days of which it is
    not known are left out.
    """
    known = runs.assign(**{outcome: numbers(runs[outcome])}).dropna(subset=outcome)
    if known[name].nunique() < 2:
        return UNKNOWN, None
    wide = known.pivot_table(index=name, columns="replication", values=outcome, aggfunc="max")
    return tipping_point(wide.index.to_numpy(float), wide.to_numpy(float))


def _fit(x: Floats, collapsed: Floats) -> LogisticCurve:
    runs = np.isfinite(collapsed).sum(axis=1)
    return fit_logistic(x[runs > 0], np.nansum(collapsed, axis=1)[runs > 0], runs[runs > 0])
