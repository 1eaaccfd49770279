"""A sweep: days under many settings, each run once, whatever happens meanwhile.

What is planned and not stored is run; so the same sweep again finishes what is missing. The result
does not depend on the number of processes, on who carries them out, or on the order.
"""

from __future__ import annotations

import math
import operator
import os
import time
import warnings
from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ..days.outcomes import day_and_series
from ..days.planned_run import PlannedRun
from ..storage.lock import WHOLE, Share, working_on
from ..workers.cluster import cluster_workers, make_sure_of
from ..workers.pool import Simulate, carry_out
from ..workers.processes import Workers, local_workers
from ..workers.progress import runs_shown, say_if_compiling
from .folder import SweepFolder
from .placed import accept_search
from .plan import Plan, planned
from .precision import Precision
from .terms import CROSSED, DASK, ENGINES, LARGEST_SEED, LOCAL, SEARCHES

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.scenario.scenario import Scenario

    from ..ensemble.table import Ensemble

MOST: Final = 1_000_000
"""Samples, or replications, at most."""
MOST_JOBS: Final = 1024


class NoRunFinishedError(RuntimeError):
    """A sweep whose runs all failed."""


@dataclass(frozen=True)
class Carrying:
    """How a plan is carried out; none of it changes a result."""

    jobs: int = 0
    """Processes side by side; 0: this one."""
    engine: str = LOCAL
    scheduler: str | None = None
    """Address of a Dask scheduler; None: one is started here."""
    time_limit: float | None = None
    """Longest time for one run, s."""
    share: Share = WHOLE
    quiet: bool = False

    def check(self) -> None:
        """Make sure that the ways to carry out runs fit together.

        Raises:
            ValueError: they do not.
        """
        limit, (number, of) = self.time_limit, self.share
        if self.engine not in ENGINES:
            raise ValueError(f"engine={self.engine!r}: must be one of {', '.join(ENGINES)}")
        if self.scheduler and self.engine != DASK:
            raise ValueError("scheduler: needs engine='dask'")
        if limit is not None and not 0 < limit < math.inf:
            raise ValueError(f"time_limit={limit!r}: must be a number of seconds above 0")
        if limit is not None and self.is_here:
            raise ValueError("time_limit: needs a process that can be stopped, jobs=1 or more")
        if not 1 <= number <= of:
            raise ValueError(f"shard=({number}, {of}): must be (I, N): share I, from 1, of N")

    def workers(self) -> AbstractContextManager[Workers]:
        """Return who carries out the runs."""
        if self.engine == DASK:
            return cluster_workers(self.scheduler, self.jobs or 1, time_limit=self.time_limit)
        return local_workers(self.jobs, time_limit=self.time_limit)

    def make_sure(self) -> None:
        """Make sure, before anything is made, that there is somebody to carry out the runs.

        Raises:
            NoClusterError: there is no such cluster, or no way to talk to one.
        """
        if self.engine == DASK:
            make_sure_of(self.scheduler)

    @property
    def is_here(self) -> bool:
        """Whether runs are carried out in this process."""
        return self.jobs == 0 and self.engine == LOCAL


class Batch(NamedTuple):
    """Runs that are carried out before it is decided which come next."""

    runs: Iterable[PlannedRun]
    left: Mapping[int, int]
    """Runs to come at each point, in this batch and later ones as far as that is known."""
    done: int = 0
    """Runs there already."""
    simulate: Simulate | None = None
    """Runs a day of this batch; None: as all of the sweep."""


def carry_out_sweep(
    plan: Plan,
    folder: SweepFolder,
    how: Carrying,
    *,
    made_with: Mapping[str, Any],
    until: Precision | None = None,
    batches: Generator[Batch] | None = None,
    simulate: Simulate = day_and_series,
) -> int:
    """Run what is planned and not stored.

    Args:
        plan: what to run; with a precision or a source of batches, the most that may be run.
        folder: where.
        how: with how many processes, and so on.
        made_with: where the plan comes from, for the manifest.
        until: how closely an outcome is to be known; None: run the whole plan.
        batches: which runs come next, decided while runs come in; None: those of the plan.
        simulate: runs a day; must be importable by name.

    Returns:
        Number of runs that failed.

    Raises:
        BusyError: another process works on the folder.
        OtherPlanError: the folder holds runs that the plan does not have.
        NoClusterError, ClusterGoneError: there is no such cluster, or it is gone.
        NoValueError: the outcome to be known has no value on any day; the days are kept.
        KeyboardInterrupt: interrupted; what was under way is stored.
        NotStoredError: a run cannot be stored; those stored before are kept.
    """
    how.make_sure()
    folder.place.mkdir(parents=True, exist_ok=True)
    with working_on(folder.place, how.share):
        if plan.design in SEARCHES:
            accept_search(folder, plan)
            folder.write_manifest(plan, made_with)
        else:
            left, done = folder.accept(plan, made_with, how.share)
        if until is not None:
            batches = _batches(plan, folder, until)
        if batches is None:
            whole = Batch(plan.runs(how.share), left, done)
            return _carry_out([whole], folder, how, simulate)
        with closing(batches):
            failed = _carry_out(batches, folder, how, simulate)
        if until is not None or plan.design in SEARCHES:
            enough = sum(1 for _ in folder.store.stored_keys()) + sum(1 for _ in folder.failures())
            folder.write_manifest(plan, made_with, enough=min(enough, plan.runs_in_all))
        return failed


