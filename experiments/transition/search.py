"""The search for the tipping point: batches of runs, each placed where it tells most.

Each run has random numbers of its own. Where a run is placed follows from the outcomes before it,
so the same search again finds its runs stored and goes on.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gatecrush.model.arrays import Floats

from ..days.outcomes import day_and_series
from ..days.planned_run import PlannedRun
from ..statistics.comparison import numbers
from ..statistics.intervals import UNKNOWN, Estimate
from ..statistics.tipping import LogisticCurve
from ..sweeps.factors import Factor
from ..sweeps.folder import SweepFolder
from ..sweeps.placed import run_at, scenario_at
from ..sweeps.plan import Plan, planned
from ..sweeps.precision import NO_VALUE, NoValueError
from ..sweeps.sweep import Batch, Carrying, carry_out_sweep
from ..sweeps.terms import TRANSITION
from ..workers.pool import Simulate
from .placement import fit, next_batch, profile_interval

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario

    from ..ensemble.table import Ensemble

CLOSE = 0.025
"""Half width of the interval at which a search ends, as a share of the range."""
WARNING = (
    "Runs were placed where they tell most of the tipping point: do not average over these days."
)


class Transition(NamedTuple):
    """What a search found."""

    tipping: Estimate
    curve: LogisticCurve
    x: Floats
    """Where each run was placed, shape (n,)."""
    collapsed: Floats
    """1 collapsed, 0 not, NaN failed or not known; shape (n,)."""


NOTHING = Transition(UNKNOWN, LogisticCurve(0.0, 0.0), np.empty(0), np.empty(0))
"""Before the first run."""


def search_transition(
    scenario: Scenario,
    factor: Factor,
    folder: SweepFolder,
    how: Carrying,
    *,
    runs: int,
    half_width: float | None,
    seed: int,
    made_with: Mapping[str, Any],
    ensemble: Ensemble | None = None,
    simulate: Simulate = day_and_series,
) -> Transition:
    """Search until the tipping point is known closely enough.

    Args:
        scenario: what the factor changes.
        factor: a range.
        folder: where runs are kept.
        how: with how many processes, and so on.
        runs: runs at most.
        half_width: half of the 95 % interval wanted, in the factor's unit; None: 2.5 % of
            the range.
        seed: root of all random numbers.
        made_with: where the search comes from, for the manifest.
        ensemble: each run has the settings of another member; None: those of the scenario.
        simulate: runs a day; must be importable by name.

    Raises:
        NoValueError: on no day it is known whether it collapsed; the days are kept.
        Exception: as for ``carry_out_sweep``.
    """
    wanted = half_width or CLOSE * (factor.high - factor.low)
    plan = planned(
        scenario, {factor.name: factor}, design=TRANSITION, samples=runs, seed=seed,
        is_independent=True, ensemble=ensemble,
    )  # fmt: skip
    found = NOTHING

    def batches() -> Generator[Batch]:
        nonlocal found
        while len(found.x) < runs and not _half_width(found) <= wanted:
            placed = _next_runs(plan, found)
            missing = folder.store.missing(placed)
            there = len(found.x) + len(placed) - len(missing)
            if missing:
                yield Batch(missing, {0: runs - there}, there)
            found = _with_outcomes(found, placed, folder, factor)
            if not np.isfinite(found.collapsed).any() and any(map(folder.store.has, placed)):
                raise NoValueError(f"collapsed: {NO_VALUE}")

    carry_out_sweep(plan, folder, how, made_with=made_with, batches=batches(), simulate=simulate)
    return found


def _half_width(found: Transition) -> float:
    return (found.tipping.high - found.tipping.low) / 2


def _next_runs(plan: Plan, found: Transition) -> list[PlannedRun]:
    """Return the next batch; run n has replication n, and so random numbers of its own."""
    (factor,), begun = plan.factors, len(found.x)
    places = next_batch(found.x, found.collapsed, low=factor.low, high=factor.high)
    return [
        run_at(plan, scenario_at(plan.scenario, factor, float(place)), begun + n)
        for n, place in enumerate(places[: plan.samples - begun])
    ]


def _with_outcomes(
    found: Transition, batch: list[PlannedRun], folder: SweepFolder, factor: Factor
) -> Transition:
    """Return what is found with the outcomes of a further batch."""
    x = np.append(found.x, [float(run.scenario.flat()[factor.name]) for run in batch])
    collapsed = np.append(found.collapsed, [_outcome(folder, run) for run in batch])
    known = np.isfinite(collapsed)
    tipping = profile_interval(x, collapsed, low=factor.low, high=factor.high)
    return Transition(tipping, fit(x[known], collapsed[known]), x, collapsed)


def _outcome(folder: SweepFolder, run: PlannedRun) -> float:
    value = folder.store.row(run.key)["collapsed"] if folder.store.has(run) else None
    return np.nan if value is None else float(value)


def stored_transition(folder: SweepFolder, factor: Factor) -> Transition:
    """Return what a search has found so far, from the runs in its folder.

    Raises:
        DamagedRunError: a file cannot be read.
    """
    runs = folder.runs()
    if not len(runs):
        return NOTHING
    runs = runs.sort_values("replication")
    x, collapsed = numbers(runs[factor.name]), numbers(runs["collapsed"])
    known = np.isfinite(collapsed)
    tipping = profile_interval(x, collapsed, low=factor.low, high=factor.high)
    return Transition(tipping, fit(x[known], collapsed[known]), x, collapsed)
