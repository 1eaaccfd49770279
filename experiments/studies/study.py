"""A study: a question, a design that may answer it, a table and a figure.

Studies share their runs: a day that two of them want is run once.
"""

from __future__ import annotations

import shlex
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..days.planned_run import PlannedRun
from ..days.provenance import made_with
from ..storage.whole_files import appearing, write_whole
from ..sweeps.folder import NoSweepError, SweepFolder
from ..sweeps.listed import Listed
from ..sweeps.plan import Plan, planned
from ..sweeps.sweep import Batch, Carrying, carry_out_sweep
from ..words import counted, duration
from ..workers.pool import Simulate, simulate_day

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

    from ..storage.run_store import RunStore


@dataclass(frozen=True)
class Study:
    """One research question."""

    name: str
    question: str
    """Heading of table and figure."""
    points: Callable[[Scenario], Sequence[Point]]
    """The points of the design, from the scenario they change."""
    replications: int
    tables: Callable[[pd.DataFrame], tuple[pd.DataFrame, str]]
    """From the runs (a row each): the table, and the table for people to read."""
    figure: Callable[[pd.DataFrame, pd.DataFrame], Figure]
    """From runs and table."""


@dataclass(frozen=True)
class Order:
    """How studies are to be carried out."""

    out: Path
    scenario: Scenario
    seed: int = 0
    replications: int | None = None
    """Runs a point; None: as many as each study wants."""
    jobs: int = 2
    quiet: bool = False

    def wanted(self, study: Study) -> int:
        """Return how often each point of a study is run."""
        return self.replications or study.replications

    def runs(self, study: Study) -> list[list[PlannedRun]]:
        """Return the runs of a study, shape (points, replications)."""
        changed = [self.scenario.with_(**each.settings) for each in study.points(self.scenario)]
        wanted = range(self.wanted(study))
        return [[PlannedRun(each, self.seed, r) for r in wanted] for each in changed]

    def plan(self, studies: Iterable[Study], beside: Iterable[Listed] = ()) -> Plan:
        """Return the plan of some studies; a day that several of them want is in it once.

        Args:
            studies: the studies.
            beside: points that are planned already.

        Raises:
            ScenarioError: a setting of a point cannot be used.
        """
        points = (
            Listed(point.settings, self.wanted(study), [study.name])
            for study in studies
            for point in study.points(self.scenario)
        )
        return planned(self.scenario, listed=[*beside, *points], seed=self.seed)


def carry_out_studies(
    studies: Sequence[Study], order: Order, *, simulate: Simulate = simulate_day
) -> int:
    """Run what is missing, then write table and figure of each study.

    Args:
        studies: the studies.
        order: where, with how many replications and processes.
        simulate: runs a day.

    Returns:
        Number of runs that failed.

    Raises:
        Exception: as for ``carry_out_sweep``.
    """
    begun, folder = time.monotonic(), SweepFolder(order.out)
    failed = carry_out_sweep(
        order.plan(studies, _listed_there(folder, order)),
        folder,
        Carrying(order.jobs, quiet=order.quiet),
        made_with=made_with(),
        batches=_asked_for(order.plan(studies), folder, quiet=order.quiet),
        simulate=simulate,
    )
    for study in studies:
        report(study, observed(study, order, folder.store), order.out)
    if not order.quiet:
        spent = duration(time.monotonic() - begun)
        print(f"gatecrush: tables and figures in {order.out}, {spent}", file=sys.stderr)
    if failed:
        where = shlex.quote(str(order.out))
        words = f"gatecrush: {counted(failed, 'run')} failed: gatecrush status {where} says why"
        print(words, file=sys.stderr, flush=True)
    return failed


def _listed_there(folder: SweepFolder, order: Order) -> tuple[Listed, ...]:
    """Return the points of studies that a folder is for already, if they change the same day."""
    try:
        there = folder.plan()
    except NoSweepError:
        return ()
    return there.listed if (there.scenario, there.seed) == (order.scenario, order.seed) else ()


def _asked_for(plan: Plan, folder: SweepFolder, *, quiet: bool) -> Generator[Batch]:
    """Yield what is missing of the studies asked for; the folder may be for others as well."""
    missing = folder.store.missing(plan.runs())
    there = plan.runs_in_all - len(missing)
    if not quiet:
        words = f"gatecrush: {counted(plan.runs_in_all, 'run')} wanted, {there} there already"
        print(words, file=sys.stderr, flush=True)
    yield Batch(missing, Counter(run.point for run in missing), there)


def stored_studies(folder: SweepFolder) -> Iterator[tuple[Study, pd.DataFrame]]:
    """Yield the studies that a folder is for, with their runs so far; none without any."""
    from . import NAMES, study_named

    plan = folder.plan()
    for name in NAMES:
        wanted = [each.replications for each in plan.listed if name in each.studies]
        if wanted:
            order = Order(folder.place, plan.scenario, plan.seed, max(wanted))
            runs = observed(study_named(name), order, folder.store)
            if len(runs):
                yield study_named(name), runs


def stored_figures(folder: SweepFolder) -> Iterator[tuple[Study, Figure]]:
    """Yield the studies that a folder is for, each with its figure so far."""
    for study, runs in stored_studies(folder):
        yield study, _drawn(study, runs, study.tables(runs)[0])


def observed(study: Study, order: Order, store: RunStore) -> pd.DataFrame:
    """Return the finished runs of a study, a row each, with ``point``, ``baseline`` and labels."""
    import pandas as pd

    parts = []
    points = study.points(order.scenario)
    for number, (point, runs) in enumerate(zip(points, order.runs(study), strict=True)):
        labels: dict[str, Any] = {"point": number, "baseline": point.baseline, **point.labels}
        parts.append(store.read(runs).assign(**labels))
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)


def report(study: Study, runs: pd.DataFrame, out: Path) -> None:
    """Write table and figure of a study, and print the table."""
    from ..drawing.style import save_figure

    if not len(runs):
        print(f"gatecrush: {study.name}: no run finished", file=sys.stderr)
        return
    table, words = study.tables(runs)
    heading = f"{study.name}: {study.question}"
    text = f"{heading}\n{'=' * min(len(heading), 100)}\n{words}\n"
    out.mkdir(parents=True, exist_ok=True)
    with appearing(out / f"{study.name}.parquet") as beside:
        table.to_parquet(beside, index=False)
    write_whole(out / f"{study.name}.txt", text)
    save_figure(_drawn(study, runs, table), out / f"{study.name}.png")
    print(text, flush=True)


def _drawn(study: Study, runs: pd.DataFrame, table: pd.DataFrame) -> Figure:
    import matplotlib

    from ..drawing.style import STYLE

    with matplotlib.rc_context(STYLE):
        return study.figure(runs, table)


@dataclass(frozen=True)
class Point:
    """One point of a design: parameters changed together, and what the point is called."""

    labels: Mapping[str, Any]
    """Columns that tell this point from the others, usually a parameter and its value."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Parameters changed in the study's scenario, by dotted name."""
    baseline: bool = False
    """Whether the others are compared with this point."""
