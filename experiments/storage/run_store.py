"""Finished runs on disk: one small file each, there as a whole or not at all.

A file is a table of one row (summary, parameters, further outcomes, and lists where an outcome is
a course of the day), so that ``pandas.read_parquet(folder)`` gives all runs. An outcome that is
itself a table, such as the series, has a file in a folder of its own beside. The row is written
last: a run that has one is complete.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..days.planned_run import PlannedRun, code
from ..days.summary_row import as_json
from .tables import DamagedTableError, read_table, write_table
from .whole_files import is_alive, storing, write_whole

if TYPE_CHECKING:
    import pandas as pd


class DamagedRunError(ValueError):
    """A stored run that cannot be read."""


class RunStore:
    """A folder of finished runs by key, with a folder of failures beside it."""

    def __init__(self, folder: Path, tables: Sequence[str] = ()) -> None:
        """Use a folder, made when the first run is written.

        Args:
            folder: the folder.
            tables: folders beside it in which each run has a file as well.
        """
        self.folder = folder
        self.tables = [folder.parent / name for name in tables]
        self.failures = folder.parent / "failures"

    def path(self, key: str) -> Path:
        """Return where a run is, or will be."""
        return self.folder / f"{key}.parquet"

    def has(self, run: PlannedRun) -> bool:
        """Tell whether a run is there: all its files are."""
        places = (self.folder, *self.tables)
        return all((place / f"{run.key}.parquet").exists() for place in places)

    def missing(self, runs: Iterable[PlannedRun]) -> list[PlannedRun]:
        """Return the runs that are not there yet, in order."""
        return [run for run in runs if not self.has(run)]

    def stored_keys(self) -> Iterator[str]:
        """Return the keys of all runs that are there: all their files are."""
        complete = [{path.stem for path in table.glob("*.parquet")} for table in self.tables]
        return (key for key in self.row_keys() if all(key in keys for keys in complete))

    def row_keys(self) -> Iterator[str]:
        """Return the keys of all runs that have a row, whatever became of their other files."""
        return (path.stem for path in self.folder.glob("*.parquet"))

    def write(self, run: PlannedRun, outcomes: Mapping[str, Any]) -> None:
        """Keep a finished run; forget an earlier failure of the same run.

        Args:
            run: the run.
            outcomes: its row by column; a table goes to a file in the folder of its name.

        Raises:
            NotStoredError: the disk is full or the folder cannot be written.
        """
        import pandas as pd
        import pyarrow

        from .run_columns import row_table

        row: dict[str, Any] = {}
        tables: dict[str, pd.DataFrame] = {}
        for name, value in outcomes.items():
            (tables if isinstance(value, pd.DataFrame) else row)[name] = value
        identity = {"key": run.key, "code": code(), **_member(run)}
        whole = row_table(identity | row)
        for name, table in tables.items():
            part = pyarrow.Table.from_pandas(
                table.assign(key=run.key).astype({"key": "category"}), preserve_index=False
            )
            self._write(part, self.folder.parent / name / f"{run.key}.parquet")
        self._write(whole, self.path(run.key))
        self.failure(run.key).unlink(missing_ok=True)

    def _write(self, table: Any, path: Path) -> None:
        with storing(path) as beside:
            write_table(table, beside)

    def write_failure(self, run: PlannedRun, reason: str) -> None:
        """Keep why a run failed and how to repeat it."""
        words = {
            "key": run.key,
            "seed": run.seed,
            "replication": run.replication,
            **_member(run),
            "repeat": f"gatecrush reproduce {shlex.quote(str(self.folder.parent))} {run.key}",
            "in_python": run.python,
            "reason": reason,
            "scenario": run.scenario.flat(),
        }
        write_whole(self.failure(run.key), as_json(words))

    def read(self, runs: Iterable[PlannedRun]) -> pd.DataFrame:
        """Return those of the runs that are there, a row each, in order.

        Raises:
            DamagedRunError: a file cannot be read.
        """
        import pandas as pd

        rows = [self.row(run.key) for run in runs if self.has(run)]
        return pd.DataFrame(rows)

    def read_all(self) -> pd.DataFrame:
        """Return all runs that are there, a row each, in the order of their keys.

        Raises:
            DamagedRunError: a file cannot be read.
        """
        import pandas as pd
        import pyarrow
        import pyarrow.parquet

        files = sorted(self.folder.glob("*.parquet"))
        if not files:
            return pd.DataFrame()
        try:
            table: pd.DataFrame = pyarrow.parquet.read_table(files).to_pandas()
        except (pyarrow.ArrowException, ValueError, OSError):
            rows = [self.row(path.stem) for path in files]  # names the one that is damaged
            return pd.DataFrame(rows)
        return table

    def sweep_out(self) -> None:
        """Remove what killed processes left half written."""
        beside = self.folder.parent
        for path in (*beside.glob(".*.partial"), *beside.glob("*/.*.partial")):
            if not is_alive(path.stem.rpartition("-")[2]):
                path.unlink(missing_ok=True)
        with suppress(OSError):
            self.failures.rmdir()  # if empty

    def failure(self, key: str) -> Path:
        """Return where it is kept why a run failed."""
        return self.failures / f"{key}.json"

    def row(self, key: str) -> dict[str, Any]:
        """Return a run that is there, by column.

        Raises:
            DamagedRunError: the file cannot be read.
        """
        path = self.path(key)
        try:
            row: dict[str, Any] = read_table(path).iloc[0].to_dict()
        except (DamagedTableError, IndexError) as error:
            raise DamagedRunError(f"{path}: is damaged; remove it and start again") from error
        return row


def _member(run: PlannedRun) -> dict[str, int]:
    return {} if run.member is None else {"member": run.member}
