"""A study: a question, a design that may answer it, a table and a figure.

Studies share their runs: a day that two of them want is run once.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..days.planned_run import PlannedRun
from ..storage.run_store import RunStore
from ..storage.whole_files import appearing, write_whole
from ..words import counted, duration
from ..workers.pool import Simulate, carry_out, simulate_day
from ..workers.progress import runs_shown, say_if_compiling

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

QUICK: Final = 2
"""Replications of a quick trial."""


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

    def runs(self, study: Study) -> list[list[PlannedRun]]:
        """Return the runs of a study, shape (points, replications)."""
        wanted = self.replications or study.replications
        points = study.points(self.scenario)
        return planned_runs(self.scenario, points, replications=wanted, seed=self.seed)


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
    """
    begun = time.monotonic()
    designs = [order.runs(study) for study in studies]
    store = RunStore(order.out / "runs")
    wanted = in_order(designs)
    missing = store.missing(wanted)
    if not order.quiet:
        print(
            f"gatecrush: {counted(len(wanted), 'run')} wanted, "
            f"{len(wanted) - len(missing)} there already",
            file=sys.stderr,
            flush=True,
        )
    say_if_compiling(quiet=order.quiet or not missing)
    with runs_shown(len(missing), quiet=order.quiet) as shown:
        failed = carry_out(missing, store, jobs=order.jobs, simulate=simulate, shown=shown)
    for study, design in zip(studies, designs, strict=True):
        report(study, observed(study.points(order.scenario), design, store), order.out)
    if not order.quiet:
        spent = duration(time.monotonic() - begun)
        print(f"gatecrush: tables and figures in {order.out}, {spent}", file=sys.stderr)
    if failed:
        words = f"gatecrush: {counted(failed, 'run')} failed; see {store.failures}"
        print(words, file=sys.stderr, flush=True)
    return failed


def observed(
    points: Sequence[Point], design: Iterable[Sequence[PlannedRun]], store: RunStore
) -> pd.DataFrame:
    """Return the finished runs of a design, a row each, with ``point``, ``baseline`` and labels."""
    import pandas as pd

    parts = []
    for number, (point, runs) in enumerate(zip(points, design, strict=True)):
        part = store.read(runs)
        labels: dict[str, Any] = {"point": number, "baseline": point.baseline, **point.labels}
        parts.append(part.assign(**labels))
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)


def report(study: Study, runs: pd.DataFrame, out: Path) -> None:
    """Write table and figure of a study, and print the table."""
    import matplotlib

    from ..drawing.style import STYLE, save_figure

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
    with matplotlib.rc_context(STYLE):
        save_figure(study.figure(runs, table), out / f"{study.name}.png")
    print(text, flush=True)


@dataclass(frozen=True)
class Point:
    """One point of a design: parameters changed together, and what the point is called."""

    labels: Mapping[str, Any]
    """Columns that tell this point from the others, usually a parameter and its value."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Parameters changed in the study's scenario, by dotted name."""
    baseline: bool = False
    """Whether the others are compared with this point."""


def planned_runs(
    scenario: Scenario, points: Iterable[Point], *, replications: int, seed: int
) -> list[list[PlannedRun]]:
    """Return the runs of each point, shape (points, replications).

    Args:
        scenario: what the points change.
        points: the points of the design.
        replications: runs a point, numbered alike at all points.
        seed: root of all random numbers.

    Raises:
        ScenarioError: a setting of a point cannot be used.
    """
    changed = [scenario.with_(**point.settings) for point in points]
    return [[PlannedRun(each, seed, r) for r in range(replications)] for each in changed]


def in_order(designs: Iterable[list[list[PlannedRun]]]) -> list[PlannedRun]:
    """Return the runs of several designs, each once, all points before the next replication.

    So the runs left are like those done, and an interrupted study has something at every point.
    """
    found: dict[str, PlannedRun] = {}
    for run in sorted(
        (run for design in designs for point in design for run in point),
        key=lambda run: run.replication,
    ):
        found.setdefault(run.key, run)
    return list(found.values())
