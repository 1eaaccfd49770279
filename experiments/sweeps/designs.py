"""Points drawn from ranges: Latin hypercube, Sobol, Morris, Saltelli."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .terms import LATIN, MORRIS, SALTELLI

LEVELS: Final = 4
"""Levels of a Morris trajectory."""


@lru_cache(maxsize=4)
def _drawn(design: str, factors: int, samples: int, seed: int) -> NDArray[np.float64]:
    """Return points in the unit cube, shape (points, factors)."""
    if design in (MORRIS, SALTELLI):
        return _for_sensitivity(design, factors, samples, seed)
    from scipy.stats import qmc

    sampler = (
        qmc.LatinHypercube(factors, rng=seed) if design == LATIN else qmc.Sobol(factors, rng=seed)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # balanced for powers of two only
        return np.asarray(sampler.random(samples))


def _for_sensitivity(design: str, factors: int, samples: int, seed: int) -> NDArray[np.float64]:
    problem = unit_problem([f"x{n}" for n in range(factors)])
    if design == MORRIS:
        from SALib.sample import morris

        return np.asarray(morris.sample(problem, samples, num_levels=LEVELS, seed=seed))
    from SALib.sample import sobol

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        points = sobol.sample(problem, samples, calc_second_order=False, seed=seed)
    return np.asarray(points)


def unit_problem(names: Sequence[str]) -> dict[str, Any]:
    """Return SALib's description of factors between 0 and 1."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
