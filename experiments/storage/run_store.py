"""Finished runs on disk: one small file each, there as a whole or not at all.

A file is a table of one row (summary, parameters, further outcomes, and lists where an outcome is
a course of the day), so that ``pandas.read_parquet(folder)`` gives all runs. An outcome that is
itself a table, such as the series, has a file in a folder of its own beside. The row is written
last: a run that has one is complete. The rows of a finished folder can be gathered in one file,
which stands in the same folder and is read the same way; runs that come later stand beside it.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..days.planned_run import PlannedRun, code
from ..days.summary_row import as_json
from . import whole_folders
from .lock import BusyError
from .tables import DamagedTableError, read_arrow, read_table, write_table
from .whole_files import NotStoredError, is_alive, remove, storing, write_whole

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

GATHERED: Final = "gathered"
"""Name of the file that holds many runs; keys of runs are written in hexadecimal digits."""


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
        self._gathered: tuple[tuple[int, int], pyarrow.Table, dict[str, int]] | None = None

    def path(self, key: str) -> Path:
        """Return where a run has its file, if it has one of its own."""
        return self.folder / f"{key}.parquet"

    def file_of(self, key: str) -> Path:
        """Return the file that a run's row is in."""
        own = self.path(key)
        return own if own.exists() or key not in self._gathered_rows()[1] else self.path(GATHERED)

    def bytes_of(self, key: str) -> float:
        """Return how much of the disk a run's row takes, bytes; of a gathered one its part."""
        file = self.file_of(key)
        rows = 1 if file == self.path(key) else len(self._gathered_rows()[1])
        return file.stat().st_size / rows

    def has(self, run: PlannedRun) -> bool:
        """Tell whether a run is there: its row and all its files are."""
        return self._has_row(run.key) and all(
            (place / f"{run.key}.parquet").exists() for place in self.tables
        )

    def _has_row(self, key: str) -> bool:
        return self.path(key).exists() or key in self._gathered_rows()[1]

    def _gathered_rows(self) -> tuple[pyarrow.Table, Mapping[str, int]]:
        """Return the gathered runs and the number of each one's row; without any, no number.

        Raises:
            DamagedRunError: the file cannot be read.
        """
        path = self.path(GATHERED)
        try:
            found = path.stat()
        except OSError:
            return None, {}
        stamp = (found.st_ino, found.st_mtime_ns)
        if self._gathered is None or self._gathered[0] != stamp:
            try:
                table = read_arrow(path)
                keys = table["key"].to_pylist()
            except (DamagedTableError, LookupError):
                raise _damaged(path) from None
            self._gathered = (stamp, table, {key: row for row, key in enumerate(keys)})
        return self._gathered[1:]

    def missing(self, runs: Iterable[PlannedRun]) -> list[PlannedRun]:
        """Return the runs that are not there yet, in order."""
        return [run for run in runs if not self.has(run)]

    def stored_keys(self) -> Iterator[str]:
        """Return the keys of all runs that are there: all their files are."""
        complete = [{path.stem for path in table.glob("*.parquet")} for table in self.tables]
        return (key for key in self.row_keys() if all(key in keys for keys in complete))

    def row_keys(self) -> Iterator[str]:
        """Return the keys of all runs that have a row, whatever became of their other files."""
        alone = (path.stem for path in self.folder.glob("*.parquet"))
        yield from (key for key in alone if key != GATHERED)
        yield from self._gathered_rows()[1]

    def gather(self, show: Callable[[float, float], None] | None = None) -> None:
        """Put the rows of all runs in one file; a kill leaves the folder as it was, or as it is.

        Whoever calls it keeps others from writing.

        Args:
            show: told how many runs are read, and of how many files.

        Raises:
            DamagedRunError: a file cannot be read.
            BusyError: the folder cannot be replaced as a whole.
            NotStoredError: the disk is full, or cannot be written.
        """
        import pyarrow

        if whole_folders.must_stay(self.folder):
            words = (
                "somebody works in it, or it is mounted, so that it cannot be replaced as a whole"
            )
            raise BusyError(f"{self.folder}: {words}")
        files = sorted(self.folder.glob("*.parquet"))
        try:
            tables = []
            for path in files:
                tables.append(_arrow_of(path))
                if show:
                    show(len(tables), len(files))
            whole = pyarrow.concat_tables(tables, promote_options="default").sort_by("key")
            with whole_folders.appearing(
                self.folder, frozenset(path.name for path in files)
            ) as new:
                write_table(whole.combine_chunks(), new / self.path(GATHERED).name)
        except OSError as error:
            reason = error.strerror or str(error)
            raise NotStoredError(error.errno, reason, str(self.folder.parent)) from None

    def forget(self, key: str) -> None:
        """Remove a run's row, so that it is run again.

        Raises:
            DamagedRunError: the file of many runs cannot be read.
            NotStoredError: it cannot be written anew.
        """
        self.path(key).unlink(missing_ok=True)
        table, numbers = self._gathered_rows()
        if key in numbers:
            others = [row for other, row in numbers.items() if other != key]
            with storing(self.path(GATHERED)) as beside:
                write_table(table.take(others), beside)

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
        if run.key not in self._gathered_rows()[1]:
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

        gathered = self._gathered_rows()[0]
        files = sorted({*self.folder.glob("*.parquet")} - {self.path(GATHERED)})
        tables = [] if gathered is None else [gathered]
        try:
            tables += [pyarrow.parquet.read_table(files)] if files else []
            whole = pyarrow.concat_tables(tables, promote_options="default") if tables else None
            table: pd.DataFrame = pd.DataFrame() if whole is None else whole.to_pandas()
        except (pyarrow.ArrowException, ValueError, OSError):
            rows = [self.row(key) for key in sorted(self.row_keys())]  # names what is damaged
            return pd.DataFrame(rows)
        return table.sort_values("key", ignore_index=True) if len(tables) > 1 else table

    def sweep_out(self) -> None:
        """Remove what killed processes left half written."""
        beside = self.folder.parent
        for path in (*beside.glob(".*.partial"), *beside.glob("*/.*.partial")):
            if not is_alive(path.stem.rpartition("-")[2]):
                remove(path)
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
            found = read_table(path) if path.exists() else self._gathered_row(key)
            row: dict[str, Any] = found.iloc[0].to_dict()
        except (DamagedTableError, IndexError):
            raise _damaged(path) from None
        return row

    def _gathered_row(self, key: str) -> pd.DataFrame:
        table, numbers = self._gathered_rows()
        if key not in numbers:
            raise _damaged(self.path(key))
        row: pd.DataFrame = table.slice(numbers[key], 1).to_pandas()
        return row


def _arrow_of(path: Path) -> pyarrow.Table:
    try:
        return read_arrow(path)
    except DamagedTableError:
        raise _damaged(path) from None


def _damaged(path: Path) -> DamagedRunError:
    return DamagedRunError(f"{path}: is damaged; remove it and start again")


def _member(run: PlannedRun) -> dict[str, int]:
    return {} if run.member is None else {"member": run.member}
