"""Kernel against pure Mesa on the same crowd, in turn, and whether both crowds behave alike."""

from __future__ import annotations

import time
from statistics import mean, median, stdev
from typing import Any, NamedTuple

from pure_mesa import run_pure_mesa
from workloads import Crowd, outcome, situation_of, watch_kernel

from gatecrush.model.crossing import BorderCrossing
from gatecrush.model.rules.step import take_steps

KERNEL_SEEDS = 8
TOLERANCE = {
    # Relative; three standard errors of the difference between the means of runs come on top.
    "near_density": 0.10,
    "distance": 0.03,
    "drive": 0.15,
    "moved": 0.10,
    "gate_load": 0.15,
    "admitted": 0.05,
}
"""How far both may differ in what they show."""


class Likeness(NamedTuple):
    """One thing to see in a crowd, in both versions."""

    quantity: str
    kernel: float
    pure_mesa: float
    allowed: float
    """Largest difference."""

    @property
    def holds(self) -> bool:
        """Whether the crowds are alike in it."""
        return abs(self.kernel - self.pure_mesa) <= self.allowed


def likeness(ours: list[dict[str, float]], theirs: list[dict[str, float]]) -> list[Likeness]:
    """Compare the outcomes of several runs of both."""
    found = []
    for quantity, tolerance in TOLERANCE.items():
        a, b = [o[quantity] for o in ours], [o[quantity] for o in theirs]
        error = stdev(a) * (1 / len(a) + 1 / len(b)) ** 0.5
        allowed = tolerance * abs(mean(a)) + 3 * error
        found.append(Likeness(quantity, mean(a), mean(b), allowed))
    return found


def race(crowd: Crowd, repetitions: int) -> dict[str, Any]:
    """Run kernel and pure Mesa in turn on the same crowd.

    Returns:
        CPU time a person-step of both, s, one value a repetition; person-steps; likeness.
    """
    ours, theirs, outcomes, work = [], [], [], 0
    take_steps(situation_of(crowd, 0), 10)
    for seed in range(repetitions):
        s = situation_of(crowd, seed)
        began = time.process_time()
        take_steps(s, crowd.steps)
        ours.append((time.process_time() - began) / int(s.crowd.person_steps))
        spent, person_steps, looks = run_pure_mesa(crowd, seed, time.process_time)
        theirs.append(spent / person_steps)
        outcomes.append(outcome(looks))
        work = person_steps
    seen = likeness([watch_kernel(crowd, seed) for seed in range(KERNEL_SEEDS)], outcomes)
    return {
        "people": crowd.cell.size,
        "steps": crowd.steps,
        "person_steps": work,
        "kernel": ours,
        "pure_mesa": theirs,
        "ratio": median(theirs) / median(ours),
        "least_ratio": min(theirs) / max(ours),
        "likeness": seen,
    }


def race_steps(repetitions: int, hours: float = 1.0) -> dict[str, Any]:
    """Step the same hours of the account by hand and with run_until, in turn.

    Returns:
        CPU times, s, by way of stepping; the cost of one more step(), s; whether the days are the
        same to the bit.
    """
    spent: dict[str, list[float]] = {"step()": [], "run_until": [], "run_until, 60 s": []}
    steps, people = round(hours * 3600), set()
    for seed in [0] * (repetitions + 1):
        for way, times in spent.items():
            length = 60.0 if "60" in way else 1.0
            model = BorderCrossing("account", rng=seed, seconds_per_step=length)
            began = time.process_time()
            if way == "step()":
                for _ in range(steps):
                    model.step()
            else:
                model.run_until(model.hour + hours)
            times.append(time.process_time() - began)
            people.add(model.people.tobytes())
    for times in spent.values():
        del times[0]  # reads the kernels from the cache
    least = {way: min(times) for way, times in spent.items()}
    further = steps - steps / 60
    return {
        "steps": steps,
        "times": spent,
        "by_hand": (least["step()"] - least["run_until, 60 s"]) / further,
        "run_until": (least["run_until"] - least["run_until, 60 s"]) / further,
        "same_day": len(people) == 1,
    }
