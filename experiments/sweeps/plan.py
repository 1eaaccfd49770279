"""The plan of a sweep: which days are run, in which order, and by which of several shares.

Common random numbers: replication r has the same random numbers at every point, so that the
difference of two points is a difference of their parameters. With independent ones each point has a
root of its own, made from its settings.

Sources: Latin hypercube and Sobol points: McKay et al. 1979, Sobol 1967, by ``scipy.stats.qmc``;
Morris trajectories and Saltelli's scheme: by SALib.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ..days.planned_run import PlannedRun
from ..storage.lock import WHOLE, Share
from .designs import _drawn
from .factors import Factor, FactorError, factor_of
from .listed import Listed, once_each
from .terms import (
    CROSSED,
    DESIGNS,
    LISTED,
    MORRIS,
    SALTELLI,
    SEARCHES,
)

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario

    from ..ensemble.table import Ensemble

Progress = Callable[[float, float], object]
MOST_RUNS: Final = 10_000_000
GOLDEN: Final = 0.6180339887498949
NO_MEMBER: Final = -1
"""Row of the ensemble of what is run under none."""


@dataclass(frozen=True)
class Plan:
    """What a sweep runs."""

    scenario: Scenario
    """What the factors change; everything else is as it states."""
    factors: tuple[Factor, ...]
    design: str = CROSSED
    samples: int = 0
    """Points drawn (Morris: trajectories; saltelli: base points); 0 for a crossed design."""
    replications: int = 1
    seed: int = 0
    is_independent: bool = False
    """Whether points have random numbers of their own."""
    ensemble: Ensemble | None = None
    """Replication r has the settings of its r-th member, the same at all points."""
    listed: tuple[Listed, ...] = ()
    """Points stated one by one, all different; no replications but theirs then."""
    _cache: dict[tuple[int, int], Scenario] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )

    def __post_init__(self) -> None:
        """Check that design and factors fit.

        Raises:
            FactorError: they do not.
        """
        if self.design not in (*DESIGNS, LISTED, *SEARCHES):
            raise FactorError(f"design={self.design!r}: must be one of {', '.join(DESIGNS)}")
        names = [each.name for each in self.factors]
        twice = next((name for n, name in enumerate(names) if name in names[:n]), None)
        if twice:
            raise FactorError(f"{twice}: is varied twice")
        if self.scenario.site.plan:
            from gatecrush.model.scenario.plan_file import OF_A_LAYOUT

            for name in {*names} & {*OF_A_LAYOUT}:
                raise FactorError(f"{name}: says nothing where site.plan draws the place")
        for each in self.factors:
            if self.design == CROSSED and each.is_range:
                words = "low:high needs a count in a crossed design (low:high:count)"
                raise FactorError(f"{each.words}: {words}")
            if self.design != CROSSED and not each.is_range:
                raise FactorError(f"{each.words}: a {self.design} design needs a range, low:high")
        if self.design == LISTED:
            return
        if self.design != CROSSED and not self.samples:
            raise FactorError(f"a {self.design} design needs samples, how many points to draw")
        if self.design != CROSSED and not self.factors:
            raise FactorError(f"a {self.design} design needs something to vary")
        most = (self.rows_drawn or self.number_of_points) * self.replications
        if most > MOST_RUNS:
            words = f"these are {most} runs; a sweep has at most {MOST_RUNS}"
            raise FactorError(words)

    def check(self, progress: Progress | None = None) -> None:
        """Make sure that every point can be run.

        Args:
            progress: called with points checked and points in all.

        Raises:
            ScenarioError: a value cannot be used.
        """
        if self.design in SEARCHES:
            for end in (0.0, 1.0):
                self.scenario.with_(**{each.name: each.at(end) for each in self.factors})
            return
        for point in range(self.number_of_points):
            self.scenario_at(point)
            if progress is not None:
                progress(point + 1, self.number_of_points)

    @property
    def number_of_points(self) -> int:
        """How many points there are; drawn ones that coincide are one, and run once."""
        if self.design == LISTED:
            return len(self.listed)
        if self.design == CROSSED:
            return math.prod(len(each.values) for each in self.factors)
        return self.rows_drawn if self.design in SEARCHES else len(self._points[0])

    @property
    def rows_drawn(self) -> int:
        """How many points a design draws, counting each that coincides with another."""
        k = len(self.factors)
        return self.samples * {MORRIS: k + 1, SALTELLI: k + 2}.get(self.design, 1)

    @property
    def point_of_row(self) -> NDArray[np.int64]:
        """The point at which each drawn row lies, shape (rows,)."""
        return self._points[1]

    @cached_property
    def _points(self) -> tuple[list[tuple[Any, ...]], NDArray[np.int64]]:
        """The values of each point, and the point of each drawn row."""
        points: dict[tuple[Any, ...], int] = {}
        rows = []
        for shares in self.shares.tolist():
            values = tuple(map(Factor.at, self.factors, shares))
            rows.append(points.setdefault(values, len(points)))
        return list(points), np.array(rows, dtype=np.int64)

    @property
    def runs_in_all(self) -> int:
        """How many runs there are."""
        if self.design == LISTED:
            return sum(each.replications for each in self.listed)
        return self.number_of_points * self.replications

    def settings(self, point: int) -> dict[str, Any]:
        """Return what a point changes, by dotted name."""
        if self.design == LISTED:
            return dict(self.listed[point].settings)
        if self.design != CROSSED:
            names = (each.name for each in self.factors)
            return dict(zip(names, self._points[0][point], strict=True))
        found = {}
        for each in reversed(self.factors):
            point, number = divmod(point, len(each.values))
            found[each.name] = each.values[number]
        return {each.name: found[each.name] for each in self.factors}

    def scenario_at(self, point: int, row: int = NO_MEMBER) -> Scenario:
        """Return the scenario of a point.

        Args:
            point: the point.
            row: row of the ensemble whose settings are added.

        Raises:
            ScenarioError: a value cannot be used.
        """
        if (point, row) not in self._cache:
            if len(self._cache) >= 1024:  # a long sweep needs no more memory than a short one
                self._cache.clear()
            settings = self.settings(point)
            if self.ensemble is not None and row != NO_MEMBER:
                settings |= self.ensemble.settings(row)
            self._cache[point, row] = self.scenario.with_(**settings)
        return self._cache[point, row]

    def run(self, point: int, replication: int) -> PlannedRun:
        """Return one run."""
        seed = self._own_seed(point) if self.is_independent else self.seed
        if self.ensemble is None:
            return PlannedRun(self.scenario_at(point), seed, replication, point=point)
        row = self.ensemble.row_of(replication)
        member = self.ensemble.members[row]
        return PlannedRun(
            self.scenario_at(point, row), seed, replication, point=point, member=member
        )

    def runs(self, share: Share = WHOLE) -> Iterator[PlannedRun]:
        """Yield the runs of a share: all points before the next replication, points well mixed.

        So what is left is like what is done, and an interrupted sweep has something at every point.
        """
        return (run for number, run in self.numbered_runs(share.of) if number == share.number)

    def numbered_runs(self, shares: int) -> Iterator[tuple[int, PlannedRun]]:
        """Yield all runs with the number of the share each belongs to, from 1."""
        wanted = [each.replications for each in self.listed] or None
        for replication in range(max(wanted) if wanted else self.replications):
            for place, point in enumerate(self.order):
                if wanted is None or replication < wanted[point]:
                    yield (place + replication) % shares + 1, self.run(int(point), replication)

    def runs_in_share(self, share: Share) -> int:
        """Return how many runs a share has."""
        points = self.number_of_points
        before = ((share.number - 1 - replication) % share.of for replication in range(share.of))
        of_turn = [max(0, -(-(points - first) // share.of)) for first in before]
        turns, more = divmod(self.replications, share.of)
        return turns * sum(of_turn) + sum(of_turn[:more])

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """The order in which points are run: neighbors are far apart."""
        return np.argsort(np.modf(GOLDEN * np.arange(self.number_of_points))[0], kind="stable")

    def _own_seed(self, point: int) -> int:
        given = json.dumps([self.seed, self.scenario_at(point).flat()], sort_keys=True)
        return int.from_bytes(hashlib.sha256(given.encode()).digest()[:7], "big")

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """Where in its range each factor lies in each drawn row, shape (rows, factors)."""
        return _drawn(self.design, len(self.factors), self.samples, self.seed)

    def as_table(self) -> dict[str, Any]:
        """Return the plan as the manifest holds it."""
        return {
            "scenario": self.scenario.flat(),
            "vary": {each.name: _as_list(each) for each in self.factors},
            "design": self.design,
            "samples": self.samples,
            "replications": self.replications,
            "seed": self.seed,
            "common_random_numbers": not self.is_independent,
            "points": self.number_of_points,
            "rows_drawn": self.rows_drawn,
            "runs": self.runs_in_all,
            **({} if self.ensemble is None else {"ensemble": self.ensemble.as_table()}),
            **({"listed": self.listed} if self.design == LISTED else {}),
        }


def plan_of(table: Mapping[str, Any]) -> Plan:
    """Return the plan that a manifest holds."""
    from gatecrush.model.scenario.scenario import Scenario

    from ..ensemble.table import Ensemble

    scenario = Scenario().with_(**table["scenario"])
    known = Scenario.quantities()
    factors = tuple(_from_list(name, given, known) for name, given in table["vary"].items())
    return Plan(
        scenario,
        factors,
        design=table["design"],
        samples=table["samples"],
        replications=table["replications"],
        seed=table["seed"],
        is_independent=not table["common_random_numbers"],
        ensemble=Ensemble.of_table(table["ensemble"]) if "ensemble" in table else None,
        listed=tuple(Listed(*each) for each in table.get("listed", ())),
    )


def _as_list(factor: Factor) -> Any:
    if factor.is_range:
        return {"low": factor.low, "high": factor.high}
    return list(factor.values)


def _from_list(name: str, given: Any, known: Mapping[str, Any]) -> Factor:
    if isinstance(given, dict):
        is_whole = known[name].kind == "whole number"
        return Factor(name, (), given["low"], given["high"], is_whole)
    return Factor(name, tuple(given))


def planned(
    scenario: Scenario | str | Path,
    vary: Mapping[str, Any] = MappingProxyType({}),
    settings: Mapping[str, Any] = MappingProxyType({}),
    *,
    ensemble: Ensemble | str | Path | None = None,
    listed: Iterable[Listed] = (),
    progress: Progress | None = None,
    **words: Any,
) -> Plan:
    """Return a plan every point of which can be run.

    Args:
        scenario: a scenario, the name of one that ships, or the path of a scenario file.
        vary: values by dotted name: a list, a factor, or text as on the command line.
        settings: parameters to change at all points.
        ensemble: an ensemble, its name, or the path of a CSV file.
        listed: points stated one by one; those that are the same become one.
        progress: called with points checked and points in all.
        words: the rest of the plan.

    Raises:
        FactorError, ScenarioError, EnsembleError: a factor, the scenario, a value or the ensemble
            cannot be used.
    """
    from gatecrush.model.scenario.scenario import Scenario

    from ..ensemble import table as ensemble_table

    if not isinstance(scenario, Scenario):
        scenario = Scenario.load(scenario)
    known = Scenario.quantities()
    factors = tuple(factor_of(name, values, known) for name, values in vary.items())
    changed = scenario.with_(**settings)
    if ensemble is not None:
        if not isinstance(ensemble, ensemble_table.Ensemble):
            ensemble = ensemble_table.load(ensemble)
        ensemble = ensemble.for_scenario(changed, {*settings, *vary})
    points = once_each(changed, listed)
    if points:
        words["design"] = LISTED
    plan = Plan(changed, factors, ensemble=ensemble, listed=points, **words)
    plan.check(progress)
    return plan
