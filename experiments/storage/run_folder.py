"""The folder of a run's files: checked before the run, and there as a whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..days.summary_row import as_json, summary_row
from .digests import DIGESTS, digests_of
from .tables import write_table
from .whole_folders import appearing

if TYPE_CHECKING:
    from gatecrush.model.record.recorder import Record
    from gatecrush.model.scenario.scenario import Scenario

CHANGES = "changes.json"
"""Hours with the parameters changed then; there only if any were."""
LAST = "summary.json"
"""The file without which a run is not complete."""
SCENARIO, PROVENANCE = "scenario.toml", "provenance.json"
DAY_PICTURE, WORST_PICTURE = "day.png", "places.png"
TABLES: Final = ("people", "admissions", "series", "places", "gates", "zones")
MANIFEST: Final = "manifest.json"
"""The file that says that a folder is one of a sweep."""
RUN_FILES: Final = frozenset(
    {
        *(LAST, CHANGES, SCENARIO, PROVENANCE, DAY_PICTURE, WORST_PICTURE, DIGESTS),
        *(f"{name}.parquet" for name in TABLES),
    }
)
"""What a run writes into its folder."""


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


def check_run_folder(path: Path) -> None:
    """Make sure, before a run, that its files can be written into a folder and replace no others.

    A folder that holds a run may be used again; any other must be new or empty.

    Raises:
        UnusablePathError: they cannot; says why.
    """
    check_folder(path)
    if (path / MANIFEST).exists():
        raise UnusablePathError(f"{path}: holds a sweep; choose another folder")
    if path.is_dir() and not _is_of_run(path):
        others = sorted(each.name for each in path.iterdir() if not each.name.startswith("."))
        if others:
            raise UnusablePathError(
                f"{path}: holds other files ({others[0]}) and no run; "
                "choose a folder that is new or empty"
            )


def check_folder_for_many(path: Path) -> None:
    """Make sure that many runs can be written into a folder, and that it is not that of one.

    Raises:
        UnusablePathError: they cannot; says why.
    """
    check_folder(path)
    if not (path / MANIFEST).exists() and _is_of_run(path):
        raise UnusablePathError(f"{path}: holds a single run; choose another folder")


def _is_of_run(folder: Path) -> bool:
    """Tell whether a folder is one of a run, by what nothing else writes; some may be torn."""
    known = ((DIGESTS, {"files", "folder"}), (LAST, {"scenario", "seed", "arrived"}),
             (PROVENANCE, {"version", "repeat"}))  # fmt: skip
    for name, keys in known:
        with suppress(OSError, ValueError, RecursionError):
            found = json.loads((folder / name).read_bytes())
            if isinstance(found, dict) and keys <= found.keys():
                return True
    return False


def write_run(
    folder: Path,
    record: Record,
    scenario: Scenario,
    provenance: dict[str, Any],
    *,
    pictures: Mapping[str, Callable[[Record, Path], None]] | None = None,
) -> str:
    """Write the files of a run: all appear together, a failure leaves what was there before.

    Args:
        folder: where; an earlier run there is replaced as a whole, other files stay.
        record: the run.
        scenario: what was run.
        provenance: with what.
        pictures: what draws each of the figures, by file name; None: there will be none.

    Returns:
        Why a figure is missing, which costs no table; empty if all are there.

    Raises:
        UnusablePathError: the folder holds something else than a run.
    """
    import pyarrow

    check_run_folder(folder)
    with appearing(folder, RUN_FILES) as stage:
        for name in TABLES:
            table = pyarrow.Table.from_pandas(getattr(record, name), preserve_index=False)
            write_table(table, stage / f"{name}.parquet")
        (stage / SCENARIO).write_text(scenario.to_toml(), encoding="utf-8")
        if record.changes:
            (stage / CHANGES).write_text(as_json(list(record.changes)), encoding="utf-8")
        (stage / PROVENANCE).write_text(as_json(provenance), encoding="utf-8")
        (stage / LAST).write_text(as_json(summary_row(record)), encoding="utf-8")
        drawn = [_drawn(draw, record, stage / name) for name, draw in (pictures or {}).items()]
        (stage / DIGESTS).write_text(as_json(digests_of(stage)), encoding="utf-8")
    return next(filter(None, drawn), "")


def _drawn(draw: Callable[[Record, Path], None], record: Record, path: Path) -> str:
    """Draw a figure; return why that failed, if it did."""
    try:
        draw(record, path)
    except Exception as error:  # whatever it is, the day has been simulated
        path.unlink(missing_ok=True)
        return f"{type(error).__name__}: {error}"
    return ""
