"""The folder of a run's files: checked before the run, and there as a whole or not at all."""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .appearing import sweep_up, unfinished

if TYPE_CHECKING:
    from gatecrush.model.recorder import Record
    from gatecrush.model.scenario import Scenario

CHANGES = "changes.json"
"""Hours with the parameters changed then; there only if any were."""
LAST = "summary.json"
"""The file that says that a run is complete."""


class UnusablePathError(ValueError):
    """A place at which nothing can be written."""


def check_folder(path: Path) -> None:
    """Make sure, before a run, that files can be written into a folder, there already or not.

    Raises:
        UnusablePathError: they cannot; says why.
    """
    try:
        if path.exists() and not path.is_dir():
            raise UnusablePathError(f"{path}: is a file, not a folder")
        _try_to_write(path, path)
    except OSError as error:
        raise UnusablePathError(f"{path}: cannot be written ({error.strerror})") from None


def check_file(path: Path) -> None:
    """Make sure, before a run, that a file can be written or replaced.

    Raises:
        UnusablePathError: it cannot; says why.
    """
    try:
        if path.is_dir():
            raise UnusablePathError(f"{path}: is a folder, not a file")
        if path.exists() and not os.access(path, os.W_OK):
            raise UnusablePathError(f"{path}: cannot be written (Permission denied)")
        _try_to_write(path.parent, path)
    except OSError as error:
        raise UnusablePathError(f"{path}: cannot be written ({error.strerror})") from None


def _try_to_write(folder: Path, path: Path) -> None:
    """Make and remove a folder in the nearest folder that exists."""
    if "\0" in str(path):
        raise UnusablePathError(f"{path}: cannot be written (no file has such a name)")
    nearest = next(each for each in (folder, *folder.parents, Path()) if each.exists())
    if not nearest.is_dir():
        raise UnusablePathError(f"{path}: {nearest} is a file, not a folder")
    tempfile.TemporaryDirectory(prefix=".gatecrush-", dir=nearest).cleanup()


def write_run(folder: Path, record: Record, scenario: Scenario, provenance: dict[str, Any]) -> str:
    """Write the files of a run: all appear together, a failure leaves none.

    Returns:
        Why the figure is missing, which costs no table; empty if it is there.
    """
    with _appearing(folder) as stage:
        record.people.to_parquet(stage / "people.parquet", index=False)
        record.admissions.to_parquet(stage / "admissions.parquet", index=False)
        record.series.to_parquet(stage / "series.parquet", index=False)
        (stage / "scenario.toml").write_text(scenario.to_toml(), encoding="utf-8")
        if record.changes:
            (stage / CHANGES).write_text(as_json(list(record.changes)), encoding="utf-8")
        (stage / "provenance.json").write_text(as_json(provenance), encoding="utf-8")
        (stage / LAST).write_text(as_json(summary_row(record)), encoding="utf-8")
        return _draw(record, stage / "day.png")


def _draw(record: Record, path: Path) -> str:
    """Draw the day; return why that failed, if it did."""
    from .figure import day_figure

    try:
        day_figure(record, path)
    except Exception as error:  # whatever it is, the day has been simulated
        path.unlink(missing_ok=True)
        return f"{type(error).__name__}: {error}"
    return ""


@contextmanager
def _appearing(folder: Path) -> Iterator[Path]:
    """Give a folder beside or inside, whose files move to their place if nothing goes wrong."""
    folder = folder.resolve()
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    home = folder if not made else folder.parent
    home.mkdir(parents=True, exist_ok=True)
    stage = unfinished(home / folder.name)
    sweep_up(home / folder.name)
    shutil.rmtree(stage, ignore_errors=True)
    try:
        stage.mkdir()
        yield stage
        if made:
            stage.rename(folder)
        else:
            _replace_files(stage, folder)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        _remove_empty(made)
        raise


def _replace_files(stage: Path, folder: Path) -> None:
    """Replace the files of an earlier run; until all are there, no summary says it is complete."""
    (folder / LAST).unlink(missing_ok=True)
    (folder / CHANGES).unlink(missing_ok=True)
    for path in sorted(stage.iterdir(), key=lambda path: path.name == LAST):
        path.replace(folder / path.name)
    stage.rmdir()


def _remove_empty(folders: list[Path]) -> None:
    """Remove the folders made for nothing, innermost first."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def summary_row(record: Record) -> dict[str, Any]:
    """Return the summary of a run as plain values, None where there is none."""
    return {key: plain_value(value) for key, value in record.row.items()}


def plain_value(value: Any) -> Any:
    """Return a value as JSON has it: no numpy types, None for what is missing or not a number."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, list | tuple):
        return [plain_value(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, bool | int | float | str) else None


def as_json(value: Any, *, in_ascii: bool = False) -> str:
    """Return a value as indented JSON with a line break at the end.

    Args:
        value: plain values.
        in_ascii: whether to write other letters as their numbers.
    """
    return json.dumps(value, indent=2, allow_nan=False, ensure_ascii=in_ascii) + "\n"
