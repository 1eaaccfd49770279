"""Where the kernel spends its time: each phase of a time step, called one by one and timed.

CPU time of each call from Python, less that of an empty kernel (some microseconds). Between the
calls the caches grow cold: the sum is up to twice the time of a step in a run. Trust the order.
"""

from __future__ import annotations

import math
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gatecrush.agents.compiled import compiled
from gatecrush.model.rules import step


@compiled
def nothing(s: Any) -> int:
    """Cost as much as a call."""
    return int(s.crowd.active)


def copy_of(s: Any) -> Any:
    """Return a situation that can be changed without changing the other."""
    arrays = {k: v for k, v in s._asdict().items() if isinstance(v, np.ndarray | np.record)}
    return s._replace(**{name: array.copy() for name, array in arrays.items()})


class Phase(NamedTuple):
    """What one phase of a time step costs."""

    name: str
    call: float
    """One call, microseconds."""
    step: float
    """Share of it in a time step, microseconds (some phases are due every 0.9, 3 or 60 s)."""
    person: float
    """That for each person on the site, nanoseconds."""


def time_phases(s: Any, steps: int) -> list[Phase]:
    """Step a copy of a situation phase by phase; costliest phase first.

    Args:
        s: the situation.
        steps: time steps, a minute of them or more.
    """
    spent: dict[str, list[int]] = defaultdict(list)

    def timed(phase: Callable[..., Any], *arguments: Any) -> Any:
        began = time.thread_time_ns()
        result = phase(there, *arguments)
        spent[phase.__name__].append(time.thread_time_ns() - began)
        return result

    there = copy_of(s)
    # Every phase once: it is read from the cache now.
    for _ in range(math.ceil(60.0 / s.time_step)):
        _take_step(there, timed)
    there = copy_of(s)
    spent.clear()
    for _ in range(steps):
        _take_step(there, timed)
    people = max(1, int(there.crowd.person_steps - s.crowd.person_steps))
    call = statistics.median(spent.pop("nothing"))
    phases = []
    for name, times in spent.items():
        each = max(0.0, statistics.median(times) - call) / 1000
        in_step = each * len(times) / steps
        phases.append(Phase(name, each, in_step, 1000 * in_step * steps / people))
    return sorted(phases, key=lambda phase: -phase.step)


def _take_step(s: Any, timed: Callable[..., Any]) -> None:
    """Do what ``gatecrush.model.rules.step.take_step`` does, but for volunteers, shouts, record."""
    s.crowd.step += 1
    now = s.crowd.step * s.time_step
    talks, minute, force = (
        step.is_due(now, s.time_step, interval) for interval in (step.TALK, step.MINUTE, step.FORCE)
    )
    nothing(s)  # the first call after a pause costs more
    timed(nothing)
    timed(step.let_arrive, now)
    if talks:
        timed(step.hear_of_list, step.TALK, now)
        timed(step.lose_patience, now)
        timed(step.reach_the_gate, now)
        timed(step.write_numbers, now)
        timed(step.settle)
    if minute:
        timed(step.update_ranks, now)
        timed(step.look_around, step.MINUTE)
        timed(step.hear_neighbors, step.MINUTE)
        timed(step.decide, step.MINUTE, now)
        timed(step.challenge, step.MINUTE, now)
    timed(step.work_gates, now)
    moved = timed(step.carry_out_steps, timed(step.propose_steps))
    timed(step.follow_up, moved)
    timed(step.relax_drive)
    if talks:
        timed(step.squeeze, step.TALK)
    if force:
        timed(step.load_gates, step.FORCE, now)
        timed(step.bear_load, step.FORCE)
    s.crowd.person_steps += s.crowd.active
