"""Intervals: what a handful of days says about all days, at 95 %.

Shares: Wilson. Means and paired differences: Student's t. Variances and discrimination: percentiles
of the bootstrap.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Final, NamedTuple

import numpy as np

from gatecrush.model.arrays import Floats

CONFIDENCE: Final = 0.95
BOOTSTRAPS: Final = 2000
FEWEST: Final = 5
"""Days of each kind below which it is not said how well a sign tells them apart."""


class Estimate(NamedTuple):
    """A value with the interval it is known to."""

    value: float
    low: float
    high: float


UNKNOWN: Final = Estimate(math.nan, math.nan, math.nan)


def share(successes: int, trials: int) -> Estimate:
    """Return a probability from ``successes`` of ``trials`` with its Wilson interval.

    Written out: whoever wants no more than this should not wait a second for scipy.

    Source: Wilson 1927.
    """
    if trials == 0:
        return UNKNOWN
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials}: must be 0 to {trials}")
    p, z = successes / trials, NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
    center = p + z**2 / (2 * trials)
    reach = z * math.sqrt(p * (1 - p) / trials + z**2 / (4 * trials**2))
    low, high = (each / (1 + z**2 / trials) for each in (center - reach, center + reach))
    return Estimate(p, low if successes else 0.0, high if successes < trials else 1.0)


def mean(values: Floats) -> Estimate:
    """Return the mean of independent values with its t interval; NaN are left out."""
    from scipy import stats

    known = np.asarray(values, dtype=np.float64)
    known = known[np.isfinite(known)]
    if len(known) == 0:
        return UNKNOWN
    center = float(known.mean())
    if len(known) == 1:
        return Estimate(center, math.nan, math.nan)
    reach = stats.t.ppf(0.5 + CONFIDENCE / 2, len(known) - 1) * stats.sem(known)
    return Estimate(center, center - float(reach), center + float(reach))


def paired_difference(values: Floats, baseline: Floats) -> Estimate:
    """Return the mean difference of values from the baseline, pair by pair, with its t interval.

    Args:
        values: one value a replication, shape (n,).
        baseline: values of the same replications, shape (n,).
    """
    return mean(np.asarray(values, np.float64) - np.asarray(baseline, np.float64))


def variance(values: Floats, *, seed: int = 0) -> Estimate:
    """Return the variance of independent values with its bootstrap interval; NaN are left out."""
    known = np.asarray(values, dtype=np.float64)
    known = known[np.isfinite(known)]
    if len(known) < 2:
        return UNKNOWN
    rng = np.random.default_rng(seed)
    again = known[rng.integers(len(known), size=(BOOTSTRAPS, len(known)))].var(axis=1, ddof=1)
    return Estimate(float(known.var(ddof=1)), *bootstrap_range(again, len(known)))


def discrimination(values: Floats, others: Floats, *, seed: int = 0) -> Estimate:
    """Return the probability that a value of one kind of day exceeds one of another kind.

    Ties count by half: 1/2 is chance, 1 tells both apart without fail. It is the area under the
    receiver operating characteristic; its interval is that of the bootstrap, days of each kind
    resampled. Unknown with fewer than ``FEWEST`` days of either kind.

    Args:
        values: one value a day of the one kind, shape (n,).
        others: those of the other kind, shape (m,).
        seed: of the resampling.

    Source: Hanley & McNeil 1982.
    """
    n, m = len(values), len(others)
    if min(n, m) < FEWEST:
        return UNKNOWN
    larger = (1.0 + np.sign(np.subtract.outer(values, others))) / 2.0
    rng = np.random.default_rng(seed)
    rows = rng.multinomial(n, np.full(n, 1 / n), size=BOOTSTRAPS) / n
    columns = rng.multinomial(m, np.full(m, 1 / m), size=BOOTSTRAPS) / m
    again = ((rows @ larger) * columns).sum(axis=1)
    return Estimate(float(larger.mean()), *bootstrap_range(again, min(n, m)))


def bootstrap_range(resampled: Floats, n: int) -> tuple[float, float]:
    """Return the 95 % interval from resampled estimates: percentiles, widened for small samples.

    Args:
        resampled: estimates from resamples.
        n: independent values in the sample.

    Source: Hesterberg 2015 (expanded percentile interval).
    """
    from scipy import stats

    reach = math.sqrt(n / (n - 1)) * stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1)
    tail = float(stats.norm.cdf(-reach))
    low, high = np.quantile(resampled, [tail, 1.0 - tail])
    return float(low), float(high)
