"""Which settings of the parameters give the day of the account? A search that can be run again.

Settings are spread over the ranges searched by a scrambled Sobol sequence (Sobol 1967, Owen 1997);
the same days (seed, replication) are run under each: common random numbers. The near ones go on to
more replications (successive halving, Jamieson & Talwalkar 2016):

    1 replication of all, 2 of the nearest KEEP of them, 4 of the nearest KEEP of those, ...

What fits is a region, not a point: one account does not identify so many parameters.

    python -m gatecrush.experiments.calibration --settings 256 --replications 4 --out out/calibration
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from .calibration_day import Day, Job, Result, run_days
from .calibration_target import COUNTED, distance, over_replications, shortfalls

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

KEEP: Final = 0.4
"""Share of the settings that goes on to twice the replications (and all that are as near)."""
SHIPPED: Final = -1
"""Number of the setting that consists of the defaults that ship."""


@dataclass(frozen=True)
class Range:
    """Where a parameter is searched for; the prior is uniform, or uniform in the logarithm."""

    parameter: str
    low: float
    high: float
    is_log: bool = False

    def at(self, share: Floats | float) -> Floats:
        """Return the value below which a share of the range lies."""
        share = np.asarray(share, dtype=np.float64)
        if self.is_log:
            return np.asarray(self.low * (self.high / self.low) ** share)
        return np.asarray(self.low + (self.high - self.low) * share)

    def share_below(self, value: Floats | float) -> Floats:
        """Return the share of the range that lies below a value."""
        value = np.asarray(value, dtype=np.float64)
        if self.is_log:
            return np.asarray(np.log(value / self.low) / math.log(self.high / self.low))
        return np.asarray((value - self.low) / (self.high - self.low))


RANGES: Final[tuple[Range, ...]] = (
    Range("waiters.telling", 0.001, 0.01, is_log=True),
    Range("waiters.threshold_mean", 0.35, 0.8),
    Range("waiters.threshold_spread", 0.05, 0.3),
    Range("waiters.never_push", 0.0, 0.2),
    Range("waiters.patience", 3.0, 30.0, is_log=True),
    Range("waiters.skip_perception", 0.5, 2.0),
    Range("waiters.word_of_mouth", 0.0, 0.1),
    Range("waiters.fatigue", 0.0, 1 / 12),
    Range("waiters.challenge_reach", 1.0, 5.0),
    Range("pressure.push", 200.0, 500.0),
    Range("pressure.lean", 0.02, 0.1),
    Range("pressure.transmission", 0.7, 0.9),
    Range("movement.drive_decay", 20.0, 60.0),
    Range("movement.comfort", 2.0, 4.0),
)
"""The ranges searched, from what is known of each parameter (their sources: gatecrush parameters).

