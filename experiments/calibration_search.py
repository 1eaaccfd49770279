"""Successive halving: the near settings go on to more replications (Jamieson & Talwalkar 2016).

1 replication of all, 2 of the nearest KEEP of them, 4 of the nearest KEEP of those, ...
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .calibration_day import abandoned_at, day_or_part, is_hopeless
from .calibration_ranges import RANGES
from .calibration_target import (
    COUNTED,
    Quantities,
    distance,
    known_by,
    over_replications,
    quantities_of,
    shortfalls,
)
from .design import PlannedRun
from .run_pool import Simulate, carry_out, simulate_day
from .run_progress import runs_shown

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.scenario import Scenario

    from .run_store import RunStore

KEEP: Final = 0.4
"""Share of the settings that goes on to twice the replications (and all that are as near)."""
SHIPPED: Final = -1
"""Number of the setting that consists of the defaults that ship."""


def replications_of_stages(replications: int) -> list[int]:
    """Return 1, 2, 4, ... up to the replications of the last stage."""
    stages = [2**n for n in range(replications.bit_length())]
    return sorted({*(each for each in stages if each <= replications), replications})


def share_kept(settings: int) -> int:
    """Return how many of so many settings go on."""
    return max(1, round(KEEP * settings))


def survivors(distances: Mapping[int, float], *, count: int) -> list[int]:
    """Return the nearest settings, and all that are as near as the last of them."""
    ranked = sorted(distances.values())[:count]
    return sorted(number for number, far in distances.items() if ranked and far <= ranked[-1])


def days_to_come(settings: int, stages: Sequence[int]) -> int:
    """Return the days of all stages after the first one given, if there are no ties.

    Args:
        settings: settings in the first stage given.
        stages: replications after each stage.
    """
    days = 0
    for had, stage in itertools.pairwise(stages):
        settings = share_kept(settings)
        days += settings * (stage - had)
    return days


class Search:
    """Settings, the days each has had, and what comes next."""

    def __init__(
        self,
        scenario: Scenario,
        settings: Sequence[Mapping[str, float]],
        *,
        seed: int,
        store: RunStore,
    ) -> None:
        """Take the settings; the defaults that ship run along as setting SHIPPED.

        Args:
            scenario: what the settings change.
            settings: parameters by dotted name.
            seed: root of all random numbers, the same under each setting.
            store: where finished days are kept.
        """
        self.seed, self.store = seed, store
        numbered = dict(enumerate(settings))
        self.scenarios = {SHIPPED: scenario}
        self.scenarios |= {number: scenario.with_(**each) for number, each in numbered.items()}
        self.days: dict[int, list[dict[str, Any]]] = {number: [] for number in self.scenarios}
        self.failed = 0

    def run(self, replications: int, *, jobs: int, quiet: bool = False) -> None:
        """Run all stages; the defaults that ship get every replication.

        Args:
            replications: replications of the last stage.
            jobs: processes side by side; 0: in this process.
            quiet: whether to show no progress.
        """
        stages = replications_of_stages(replications)
        alive = [number for number in self.scenarios if number != SHIPPED]
        shipped = self._runs([SHIPPED], 0, replications)
        to_come = len(alive) * stages[0] + days_to_come(len(alive), stages)
        self._carry_out(shipped, simulate_day, to_come, jobs, quiet)
        for n, (had, stage) in enumerate(itertools.pairwise([0, *stages])):
            runs = self._runs(alive, had, stage)
            simulate = simulate_day if had else day_or_part
            self._carry_out(runs, simulate, days_to_come(len(alive), stages[n:]), jobs, quiet)
            alive = self._survivors(alive, stage)

    def _carry_out(
        self,
        runs: Sequence[tuple[int, PlannedRun]],
        simulate: Simulate,
        to_come: int,
        jobs: int,
        quiet: bool,
    ) -> None:
        """Run what is missing and read all; the time left shown is that of ``to_come``, too."""
        missing = len(self.store.missing(run for _, run in runs))
        with runs_shown(missing + to_come, quiet=quiet or not missing) as shown:
            self.failed += carry_out(
                [run for _, run in runs], self.store, jobs=jobs, simulate=simulate, shown=shown
            )
        rows = {row["key"]: row for row in self._rows(runs)}
        for number, run in runs:
            if run.key in rows:
                self.days[number].append(rows[run.key])

    def _rows(self, runs: Sequence[tuple[int, PlannedRun]]) -> list[dict[str, Any]]:
        return [
            {str(key): value for key, value in row.items()}
            for row in self.store.read(run for _, run in runs).to_dict("records")
        ]

    def _runs(
        self, numbers: Sequence[int], had: int, replications: int
    ) -> list[tuple[int, PlannedRun]]:
        """Return the days of a stage, all settings before the next replication.

        Days abandoned for targets that have changed since are forgotten.
        """
        runs = [
            (number, PlannedRun(self.scenarios[number], self.seed, replication))
            for replication in range(had, replications)
            for number in numbers
        ]
        for row in self._rows(runs):
            if math.isfinite(abandoned_at(row)) and not is_hopeless(row):
                self.store.path(row["key"]).unlink()
        return runs

    def _survivors(self, alive: Sequence[int], replications: int) -> list[int]:
        """Return who goes on: whoever was abandoned, or has a day that failed, does not."""
        distances = {
            number: self.distance(number)
            for number in alive
            if len(self.days[number]) == replications and not self.is_abandoned(number)
        }
        return survivors(distances, count=share_kept(len(alive)))

    def distance(self, number: int) -> float:
        """Return a setting's distance by the days it has had; abandoned: at least so much."""
        return distance(self._measured(number)[1].values())

    def is_abandoned(self, number: int) -> bool:
        """Tell whether a setting's first day was too far off to be finished."""
        return math.isfinite(abandoned_at(self.days[number][0]))

    def _measured(self, number: int) -> tuple[Quantities, dict[str, float]]:
        """Return quantities and shortfalls; NaN what an abandoned day left open."""
        days = self.days[number]
        quantities = over_replications([quantities_of(day) for day in days])
        at = abandoned_at(days[0])
        return known_by(quantities, at), shortfalls(quantities, abandoned_at=at)

    def table(self) -> pd.DataFrame:
        """Return a row a setting: parameters, quantities, shortfalls, distance, what fits."""
        import pandas as pd

        return pd.DataFrame([self._row(number) for number in self.scenarios if self.days[number]])

    def _row(self, number: int) -> dict[str, Any]:
        values, abandoned = self.scenarios[number].flat(), self.is_abandoned(number)
        quantities, terms = self._measured(number)
        day = [terms[each.quantity] for each in COUNTED if each.part == "day"]
        return {
            "setting": number,
            "replications": len(self.days[number]),
            "abandoned": abandoned,
            **{each.parameter: float(values[each.parameter]) for each in RANGES},
            **quantities,
            **{f"shortfall.{name}": term for name, term in terms.items()},
            "distance": distance(terms.values()),
            "implausibility": float(np.nanmax(list(terms.values()))),
            "fits_day": not abandoned and not any(day),
            "fits": not abandoned and not any(terms.values()),
            "cpu_seconds": sum(float(each["cpu_seconds"]) for each in self.days[number]),
        }
