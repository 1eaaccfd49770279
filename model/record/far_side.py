"""The control on the far side: a second server behind the gate, with its own capacity.

First come, first served by c equal officers: whoever passes the gate at time a is through at
max(a, f) + S, with f the time at which the next officer is free and S the time of the control.
"""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from gatecrush.agents.quantity import Parameters, quantity


class FarSideParameters(Parameters):
    """The second control, calm and polite."""

    capacity: int = quantity(
        12, "people", "People controlled at the same time", "assumed", low=1, high=1000
    )
    time_min: float = quantity(45.0, "min", "Shortest control", "account", low=0, high=1000)
    time_max: float = quantity(60.0, "min", "Longest control", "account", low=0, high=1000)

    @model_validator(mode="after")
    def _check(self) -> FarSideParameters:
        if self.time_min > self.time_max:
            raise ValueError("far_side.time_min must not exceed far_side.time_max")
        return self


def crossing_times(
    admission_times: NDArray[np.float64], capacity: int, service_times: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return when each admitted person is through the control on the far side.

    Args:
        admission_times: when each person passes the gate, shape (n,), s; in any order, equal
            times are served as they stand.
        capacity: people controlled at the same time.
        service_times: time of each person's control, shape (n,), s.

    Returns:
        Time at which each control ends, shape (n,), s.
    """
    crossed = np.empty(len(admission_times))
    free: list[float] = [-np.inf] * capacity
    for i in np.argsort(admission_times, kind="stable"):
        begins = max(float(admission_times[i]), free[0])
        crossed[i] = begins + service_times[i]
        heapq.heapreplace(free, crossed[i])
    return crossed
