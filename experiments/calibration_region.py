"""What the settings that fit have in common: how far the account narrows each parameter, and which.

All is reckoned in shares of the range searched (0: its low end, 1: its high end), where the prior
is uniform whatever the parameter.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from .calibration_target import COUNTED

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST: Final = 20
"""Fewest settings from which a region is described."""
CERTAINTY: Final = 0.05
"""Probability that chance alone makes any statement of a family of tests (Bonferroni)."""


class Region(NamedTuple):
    """The settings from which the region that fits is described."""

    chosen: Flags
    """Which rows of the table, shape (n,)."""
    name: str
    """What they have in common, in words."""


def region(table: pd.DataFrame) -> Region:
    """Return the settings that fit; if they are too few, the next best description.

    Args:
        table: a row a setting, the defaults that ship left out.
    """
    fits, fits_day = table["fits"].to_numpy(bool), table["fits_day"].to_numpy(bool)
    if fits.sum() >= FEWEST:
        return Region(fits, "settings that fit the day and the witness")
    if fits_day.sum() >= FEWEST:
        return Region(fits_day, "settings that fit the day (too few fit the witness as well)")
    finished = ~table["abandoned"].to_numpy(bool)
    count = min(FEWEST, int(finished.sum()))
    # Of equally many replications first: more of them were earned by being near.
    order = np.lexsort((table["distance"], -table["replications"], ~finished))
    chosen = np.zeros(len(table), bool)
    chosen[order[:count]] = True
    return Region(chosen, f"{count} nearest settings (too few fit)")


class Narrowing(NamedTuple):
    """What the settings that fit say of one parameter."""

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


def narrowings(shares: Mapping[str, Floats], chosen: Flags) -> list[Narrowing]:
    """Compare the settings that fit with the range searched, parameter by parameter.

    Args:
        shares: each parameter's values as shares of its range, shape (n,).
        chosen: the settings that fit, shape (n,).
    """
    found = []
    for name, values in shares.items():
        if not chosen.any():
            found.append(Narrowing(name, math.nan, math.nan, math.nan, math.nan, 1.0, False))
            continue
        low, middle, high = np.quantile(values[chosen], [0.05, 0.5, 0.95])
        p = float(stats.kstest(np.clip(values[chosen], 0, 1), "uniform").pvalue)
        width = float(high - low) / 0.9
        narrow = p < CERTAINTY / len(shares)
        found.append(Narrowing(name, float(low), float(middle), float(high), width, p, narrow))
    return found


class RankCorrelation(NamedTuple):
    """How two things go together over settings (Spearman)."""

    first: str
    second: str
    rho: float
    p: float
    is_certain: bool


def trade_offs(shares: Mapping[str, Floats], chosen: Flags) -> list[RankCorrelation]:
    """Return the rank correlations between parameters among settings that fit, strongest first.

    Negative: more of one can be made up for by less of the other.
    """
    pairs = list(itertools.combinations(shares, 2))
    found = [
        _correlation(a, b, shares[a][chosen], shares[b][chosen], tests=len(pairs)) for a, b in pairs
    ]
    return sorted(found, key=lambda each: -abs(each.rho))


def influences(
    shares: Mapping[str, Floats], distance: Floats, abandoned: Flags
) -> list[RankCorrelation]:
    """Return each parameter's rank correlation with the distance, strongest first.

    Args:
        shares: each parameter's values as shares of its range, shape (n,).
        distance: distance of each setting, shape (n,).
        abandoned: settings known only to be far, shape (n,); they rank behind all others.
    """
    behind = np.where(abandoned, 1.0 + distance.max(initial=0.0), distance)
    found = [
        _correlation(name, "distance", values, behind, tests=len(shares))
        for name, values in shares.items()
    ]
    return sorted(found, key=lambda each: -abs(each.rho))


def _correlation(a: str, b: str, x: Floats, y: Floats, *, tests: int) -> RankCorrelation:
    if len(x) < 4 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return RankCorrelation(a, b, 0.0, 1.0, False)
    rho, p = stats.spearmanr(x, y)
    return RankCorrelation(a, b, float(rho), float(p), bool(p < CERTAINTY / tests))


def never_met_together(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the pairs of targets that some settings meet, but none meets both."""
    finished = table[~table["abandoned"]]
    met = {each.quantity: (finished[f"shortfall.{each.quantity}"] == 0) for each in COUNTED}
    possible: Sequence[str] = [name for name, flags in met.items() if flags.any()]
    return [(a, b) for a, b in itertools.combinations(possible, 2) if not (met[a] & met[b]).any()]
