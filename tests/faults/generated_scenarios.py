"""Scenarios made from what is declared: each parameter at its bounds or between them.

Sites are small and days last a few minutes, so that thousands of them can be run; nothing else of
what is declared is left out.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from gatecrush.model.scenario.quantities import Quantity
from gatecrush.model.scenario.scenario import Scenario

KINDS: Final = ("all low", "all high", "a pair", "a few", "all")
LARGEST: Final = {
    "site.length": 50.0,
    "site.strip_width": 12.0,
    "site.strip_length": 60.0,
    "site.column_width": 8.0,
    "site.path_width": 8.0,
    "site.lane_width": 6.0,
    "site.open_width": 20.0,
    "site.drop_off_near": 60.0,
    "site.drop_off_far": 60.0,
    "gate.width": 12.0,
    "demand.initial_numbered": 120,
    "demand.initial_crowd": 120,
    "volunteers.count": 30,
    "guards.count": 30,
    "families.count": 200.0,
}
"""Values up to which a day costs little; bounds beyond are left to the tests of large crowds."""
SMALL: Final = {
    "site.length": 40.0,
    "site.strip_length": 8.0,
    "site.drop_off_near": 12.0,
    "site.drop_off_far": 25.0,
    "demand.initial_numbered": 40,
    "gate.cycle_min": 1.0,
    "gate.cycle_max": 1.5,
}
ORDERED: Final = (
    ("gate.cycle_min", "gate.cycle_max"),
    ("list.writing_min", "list.writing_max"),
    ("far_side.time_min", "far_side.time_max"),
    ("site.drop_off_near", "site.drop_off_far"),
    ("site.pen_length", "site.strip_length"),
    ("site.strip_length", "site.length"),
    ("site.drop_off_far", "site.length"),
    ("demand.party_size", "demand.party_max"),
    ("gate.width", "site.strip_width"),
)
"""Parameters of which the first must not exceed the second: three times in four they do not."""
STARTS: Final = (0.0, 5.0, 11.98, 17.99, 18.98, 20.99, 24.0)
"""Hours of the day at which a run starts: bounds, and just before the windows of outcomes."""
ITS_OWN: Final = (
    "name", "run.start", "run.end", "run.changes", "run.staff", "demand.profile",
    "demand.arrivals", "demand.initial_positions", "gate.closures", "site.plan",
    "gate.shut", "gate.by_density",
)  # fmt: skip
"""Parameters that are drawn otherwise."""


def generated(number: int) -> dict[str, Any]:
    """Return the settings of one scenario by dotted name; not all of them can be used."""
    rng = np.random.default_rng(number)
    known = {k: q for k, q in Scenario.quantities().items() if k not in ITS_OWN}
    kind = KINDS[number] if number < 2 else KINDS[2 + number % 3]
    values: dict[str, Any] = dict(SMALL)
    if kind.startswith("all"):
        names = list(known)
    else:
        names = rng.choice(list(known), 2 if kind == "a pair" else 8, replace=False).tolist()
    for name in names:
        values[name] = _drawn(rng, known[name], kind)
    for least, most in ORDERED:
        if {least, most} & set(names) and rng.random() < 0.75:
            low, high = (values.get(each, known[each].default) for each in (least, most))
            if low > high:
                values[least], values[most] = type(low)(high), type(high)(low)
    if rng.random() < 0.75:
        values |= _fitted({name: quantity.default for name, quantity in known.items()} | values)
    start = float(rng.choice(STARTS))
    end = start + float(rng.choice([0.001, 0.05, 0.2]))
    values |= {"run.start": start, "run.end": end, "demand.profile": _profile(rng, start, end)}
    values["demand.initial_positions"] = _positions(rng)
    later = f"{start + 0.001!r} guards.number_check={rng.random()!r}"
    values["run.changes"] = [later] if rng.random() < 0.25 else []
    values["run.staff"] = [f"0.0 gate.batch_size={rng.integers(1, 9)}"] * (rng.random() < 0.25)
    values["demand.arrivals"] = _counts(rng, start) if not values.get("demand.tickets") else []
    values["gate.closures"] = [[start, start + 0.02]] if rng.random() < 0.25 else []
    values["gate.shut"] = ["1"] if rng.random() < 0.1 else []
    return values


def _fitted(values: dict[str, Any]) -> dict[str, Any]:
    """Return values that fit others: nobody steps farther than a cell, people find room."""
    cell = values["site.cell"]
    depth = values["site.length"] - values["site.strip_length"]
    width = values["site.column_width"]
    if values["site.layout"] == "open_area":
        depth, width = values["site.length"], values["site.open_width"]
    density = min(values["waiters.density"], 1 / cell**2)
    room = int(0.99 * width * max(depth, 0.0) * density)
    return {
        "run.time_step": max(
            0.05, min(values["run.time_step"], cell / values["movement.free_speed"])
        ),
        "waiters.density": density,
        "demand.initial_numbered": min(values["demand.initial_numbered"], room),
        "gate.width": max(values["gate.width"], cell),
        "demand.repeat_daily": False,
    }


def _drawn(rng: np.random.Generator, quantity: Quantity, kind: str) -> Any:
    """Return a value at a bound, or one between: by size where bounds are far apart."""
    if quantity.kind == "yes or no":
        return {"all low": False, "all high": True}.get(kind, bool(rng.random() < 0.5))
    if quantity.kind == "choice":
        place = {"all low": 0, "all high": -1}.get(kind, int(rng.integers(len(quantity.choices))))
        return quantity.choices[place]
    assert quantity.low is not None, quantity.name
    assert quantity.high is not None, quantity.name
    low, high = quantity.low, min(quantity.high, LARGEST.get(quantity.name, np.inf))
    where = {"all low": 0.0, "all high": 1.0}.get(kind, float(rng.choice([0.0, 1.0, rng.random()])))
    between = low + where * (high - low)
    if 0.0 < where < 1.0 and high > 100 * max(low, 1e-3):
        between = max(low, high * 10.0 ** (-4.0 * where))
    return round(between) if quantity.kind == "whole number" else float(between)


def _counts(rng: np.random.Generator, start: float) -> list[list[float]]:
    """Return counts of some minutes and of a moment, or none."""
    if rng.random() < 0.75:
        return []
    many = [float(each) for each in rng.integers(0, 30, 3)]
    middle, end = start + 0.02, start + 0.05
    return [[start, middle, many[0]], [middle, middle, many[1]], [middle, end, many[2]]]


def _profile(rng: np.random.Generator, start: float, end: float) -> list[list[float]]:
    """Return a profile that covers the run, part of it, or none, with up to some hundred people."""
    rate = float(rng.choice([0.0, 100.0, 2_000.0, 10_000.0]))
    middle = (start + end) / 2
    choices = ([[start, end, rate]], [[start, middle, rate]], [[0.0, 24.1, rate]], [])
    return choices[rng.integers(len(choices))]


def _positions(rng: np.random.Generator) -> list[list[float]]:
    """Return no places for a crowd, three times in four, or a few, some of them the same."""
    places = np.column_stack([rng.uniform(-2.0, 2.0, 12), rng.uniform(0.0, 9.0, 12)]).round(1)
    number = int(rng.choice([0, 0, 0, 12]))
    return [*places[:number].tolist(), *places[: number // 3].tolist()]
