"""A sweep in a few sentences: how often the order broke, where it tips, what failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ..statistics.comparison import numbers
from ..statistics.intervals import Estimate
from ..statistics.tipping import tipping_of
from ..statistics.verdict import of_days
from ..sweeps.factors import Factor
from ..sweeps.folder import SweepFolder
from ..sweeps.plan import Plan
from ..sweeps.terms import CROSSED, LISTED, TRANSITION
from ..transition.search import WARNING, Transition, stored_transition
from ..words import SPACE, counted, hour, with_interval
from .settings import with_unit

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.scenario.scenario import Scenario

    from ..ensemble.table import Ensemble
    from ..statistics.intervals import Estimate
    from ..sweeps.folder import SweepFolder

MOST_NAMED: Final = 12
"""Points of which each is named in a sentence, at most."""


class FailedRun(NamedTuple):
    """A run that failed."""

    key: str
    reason: str


def failed_runs(folder: SweepFolder) -> list[FailedRun]:
    """Return the runs that failed, with the last line of why."""
    return [
        FailedRun(str(each["key"]), str(each["reason"]).strip().rpartition("\n")[2])
        for each in folder.failures()
    ]


def sweep_sentences(plan: Plan, runs: pd.DataFrame, folder: SweepFolder) -> Iterator[str]:
    """Yield what a sweep found, a paragraph each.

    Args:
        plan: what was to be run.
        runs: the finished runs; ``collapsed`` is 1, 0, or NaN if it is not known.
        folder: of the sweep.
    """
    if plan.design == TRANSITION:
        yield _search(plan, folder)
        return
    yield _how_many(plan, runs)
    if plan.design == LISTED:
        return
    is_line = plan.design == CROSSED and len(plan.factors) == 1
    yield " ".join([_how_often(plan, runs), *(_by_value(plan.factors[0], runs) if is_line else ())])
    if is_line:
        yield from _tipping(plan, runs)
    yield from _extremes(plan, runs)


def _search(plan: Plan, folder: SweepFolder) -> str:

    (factor,) = plan.factors
    words = transition_words(stored_transition(folder, factor), factor, plan.scenario)
    return ". ".join(f"{line[0].upper()}{line[1:].rstrip('.')}" for line in words.split("\n")) + "."


def _how_many(plan: Plan, runs: pd.DataFrame) -> str:
    points = plan.number_of_points
    if plan.design == LISTED:
        return f"{_simulated(len(runs))}, each for all the questions that it helps to answer."
    if not plan.factors:
        return f"{_simulated(len(runs))} that differ in their random numbers alone."
    if plan.replications == 1:
        return f"{_simulated(len(runs))}, one at each of {counted(points, 'point')}."
    common = "" if plan.is_independent else ", with the same random numbers at each"
    each = f"{counted(points, 'point')}, {plan.replications:,} a point{common}"
    return f"{_simulated(len(runs))}: {each}."


def _simulated(days: int) -> str:
    return f"{counted(days, 'day')} {'was' if days == 1 else 'were'} simulated"


def _how_often(plan: Plan, runs: pd.DataFrame) -> str:
    onset = numbers(runs["onset_time"])
    broke = int(np.isfinite(onset).sum())
    # Of days under different settings the share says nothing of other days.
    counts = (
        f"{broke:,} of {counted(len(runs), 'day')}" if plan.factors else of_days(broke, len(runs))
    )
    words = f"The order broke on {counts}"
    if broke:
        words += (
            f", between {hour(float(np.nanmin(onset)))} and {hour(float(np.nanmax(onset)))}"
            f" (median {hour(float(np.nanmedian(onset)))})"
        )
    known = numbers(runs["collapsed"])
    known = known[np.isfinite(known)]
    if not len(known):
        return words + "."
    down = int(known.sum())
    return (
        f"{words}. By the evening, 19:00 to 21:00, a crowd pressed on {down:,} of {len(known):,}."
    )


def _by_value(factor: Factor, runs: pd.DataFrame) -> Iterator[str]:
    """Yield on how many days the order broke at each value."""
    values = [value for value in factor.values if (runs[factor.name] == value).any()]
    if not 1 < len(values) <= MOST_NAMED:
        return
    counts = []
    for value in values:
        days = runs[runs[factor.name] == value]
        broke = int(np.isfinite(numbers(days["onset_time"])).sum())
        counts.append(f"{with_unit(factor.name, value)} on {broke} of {len(days)}")
    yield f"It broke at {factor.name} = {'; at '.join(counts)} days."


def _tipping(plan: Plan, runs: pd.DataFrame) -> Iterator[str]:
    (factor,) = plan.factors
    kind = type(plan.scenario).quantities()[factor.name].kind
    if kind not in ("number", "whole number"):
        return
    found, curve = tipping_of(runs, factor.name)
    if curve is None:
        return
    if not np.isfinite(found.value):
        yield (
            "No tipping point, from which on more than half of the days collapse, lies among the "
            f"values of {factor.name} that were tried."
        )
        return
    yield (
        f"Half of the days collapse at {factor.name} = {with_interval(*found)} "
        f"(95{SPACE}% interval)." + _as_rate(plan, found)
    )


def _as_rate(plan: Plan, found: Estimate) -> str:
    if plan.factors[0].name != "demand.factor":
        return ""
    rates = [each * plan.scenario.mean_rate for each in found]
    return f" That is {with_interval(*rates)} arrivals per hour, mean over the time simulated."


def _extremes(plan: Plan, runs: pd.DataFrame) -> Iterator[str]:
    """Yield the hardest that people were pressed on any day."""
    load = numbers(runs["gate_load_peak_evening"])
    if np.isfinite(load).any():
        most = runs.iloc[int(np.nanargmax(load))]
        settings = (
            f"{each.name} = {with_unit(each.name, most[each.name])}" for each in plan.factors
        )
        where = "".join(f", at {each}" for each in [" and ".join(settings)] if each)
        yield f"The gate was never pressed harder than with {np.nanmax(load):.1f} kN/m{where}."
    failed = int(numbers(runs["gate_failed"]).sum())
    if failed:
        yield f"The gate gave way on {failed:,} of {counted(len(runs), 'day')}."


def transition_words(
    found: Transition, factor: Factor, scenario: Scenario, *, ensemble: Ensemble | None = None
) -> str:
    """Return what was found, for people."""
    runs = counted(int(np.isfinite(found.collapsed).sum()), "run")
    if not np.isfinite(found.tipping.value):
        return f"no tipping point between {factor.low:g} and {factor.high:g} ({runs})"
    lines = [
        f"half the days collapse at {factor.name} = {with_interval(*found.tipping)} (95 %, {runs})"
    ]
    if factor.name == "demand.factor":
        rates = Estimate(*(each * scenario.mean_rate for each in found.tipping))
        lines.append(f"that is {with_interval(*rates)} arrivals per hour, mean over the day")
    if ensemble is not None:
        few, most = (found.curve.at(share) for share in (0.05, 0.95))
        lines.append(
            f"over the {counted(len(ensemble), 'member')} of the ensemble, and from day to day: "
            f"5 % of days collapse at {few:.3g}, 95 % at {most:.3g}"
        )
    return "\n".join([*lines, WARNING])
