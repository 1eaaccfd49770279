"""Sizes of parties: geometric, truncated, with the mean that is asked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def party_size_weights(mean: float, largest: int) -> FloatArray:
    """Return the probabilities of party sizes 1 to ``largest``: geometric, truncated, given mean.

    p_k ~ r^k, with r such that the mean of the truncated distribution is exact.

    Args:
        mean: mean party size, people, within 1 to ``largest``.
        largest: largest party, people.

    Returns:
        Probabilities, shape (largest,).
    """
    sizes = np.arange(1, largest + 1)
    if mean <= 1 or largest == 1:
        return (sizes == 1).astype(float)
    if mean >= largest:
        return (sizes == largest).astype(float)
    # sum (k - mean) r^k = 0: the signs change once, so there is one positive root (Descartes).
    roots = np.roots((sizes - mean)[::-1])
    ratio = float(roots[(roots.real > 0) & (np.abs(roots.imag) < 1e-9)].real[0])
    weights = ratio ** (sizes - (0 if ratio < 1 else largest))
    return np.asarray(weights / weights.sum())


def mean_party_size(weights: FloatArray) -> float:
    """Return the mean size of a party as it is drawn, truncated."""
    return float(weights @ np.arange(1, weights.size + 1))


def party_sizes(number: int, weights: FloatArray, rng: np.random.Generator) -> IntArray:
    """Draw the sizes of so many parties."""
    return 1 + np.searchsorted(np.cumsum(weights)[:-1], rng.random(number), side="right")


def parties_of(people: int, weights: FloatArray, rng: np.random.Generator) -> IntArray:
    """Draw the sizes of parties of so many people together; the last one makes it exact."""
    sizes = party_sizes(people, weights, rng)
    sizes = sizes[: np.searchsorted(np.cumsum(sizes), people) + 1]
    if sizes.size:
        sizes[-1] -= sizes.sum() - people
    return sizes
