"""Where the next days are tried: near the settings that gave the day of the account before.

Settings are reckoned as normal scores: z = Phi^-1(share of the range below a value), so that the
prior, uniform over the ranges, is the standard normal distribution, and no kernel leaves it. From
settings z_k that were accepted with weights w_k, of mean m and covariance S,

    q(z) = sum_k w_k N(z; m + a (z_k - m), (1 - a^2) S),   a = 0.3,

a kernel for each, drawn toward their mean so that proposals are as wide as what was accepted and no
wider. (The usual kernel, of covariance 2 S about z_k, makes them three times as wide: in fourteen
dimensions, one day in sixty counts. Narrower ones are little better: on made-up days of as many
dimensions 137 settings were worth 24 of equal weight with a = 0.7, 87 with a = 0.3.) Few settings
tell little of so many covariances: S is drawn toward that of the prior, by dimensions / (dimensions
+ effective number).

Days of all rounds count alike. A setting from any round has the weight

    w = prior(z) / sum_t (n_t / n) q_t(z),

n_t days having been tried in round t, the first of them from the prior itself: so no weight is
larger than n / n_0 (a mixture that is its own safeguard).

Sources: Beaumont et al. 2009 (population Monte Carlo with kernels); West 1993, Liu and West 2001
(shrunk kernels); Owen and Zhou 2000, Cornuet et al. 2012 (mixture of all rounds); Hesterberg 1995
(bounded weights).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.linalg import solve_triangular
from scipy.special import logsumexp, ndtr, ndtri

from gatecrush.model.arrays import Floats

SHRUNK: Final = 0.3
"""How near a kernel stands to its setting: 1 there, 0 at the mean of all."""
LEAST_SHARE: Final = 1e-9
"""Shares of a range nearer to its ends are taken to be as near: their normal score is finite."""


def scores(shares: Floats) -> Floats:
    """Return normal scores of shares of the ranges."""
    return np.asarray(ndtri(np.clip(shares, LEAST_SHARE, 1.0 - LEAST_SHARE)))


def shares(scores: Floats) -> Floats:
    """Return shares of the ranges from normal scores."""
    return np.asarray(ndtr(scores))


def log_prior(z: Floats) -> Floats:
    """Return the logarithm of the prior density of settings, shape (n, d) to (n,)."""
    return np.asarray(-0.5 * (z * z).sum(axis=-1) - 0.5 * z.shape[-1] * math.log(2 * math.pi))


@dataclass(frozen=True)
class Proposal:
    """A mixture of normal kernels."""

    centers: Floats
    """Shape (kernels, d)."""
    weights: Floats
    """Shape (kernels,); they sum to 1."""
    root: Floats
    """Lower Cholesky factor of the kernels' covariance, shape (d, d)."""

    def draw(self, rng: np.random.Generator, count: int) -> Floats:
        """Return scores drawn from the mixture, shape (count, d)."""
        chosen = rng.choice(len(self.weights), size=count, p=self.weights)
        noise = rng.standard_normal((count, self.root.shape[0]))
        return np.asarray(self.centers[chosen] + noise @ self.root.T)

    def log_density(self, z: Floats) -> Floats:
        """Return the logarithm of the mixture's density at scores, shape (n, d) to (n,)."""
        d = self.root.shape[0]
        apart = (z[:, None, :] - self.centers[None, :, :]).reshape(-1, d)
        whitened = solve_triangular(self.root, apart.T, lower=True)
        squares = (whitened**2).sum(axis=0).reshape(len(z), -1)
        norm = float(np.log(np.diag(self.root)).sum()) + 0.5 * d * math.log(2 * math.pi)
        return np.asarray(logsumexp(-0.5 * squares, axis=1, b=self.weights) - norm)


def proposal_from(z: Floats, weights: Floats) -> Proposal:
    """Return the proposal of the next round.

    Args:
        z: scores of the settings accepted so far, shape (n, d).
        weights: their weights, which sum to 1, shape (n,).
    """
    d = z.shape[1]
    mean = weights @ z
    off = z - mean
    effective = effective_number(weights)
    # An unbiased covariance; of one setting, nothing but the prior's.
    found = (off * weights[:, None]).T @ off / max(1.0 - 1.0 / effective, 1e-9)
    trust = max(0.0, effective - 1.0) / (d + effective)
    covariance = trust * found + (1.0 - trust) * np.eye(d)
    root = np.linalg.cholesky((1.0 - SHRUNK**2) * covariance)
    return Proposal(mean + SHRUNK * off, weights, root)


def mixture_weights(z: Floats, rounds: Sequence[Proposal | None], tried: Sequence[int]) -> Floats:
    """Return the weights of settings, whichever round they come from; they sum to 1.

    Args:
        z: scores, shape (n, d).
        rounds: what each round drew from; None: the prior.
        tried: days tried in each round.
    """
    if not len(z):
        return np.empty(0)
    prior = log_prior(z)
    parts = np.stack([prior if each is None else each.log_density(z) for each in rounds])
    portions = np.asarray(tried, float) / sum(tried)
    logs = prior - logsumexp(parts, axis=0, b=portions[:, None])
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def effective_number(weights: Floats) -> float:
    """Return how many equally weighted settings tell as much: 1 / sum of squares (Kish 1965)."""
    return float(1.0 / np.sum(np.square(weights))) if len(weights) else 0.0
