"""Finished runs on disk: one small file each, there as a whole or not at all.

A file is a table of one row (summary, parameters, further outcomes, and lists where an outcome is
a course of the day), so that ``pandas.read_parquet(folder)`` gives all runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .design import PlannedRun, code
from .run_folder import as_json

if TYPE_CHECKING:
    import pandas as pd


class DamagedRunError(ValueError):
    """A stored run that cannot be read."""


class RunStore:
    """A folder of finished runs by key, with a folder of failures beside it."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, made when the first run is written."""
        self.folder = folder
        self.failures = folder.parent / "failures"

    def path(self, key: str) -> Path:
        """Return where a run is, or will be."""
        return self.folder / f"{key}.parquet"

    def missing(self, runs: Iterable[PlannedRun]) -> list[PlannedRun]:
        """Return the runs that are not there yet, in order."""
        return [run for run in runs if not self.path(run.key).exists()]

    def write(self, run: PlannedRun, row: Mapping[str, Any]) -> None:
        """Keep a finished run; forget an earlier failure of the same run."""
        import pyarrow
        import pyarrow.parquet

        table = pyarrow.Table.from_pylist([{"key": run.key, "code": code(), **row}])
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = self.folder / f".{run.key}-{os.getpid()}.partial"
        try:
            pyarrow.parquet.write_table(table, beside, compression="zstd")
            with beside.open("rb") as written:
                os.fsync(written.fileno())
            beside.replace(self.path(run.key))
        finally:
            beside.unlink(missing_ok=True)
        self._failure(run).unlink(missing_ok=True)

    def write_failure(self, run: PlannedRun, reason: str) -> Path:
        """Keep why a run failed and how to repeat it."""
        self.failures.mkdir(parents=True, exist_ok=True)
        words = {
            "key": run.key,
            "seed": run.seed,
            "replication": run.replication,
            "repeat": run.words,
            "reason": reason,
        }
        self._failure(run).write_text(as_json(words), encoding="utf-8")
        return self._failure(run)

    def read(self, runs: Iterable[PlannedRun]) -> pd.DataFrame:
        """Return those of the runs that are there, a row each, in order.

        Raises:
            DamagedRunError: a file cannot be read.
        """
        import pandas as pd

        rows = [self._row(self.path(run.key)) for run in runs if self.path(run.key).exists()]
        return pd.DataFrame(rows)

    def sweep_out(self) -> None:
        """Remove what killed processes left half written."""
        for path in self.folder.glob(".*.partial"):
            if not _is_alive(path.stem.rpartition("-")[2]):
                path.unlink(missing_ok=True)
        with suppress(OSError):
            self.failures.rmdir()  # if empty

    def _failure(self, run: PlannedRun) -> Path:
        return self.failures / f"{run.key}.json"

    def _row(self, path: Path) -> dict[str, Any]:
        import pyarrow
        import pyarrow.parquet

        try:
            row: dict[str, Any] = pyarrow.parquet.read_table(path).to_pandas().iloc[0].to_dict()
        except (pyarrow.ArrowInvalid, OSError, IndexError) as error:
            raise DamagedRunError(f"{path}: is damaged; remove it and start again") from error
        return row


def _is_alive(process: str) -> bool:
    """Tell whether a process is there and not merely waiting to be reaped (a zombie)."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return not status.rpartition(")")[2].lstrip().startswith("Z")
