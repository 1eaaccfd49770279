"""How large a difference is between days with the same random numbers, in the units of its spread.

With d the differences day by day: Cohen's dz = mean d / sd d; the probability of superiority is the
share of days with d > 0, ties by half; Cliff's delta = P(x > y) - P(x < y) over all pairs of days.
"""

from __future__ import annotations

import math

import numpy as np

from gatecrush.model.arrays import Floats

from .intervals import CONFIDENCE, UNKNOWN, Estimate

BOOTSTRAPS = 5000


def differences(values: Floats, baseline: Floats) -> Floats:
    """Return the differences day by day, without days on which either is not known.

    Args:
        values: one value a replication, shape (n,).
        baseline: values of the same replications, shape (n,).

    Raises:
        ValueError: they are not of one length.
    """
    found = np.asarray(values, np.float64), np.asarray(baseline, np.float64)
    if found[0].shape != found[1].shape:
        raise ValueError("values and baseline must be of the same days")
    difference = found[0] - found[1]
    return difference[np.isfinite(difference)]


def mean_difference(values: Floats, baseline: Floats, *, seed: int = 0) -> Estimate:
    """Return the mean of the differences day by day with its bootstrap interval (BCa).

    Unlike Student's t it does not take the differences to be normal.

    Source: Efron 1987 (bias-corrected and accelerated bootstrap).
    """
    from scipy import stats

    difference = differences(values, baseline)
    if len(difference) < 2:
        return UNKNOWN
    mean = float(difference.mean())
    if np.ptp(difference) == 0.0:
        return Estimate(mean, mean, mean)
    found = stats.bootstrap(
        (difference,),
        np.mean,
        n_resamples=BOOTSTRAPS,
        confidence_level=CONFIDENCE,
        method="BCa",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return Estimate(mean, float(found.low), float(found.high))


def cohens_dz(values: Floats, baseline: Floats) -> float:
    """Return Cohen's dz, mean d / sd d of the differences day by day (NaN: fewer than two days).

    It is infinite if all days differ alike, and 0 if none does.

    Source: Cohen 1988; Lakens 2013 (dz for paired designs).
    """
    difference = differences(values, baseline)
    if len(difference) < 2:
        return math.nan
    mean, spread = float(difference.mean()), float(difference.std(ddof=1))
    if spread == 0.0:
        return math.copysign(math.inf, mean) if mean else 0.0
    return mean / spread


def probability_of_superiority(values: Floats, baseline: Floats) -> Estimate:
    """Return the share of days with a larger value than the baseline's, with its Wilson interval.

    Ties count by half; 1/2 means that neither is larger more often. The interval takes the days as
    independent trials.

    Source: Grissom and Kim 2012 (paired data); Wilson 1927.
    """
    from scipy import stats

    difference = differences(values, baseline)
    n = len(difference)
    if n == 0:
        return UNKNOWN
    won = float((difference > 0).sum() + 0.5 * (difference == 0).sum())
    z = float(stats.norm.ppf(0.5 + CONFIDENCE / 2))
    middle = (won + z * z / 2) / (n + z * z)
    reach = z / (n + z * z) * math.sqrt(won * (n - won) / n + z * z / 4)
    return Estimate(won / n, middle - reach, middle + reach)


def cliffs_delta(values: Floats, baseline: Floats) -> float:
    """Return Cliff's delta, P(x > y) - P(x < y) over all pairs of days: -1 to 1, 0 if alike.

    It does not use that days are paired, and so says how far the two spreads overlap.

    Source: Cliff 1993.
    """
    x, y = (np.asarray(each, np.float64) for each in (values, baseline))
    x, y = x[np.isfinite(x)], y[np.isfinite(y)]
    if not len(x) or not len(y):
        return math.nan
    return float(np.sign(x[:, None] - y[None, :]).mean())
