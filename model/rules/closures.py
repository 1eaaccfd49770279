"""Closures: stretches of the day in which no opening begins; one due then waits for their end."""

from __future__ import annotations

import math
from typing import Any

from gatecrush.agents.compiled import compiled

from ..situation import Situation

Closures = tuple[tuple[float, float], ...]
"""Stretches that follow one another: from h, to h."""


def check_closures(closures: Closures) -> None:
    """Make sure that closures follow one another.

    Raises:
        ValueError: they do not.
    """
    last = -math.inf
    for begin, end in closures:
        if not last <= begin < end:
            raise ValueError("gate.closures: stretches must follow one another, each from < to")
        last = end


@compiled
def postponed(closures: Any, due: float) -> float:
    """Return when an opening begins: when it is due, or at the end of the closures it falls in.

    Args:
        closures: from when until when each lasts, in order, s, shape (n, 2).
        due: when it is due, s.
    """
    for n in range(closures.shape[0]):
        if closures[n, 0] <= due < closures[n, 1]:
            due = closures[n, 1]
    return due


@compiled
def is_shut(s: Situation, number: int) -> bool:
    """Tell whether a gate is shut for a while, as stated or by a rule, or since it gave way."""
    gate, now = s.gates[number], s.crowd.step * s.time_step
    if s.rules.gate.always_open > 0.0:
        return bool(gate.shut == 1)
    if gate.failed == 1:
        return bool(now >= gate.failed_at + s.gate_rules[number].failed_time)
    if gate.shut == 1:
        return bool(gate.is_open == 0)
    return bool(gate.is_open == 0 and postponed(s.closures[number], now) > now)
