"""What queueing theory says of a periodic batch server, worked out three independent ways.

Poisson arrivals at rate lambda; every T, up to b of those who wait are served at once, first come,
first served. m = lambda T people come between two openings.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def mean_before_opening(m: float, b: int) -> float:
    """Return the mean number waiting just before an opening, from the generating function.

    E[N] = m + sum 1/(1 - z_k) - (b (b - 1) - m^2) / (2 (b - m)), with z_k the b - 1 roots of
    z^b = exp(m (z - 1)) inside the unit circle.

    Source: Bailey 1954, by the classic argument on zeros of the denominator.
    """
    roots = []
    for k in range(1, b):
        z = 0.5 * np.exp(2j * np.pi * k / b)
        for _ in range(500):
            z = np.exp(m * (z - 1) / b + 2j * np.pi * k / b)
        roots.append(z)
    tail = (b * (b - 1) - m**2) / (2 * (b - m))
    return float(m + np.sum(1 / (1 - np.array(roots))).real - tail)


def poisson_weights(m: float, most: int) -> Floats:
    """Return the Poisson probabilities of 0 to ``most``."""
    logs = np.arange(1, most + 1)
    return np.exp(-m + np.concatenate([[0.0], np.cumsum(np.log(m / logs))]))


def stationary_before_opening(m: float, b: int, most: int = 400) -> Floats:
    """Return the distribution of the number just before an opening, from the embedded chain.

    N' = max(N - b, 0) + Poisson(m), iterated from an empty queue until it no longer changes.
    """
    come = poisson_weights(m, most)
    before = np.zeros(most + 1)
    before[0] = 1.0
    for _ in range(20_000):
        after = np.concatenate([before[b:], np.zeros(b)])
        after[0] += before[:b].sum()
        new = np.convolve(after, come)[: most + 1]
        if np.abs(new - before).max() < 1e-13:
            return new / new.sum()
        before = new
    raise AssertionError("the chain has not settled")


def mean_wait(rate: float, cycle: float, b: int) -> float:
    """Return the mean wait by Little's law: time mean of the number / rate, in the unit of T."""
    m = rate * cycle
    before = stationary_before_opening(m, b)
    after = np.maximum(np.arange(before.size) - b, 0) @ before
    return float((after + m / 2) / rate)


def recursion_of_waits(arrivals: Floats, first: NDArray[np.bool_], cycle: float, b: int) -> Floats:
    """Return each person's wait, opening by opening: those who go first, then first come.

    Args:
        arrivals: times of arrival, ascending, shape (n,).
        first: who goes before all others, shape (n,).
        cycle: time between openings; they are at cycle, 2 cycle, ...
        b: largest batch.
    """
    waits = np.full(arrivals.size, np.nan)
    ahead: list[int] = []
    others: list[int] = []
    come, now = 0, 0.0
    while come < arrivals.size or ahead or others:
        now += cycle
        while come < arrivals.size and arrivals[come] <= now:
            (ahead if first[come] else others).append(come)
            come += 1
        batch = (ahead + others)[:b]
        waits[batch] = now - arrivals[batch]
        taken = min(b, len(ahead))
        del ahead[:taken]
        del others[: len(batch) - taken]
    return waits
