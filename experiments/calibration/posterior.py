"""What an ensemble says of the parameters: how far each is narrowed, and which trade off.

All is reckoned in shares of the prior's ranges (0: the low end, 1: the high end), where the prior
is uniform whatever the parameter. Members have weights; tests use their effective number.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy import stats

from gatecrush.model.arrays import Floats

from .proposal import effective_number, scores
from .ranges import RANGES, Range

if TYPE_CHECKING:
    import pandas as pd

CERTAINTY: Final = 0.05
"""Probability that chance alone makes any statement of a family of tests (Bonferroni)."""


class Narrowing(NamedTuple):
    """What the members say of one parameter."""

    parameter: str
    low: float
    """5 % of them lie below, as a share of the range."""
    middle: float
    high: float
    """5 % of them lie above, as a share of the range."""
    width: float
    """(high - low) / 0.9: 1 if the account says nothing."""
    p: float
    """Probability of such a departure from uniform by chance (Kolmogorov-Smirnov)."""
    is_narrowed: bool


class RankCorrelation(NamedTuple):
    """How two parameters go together over members."""

    first: str
    second: str
    rho: float
    p: float
    is_certain: bool


def shares_and_weights(
    members: pd.DataFrame, ranges: Sequence[Range] = RANGES
) -> tuple[dict[str, Floats], Floats]:
    """Return each parameter's values as shares of its range, and the members' weights."""
    weights = members["weight"].to_numpy(float)
    found = {
        each.parameter: np.clip(each.share_below(members[each.parameter].to_numpy(float)), 0, 1)
        for each in ranges
        if each.parameter in members
    }
    return found, weights / weights.sum()


def quantile(values: Floats, weights: Floats, share: float) -> float:
    """Return the value below which a share of the weight lies, between members interpolated."""
    order = np.argsort(values)
    middle = np.cumsum(weights[order]) - 0.5 * weights[order]
    return float(np.interp(share, middle, values[order]))


def narrowings(shares: Mapping[str, Floats], weights: Floats) -> list[Narrowing]:
    """Compare members with the prior, parameter by parameter (Kolmogorov-Smirnov).

    Args:
        shares: each parameter's values as shares of its range, shape (n,).
        weights: the members' weights, which sum to 1, shape (n,).
    """
    found = []
    for name, values in shares.items():
        low, middle, high = (quantile(values, weights, each) for each in (0.05, 0.5, 0.95))
        p = departure(values, weights)
        narrow = p < CERTAINTY / len(shares)
        found.append(Narrowing(name, low, middle, high, (high - low) / 0.9, p, narrow))
    return found


def departure(values: Floats, weights: Floats) -> float:
    """Return the probability of such a departure from uniform by chance."""
    order = np.argsort(values)
    above = np.cumsum(weights[order])
    off = np.maximum(above - values[order], values[order] - above + weights[order]).max()
    return float(stats.kstwo.sf(off, max(1, round(effective_number(weights)))))


def trade_offs(shares: Mapping[str, Floats], weights: Floats) -> list[RankCorrelation]:
    """Return the correlations between parameters among members, strongest first.

    Of normal scores, weighted; p by Fisher's transformation at the effective number. Negative: more
    of one can be made up for by less of the other.
    """
    names = list(shares)
    z = np.stack([scores(np.clip(shares[name], 1e-3, 1 - 1e-3)) for name in names])
    correlation = _correlation(z, weights)
    n = effective_number(weights)
    pairs = list(itertools.combinations(range(len(names)), 2))
    found = []
    for a, b in pairs:
        rho = float(correlation[a, b])
        far = math.atanh(max(-0.999999, min(0.999999, rho))) * math.sqrt(max(n - 3, 0.01))
        p = float(2 * stats.norm.sf(abs(far)))
        found.append(RankCorrelation(names[a], names[b], rho, p, p < CERTAINTY / len(pairs)))
    return sorted(found, key=lambda each: -abs(each.rho))


def influences(shares: Mapping[str, Floats], distances: Floats) -> list[RankCorrelation]:
    """Return each parameter's rank correlation with the distance from the account, strongest first.

    Over settings that fill the ranges evenly, as those of the first round. Only what is monotonic
    shows: an optimum inside of the range does not.

    Args:
        shares: each parameter's values as shares of its range, shape (n,).
        distances: distance of each setting, infinite if its day was cut short, shape (n,).
    """
    ranks = stats.rankdata(distances)
    found = []
    for name, values in shares.items():
        rho, p = stats.spearmanr(values, ranks)
        certain = bool(p < CERTAINTY / len(shares))
        found.append(RankCorrelation(name, "distance", float(rho), float(p), certain))
    return sorted(found, key=lambda each: -abs(each.rho))


def _correlation(z: Floats, weights: Floats) -> Floats:
    """Return the weighted correlations of rows, shape (d, n) to (d, d)."""
    off = z - (z @ weights)[:, None]
    covariance = np.asarray((off * weights) @ off.T)
    deviation = np.sqrt(np.maximum(np.diag(covariance), 1e-300))
    return np.asarray(covariance / np.outer(deviation, deviation))