Everything else keeps its default: the account's own numbers, and what is assumed.
"""


def settings_of(count: int, seed: int, ranges: Sequence[Range] = RANGES) -> list[dict[str, float]]:
    """Return settings that fill the ranges evenly; the first ones stay when there are more.

    Values are cut to four digits, so that a setting can be written down and repeated.
    """
    sampler = qmc.Sobol(len(ranges), rng=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # balanced for powers of two only
        points = sampler.random(count)
    return [
        {
            each.parameter: float(f"{float(each.at(share)):.4g}")
            for each, share in zip(ranges, point, strict=True)
        }
        for point in points
    ]


def replications_of_stages(replications: int) -> list[int]:
    """Return 1, 2, 4, ... up to the replications of the last stage."""
    stages = [2**n for n in range(replications.bit_length())]
    return sorted({*(each for each in stages if each <= replications), replications})


def survivors(distances: dict[int, float], keep: float = KEEP) -> list[int]:
    """Return the settings that go on: the nearest share, and all as near as the last of them."""
    ranked = sorted(distances.values())
    if not ranked:
        return []
    bound = ranked[max(1, round(keep * len(ranked))) - 1]
    return sorted(setting for setting, far in distances.items() if far <= bound)


class Search:
    """The days run so far, by setting, and what comes next."""

    def __init__(self, job: Job, settings: Sequence[dict[str, float]], *, jobs: int) -> None:
        """Take the settings; the defaults that ship run along as setting SHIPPED."""
        self.job, self.jobs = job, jobs
        self.values = {SHIPPED: dict[str, float](), **dict(enumerate(settings))}
        self.days: dict[int, list[Result]] = {setting: [] for setting in self.values}
        self.progress = Progress()

    def run(self, replications: int) -> None:
        """Run all stages; the defaults that ship get every replication."""
        stages = replications_of_stages(replications)
        alive = list(self.values)
        for stage in stages:
            self.progress.expect(self._days_to_come(len(alive), stages[stages.index(stage) :]))
            self._run_stage(alive, stage)
            distances = {
                each: self.distance(each)
                for each in alive
                if each != SHIPPED and not self.is_abandoned(each)
            }
            share = KEEP * (len(alive) - 1) / max(1, len(distances))
            alive = [SHIPPED, *survivors(distances, min(1.0, share))]

    def distance(self, setting: int) -> float:
        """Return a setting's distance by the days it has had; abandoned: at least so much."""
        return distance(self.shortfalls(setting).values())

    def shortfalls(self, setting: int) -> dict[str, float]:
        """Return the shortfalls of a setting, NaN for what its abandoned day left open."""
        at = next((day.abandoned_at for day in self.days[setting]), math.nan)
        return shortfalls(self.quantities(setting), abandoned_at=at)

    def quantities(self, setting: int) -> dict[str, float]:
        """Return the quantities of a setting over its replications."""
        return over_replications([day.quantities for day in self.days[setting]])

    def is_abandoned(self, setting: int) -> bool:
        """Tell whether a setting's first day was too far off to be finished."""
        return any(math.isfinite(day.abandoned_at) for day in self.days[setting])

    def _run_stage(self, alive: Sequence[int], replications: int) -> None:
        days = [
            Day(setting, self.values[setting], n, setting != SHIPPED and replications == 1)
            for setting in alive
            for n in range(len(self.days[setting]), replications)
        ]
        results = run_days(self.job, days, jobs=self.jobs, finished=self.progress.finished)
        for day, result in zip(days, results, strict=True):
            self.days[day.setting].append(result)

    def _days_to_come(self, alive: int, stages: Sequence[int]) -> int:
        """Return how many days are still to be run, if no more than KEEP survive a stage."""
        had = len(self.days[SHIPPED])
        days = 0
        for stage in stages:
            days += (alive - 1) * (stage - had) + (stage - had)
            alive, had = 1 + max(1, round(KEEP * (alive - 1))), stage
        return days

    def table(self) -> pd.DataFrame:
        """Return a row a setting: parameters, quantities, shortfalls, distance, what fits."""
        import pandas as pd

        return pd.DataFrame([self._row(setting) for setting in self.values])

    def _row(self, setting: int) -> dict[str, Any]:
        scenario = self.job.scenario.with_(**self.values[setting]).flat()
        quantities = self.quantities(setting)
        terms = self.shortfalls(setting)
        abandoned = self.is_abandoned(setting)
        far = {part: [terms[each.quantity] for each in COUNTED if each.part == part]
               for part in ("day", "witness")}  # fmt: skip
        return {
            "setting": setting,
            "replications": len(self.days[setting]),
            "abandoned": abandoned,
            **{each.parameter: scenario[each.parameter] for each in RANGES},
            **quantities,
            **{f"shortfall.{name}": value for name, value in terms.items()},
            "distance": distance(terms.values()),
            "implausibility": float(np.nanmax(list(terms.values()))),
            "fits_day": not abandoned and not any(far["day"]),
            "fits": not abandoned and not any(terms.values()),
            "cpu_seconds": sum(day.cpu_seconds for day in self.days[setting]),
        }
