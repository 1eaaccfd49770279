"""How far people are admitted in the order in which they came.

A **skip** is passing someone who came before me, a **slip** is being passed by someone who came
later (Larson 1987, Gordon 1987). Both are counted among those admitted, so that

    sum of skips = sum of slips = inversions I of the fair order,
    tau_b = (P - 2 I) / sqrt(P P_0),

with P_0 = n (n - 1)/2 pairs, of which P did not come together.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ...arrays import Floats

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


def fair_ranks(arrival: Floats, number: Integers, *, start: float = 0.0) -> Integers:
    """Rank people by arrival; those who come together (a party) share a rank.

    The people present at the start came one by one before it: their numbers are their order.

    Args:
        arrival: time of arrival, shape (n,).
        number: number on the wrist, 0 if none, shape (n,).
        start: start of the run, in the unit of ``arrival``.

    Returns:
        Ranks from 0 without gaps, shape (n,).
    """
    number_at_start = np.where(arrival <= start, number, 0)
    _, ranks = np.unique(np.stack([arrival, number_at_start]), axis=1, return_inverse=True)
    return ranks.reshape(-1).astype(np.int64)


def skips_and_slips(ranks: Integers) -> tuple[Integers, Integers]:
    """Count for each admitted person whom they passed and who passed them.

    Merges sorted blocks of doubling width and counts across each pair: O(n log^2 n).

    Args:
        ranks: fair rank of each admitted person, in the order of admission, shape (n,).

    Returns:
        Skips and slips, shape (n,) each.
    """
    n = len(ranks)
    skips, slips = np.zeros(n, np.int64), np.zeros(n, np.int64)
    if n == 0:
        return skips, slips
    place, span = np.arange(n), int(ranks.max()) + 1
    width = 1
    while width < n:
        block, later = place // (2 * width), place % (2 * width) >= width
        key = block * span + ranks
        early_keys, late_keys = np.sort(key[~later]), np.sort(key[later])
        ends = (block + 1) * span
        behind = np.searchsorted(late_keys, key[~later], "left")
        skips[~later] += behind - np.searchsorted(late_keys, block[~later] * span, "left")
        ahead = np.searchsorted(early_keys, ends[later], "left")
        slips[later] += ahead - np.searchsorted(early_keys, key[later], "right")
        width *= 2
    return skips, slips


def inversions(ranks: Integers) -> int:
    """Return the number of pairs admitted against the fair order."""
    return int(skips_and_slips(ranks)[0].sum())


def order_tau(ranks: Integers) -> float:
    """Return Kendall's tau-b between the fair order and the order of admission.

    1: first come, first served; 0: no order; -1: last come, first served.

    Args:
        ranks: fair rank of each admitted person, in the order of admission, shape (n,).

    Returns:
        tau_b, NaN if fewer than two people came apart from each other.
    """
    n = len(ranks)
    pairs = n * (n - 1) // 2
    together = np.unique(ranks, return_counts=True)[1]
    apart = pairs - int((together * (together - 1) // 2).sum())
    if apart == 0:
        return math.nan
    return (apart - 2 * inversions(ranks)) / math.sqrt(apart * pairs)


def out_of_turn_share(out_of_turn: Flags, family: Flags) -> float:
    """Return the share of admissions, families aside, that were out of turn (NaN: none)."""
    judged = out_of_turn[~family]
    return float(judged.mean()) if len(judged) else math.nan
