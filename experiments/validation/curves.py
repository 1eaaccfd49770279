"""Curves of a measured crowd and of days like it: people through the gate, density before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gatecrush.model.day import Day

from ..drawing.measured import Curves
from .crowds import HALF_DISC, MEASURED, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gatecrush.model.arrays import Floats

    from .crowds import Crowd

DAYS: Final = 5
"""Days of the model that are drawn beside each measured crowd."""


def curves_of(
    crowds: Iterable[Crowd], days: int = DAYS, *, settings: dict[str, Any] | None = None,
    seed: int = 0,
) -> list[Curves]:  # fmt: skip
    """Return the curves of the crowds of which each crossing was measured.

    Args:
        crowds: measured crowds (validation.crowds).
        days: how many days of the model are to lie beside each.
        settings: parameters to be changed, by dotted name.
        seed: root of random numbers.
    """
    return [
        _beside(crowd, days, settings or {}, seed)
        for crowd in crowds
        if (MEASURED / f"{crowd.name}.csv").exists()
    ]


def _beside(crowd: Crowd, days: int, settings: dict[str, Any], seed: int) -> Curves:
    scenario = crowd.scenario.with_(**settings)
    ended = [Day(scenario, seed=seed, replication=n) for n in range(days)]
    for day in ended:
        day.run_until(scenario.run.end)
    return Curves(
        crowd.words,
        measured=np.sort(table(crowd.name)["crossed"].dropna().to_numpy(np.float64)),
        modelled=tuple(_crossed(day) for day in ended),
        density=_measured_density(crowd.name),
        densities=tuple(_density(day) for day in ended),
    )


def _measured_density(name: str) -> Floats:
    """Return the people per m^2 within 2 m of the gate at each second, none if not measured."""
    if not (MEASURED / f"{name}_seconds.csv").exists():
        return np.empty(0)
    return table(f"{name}_seconds")["people"].to_numpy(np.float64) / HALF_DISC


def _crossed(day: Day) -> Floats:
    """Return when people went through the gate, s, in that order."""
    times: Floats = np.sort(day.admission_log["time"][: day.admission_count])
    return times


def _density(day: Day) -> Floats:
    """Return the same of a day of the model."""
    seconds = day.situation.second_log[: day.counts.seconds]
    return np.asarray(seconds / (day.place.half_disc.size * day.place.cell**2), np.float64)
