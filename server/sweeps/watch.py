"""How far a visitor's sweep is: read from its folder, as ``gatecrush status`` does."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, NamedTuple

from gatecrush.experiments.commands.folder import status_of
from gatecrush.experiments.sweeps.folder import NoSweepError, SweepFolder
from gatecrush.experiments.words import counted, duration
from gatecrush.experiments.workers.pool import Ended
from gatecrush.experiments.workers.progress import Reckoning

from .curve import Rows, read_runs
from .own_sweep import FINISHING, OVER, WAITING, OwnSweep


class Progress(NamedTuple):
    """How far it is."""

    state: str
    ahead: int
    planned: int
    done: int = 0
    failed: int = 0
    seconds_left: float | None = None
    reasons: tuple[str, ...] = ()
    """Why runs failed."""
    problem: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state == OVER

    @property
    def left(self) -> int:
        """Runs to come."""
        return max(0, self.planned - self.done - self.failed)

    @property
    def words(self) -> str:
        """The same for people."""
        if self.state == WAITING:
            return f"Waiting in line: {self.ahead} to go before this sweep begins."
        failed = f", {self.failed} failed" if self.failed else ""
        counts = f"{self.done} of {counted(self.planned, 'run')} done{failed}, {self.left} left"
        if self.is_over:
            return f"{counts}." if self.left == 0 else f"Stopped: {counts}."
        if self.state == FINISHING:
            return f"Stopping, once the run under way has ended: {counts}."
        if self.seconds_left is None:
            return f"{counts}; the time left is known after the second run."
        return f"{counts}, about {duration(self.seconds_left)} left."


class SweepWatch:
    """A sweep and what has been read of it so far."""

    def __init__(self, sweep: OwnSweep) -> None:
        """Watch a sweep."""
        self.sweep = sweep
        self.rows: Rows = {}
        self.factor = sweep.plan.factors[0].name
        self._runs = {run.key: run for run in sweep.plan.runs()}
        per_point = sweep.plan.replications
        self._reckoning = Reckoning(dict.fromkeys(range(sweep.plan.number_of_points), per_point))

    def look(self) -> Progress:
        """Read what is new, and return how far it is."""
        sweep = self.sweep
        so_far = Progress(sweep.state, sweep.ahead, sweep.plan.runs_in_all, problem=sweep.problem)
        if so_far.state == WAITING or not sweep.place.is_dir():
            return so_far
        try:
            found = status_of(SweepFolder(sweep.place))
        except NoSweepError:
            return so_far
        self._read()
        return so_far._replace(
            done=found["done"],
            failed=found["failed"],
            seconds_left=self._reckoning.seconds_left(),
            reasons=tuple(each["reason"] for each in found["failures"][:3]),
        )

    def _read(self) -> None:
        new = read_runs(self.sweep.place, self.factor, self.rows)
        for key, row in new.items():
            if key in self._runs:  # not if the model was edited since this server began
                self._reckoning.ended(Ended(self._runs[key], "", float(row["cpu_seconds"])))
        self.rows = {**self.rows, **new}


def files_of(place: Path) -> dict[str, bytes]:
    """Return all runs of a folder as CSV and as Parquet, by the name of the file."""
    import pyarrow.parquet

    table: Any = pyarrow.parquet.read_table(sorted((place / "runs.parquet").glob("*.parquet")))
    whole = io.BytesIO()
    pyarrow.parquet.write_table(table, whole, compression="zstd")
    rows = table.to_pandas()
    for name in (each.name for each in table.schema if pyarrow.types.is_list(each.type)):
        # As scenarios write them; else a long one would be printed over several lines.
        rows[name] = [json.dumps(value) for value in table[name].to_pylist()]
    return {
        "runs.csv": rows.to_csv(index=False).encode(),
        "runs.parquet": whole.getvalue(),
    }