def _carry_out(
    batches: Iterable[Batch], folder: SweepFolder, how: Carrying, simulate: Simulate
) -> int:
    """Carry out batch after batch by the same workers, who begin with the first run to come."""
    failed = 0
    with ExitStack() as stack:
        workers = cache(lambda: stack.enter_context(how.workers()))
        for batch in batches:
            if sum(batch.left.values()) == 0:
                continue
            say_if_compiling(quiet=how.quiet)
            with runs_shown(batch.left, done=batch.done, quiet=how.quiet) as shown:
                failed += carry_out(
                    batch.runs,
                    folder.store,
                    jobs=0 if how.is_here else max(1, how.jobs),
                    simulate=batch.simulate or simulate,
                    shown=shown,
                    workers=workers,
                )
    return failed


def _batches(plan: Plan, folder: SweepFolder, until: Precision) -> Generator[Batch]:
    """Yield the runs to add until each point is known closely enough.

    A run that fails is not replaced: its point is known a little less closely.
    """
    tried: set[str] = set()
    found: dict[str, float] = {}
    while True:
        batch, had = [], 0
        for point in range(plan.number_of_points):
            runs = [plan.run(point, replication) for replication in range(plan.replications)]
            have = [run for run in runs if folder.store.has(run)]
            for key in (run.key for run in have if run.key not in found):
                value = folder.store.row(key)[until.outcome]
                found[key] = np.nan if value is None else float(value)
            values = np.array([found[run.key] for run in have])
            wanted = runs[: until.wanted(values)]
            batch += [run for run in wanted if run.key not in tried and run not in have]
            had += len(have)
        if not batch:
            return
        tried.update(run.key for run in batch)
        yield Batch(batch, Counter(run.point for run in batch), had)


def sweep(
    scenario: Scenario | str | Path,
    vary: Mapping[str, Any],
    *,
    out: str | Path,
    settings: Mapping[str, Any] | None = None,
    design: str = CROSSED,
    samples: int = 0,
    replications: int = 1,
    seed: int = 0,
    independent: bool = False,
    ensemble: Ensemble | str | Path | None = None,
    until: Precision | None = None,
    jobs: int | None = None,
    engine: str = LOCAL,
    scheduler: str | None = None,
    time_limit: float | None = None,
    shard: tuple[int, int] = WHOLE,
    quiet: bool = False,
) -> pd.DataFrame:
    """Run days under many settings; what is stored already is not run again.

    Args:
        scenario: a scenario, the name of one that ships, or the path of a scenario file.
        vary: by dotted name a list, or text as on the command line: ``"0.1:2:20"``.
        out: folder of the sweep.
        settings: parameters to change at all points.
        design: crossed, latin, sobol, morris or saltelli.
        samples: points drawn, for designs that draw them.
        replications: runs a point.
        seed: root of all random numbers.
        independent: whether points have random numbers of their own.
        ensemble: an ensemble, its name (account), or a CSV file: a member for each replication.
        until: how closely an outcome is to be known; then as many runs as that takes.
        jobs: processes side by side; None: as many as processors; 0: this one.
        engine: local or dask.
        scheduler: address of a Dask scheduler.
        time_limit: longest time for one run, s.
        shard: number and count of shares, such as (1, 4).
        quiet: whether to show no progress.

    Returns:
        The finished runs, a row each.

    Raises:
        FactorError, ScenarioError, EnsembleError, ValueError: what is asked for cannot be used;
            nothing is written then.
        BusyError, OtherPlanError: somebody else, or something else, is in the folder.
        NoRunFinishedError: all runs failed. If only some did, a warning says so.
    """
    from ..days.provenance import circumstances

    how = Carrying(_jobs(jobs), engine, scheduler, time_limit, Share(*shard), quiet)
    how.check()
    numbers = _numbers(seed, samples, until.most if until else replications)
    words: dict[str, Any] = {"design": design, "is_independent": independent, **numbers}
    plan = planned(scenario, vary, settings or {}, ensemble=ensemble, **words)
    folder = SweepFolder(Path(out))
    failed = carry_out_sweep(plan, folder, how, made_with=circumstances(time.time()), until=until)
    return _warned(folder, failed)


def _warned(folder: SweepFolder, failed: int) -> pd.DataFrame:
    """Return the finished runs; warn of those that failed."""
    runs = folder.runs()
    if failed:
        first = next(folder.failures())["reason"].strip().rpartition("\n")[2]
        words = f"{failed} runs failed, the first: {first}; gatecrush status {folder.place} tells"
        if not len(runs):
            raise NoRunFinishedError(words)
        warnings.warn(words, RuntimeWarning, stacklevel=3)
    return runs


def _numbers(seed: Any, samples: Any, replications: Any) -> dict[str, int]:
    return {
        "seed": _whole("seed", seed, 0, LARGEST_SEED),
        "samples": _whole("samples", samples, 0, MOST),
        "replications": _whole("replications", replications, 1, MOST),
    }


def _jobs(jobs: Any) -> int:
    return _whole("jobs", (os.cpu_count() or 1) if jobs is None else jobs, 0, MOST_JOBS)


def _whole(name: str, value: Any, low: int, high: int) -> int:
    """Return a whole number as Python has it."""
    try:
        number = operator.index(value)
    except TypeError:
        number = low - 1
    if isinstance(value, bool) or not low <= number <= high:
        raise ValueError(f"{name}={value!r}: must be a whole number, {low} to {high}")
    return number
