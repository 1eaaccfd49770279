"""A day that was run and kept: its folder read again, checked at the door.

Scenario, seed, replication and changes repeat the day to the bit; the tables say what happened.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gatecrush.model.record.columns import (
    ADMISSIONS,
    COUNT,
    FLAG_OR_NONE,
    GATES,
    NUMBER,
    PEOPLE,
    PLACES,
    SERIES,
    SUMMARY,
    ZONES,
    Table,
)

from ..days.planned_run import Changes, PlannedRun, as_changes
from ..days.summary_row import summary_row
from .day_check import wrong_books, wrong_numbers, wrong_table
from .digests import AGAIN, DIGESTS, DamagedDigestsError, changed_files, written_digests
from .run_folder import CHANGES, LAST, MANIFEST, PROVENANCE, RUN_FILES, SCENARIO
from .run_store import DamagedRunError
from .tables import DamagedTableError, read_table

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.record.recorder import Record
    from gatecrush.model.scenario.scenario import Scenario

TABLES: Final[dict[str, Table]] = {
    "people": PEOPLE,
    "admissions": ADMISSIONS,
    "series": SERIES,
    "places": PLACES,
    "gates": GATES,
    "zones": ZONES,
}
NEW_TABLES: Final = frozenset({"places", "gates", "zones"})
"""Tables that older folders do not have."""
UNREPEATABLE: Final = frozenset({"cpu_seconds", "version"})
"""What differs from one time to the next though the day is the same."""
ADDED: Final[dict[str, int | None]] = {
    "outside": 0,
    **dict.fromkeys(("flow", "gate_density_peak", "gate_density_plateau", "start_order_tau")),
}
"""Columns that older folders do not have yet, and what held then: nobody waited outside, and no
crowd stood before the gate at the start."""


class NoRunError(Exception):
    """A folder that holds no run, or not all of one; the message is one line."""


@dataclass(frozen=True)
class StoredDay:
    """A day with all that repeats it."""

    name: str
    """Of its folder."""
    run: PlannedRun
    record: Record
    made_with: Mapping[str, Any] = field(default_factory=dict)
    """Provenance."""
    has_digests: bool = True
    """Whether the files carry digests that tell damage; those of version 0.1 do not."""

    @property
    def scenario(self) -> Scenario:
        """The scenario of the day."""
        return self.run.scenario

    @property
    def summary(self) -> dict[str, Any]:
        """The summary as plain values, None where there is none."""
        return summary_row(self.record)


class Repeatable(NamedTuple):
    """What repeats a stored day, and what came out of it."""

    run: PlannedRun
    summary: Mapping[str, Any]
    """As stored, by column of SUMMARY."""
    has_digests: bool
    """Whether the files carry digests that tell damage; those of version 0.1 do not."""

    def is_same(self, summary: Mapping[str, Any]) -> bool:
        """Tell whether a day repeated has the summary that is stored."""
        names = (each.name for each in SUMMARY if each.name not in UNREPEATABLE)
        return all(summary[name] == self.summary[name] for name in names)


def holds_run(folder: Path) -> bool:
    """Tell whether a folder is one of a run, complete or not; that of a sweep is none."""
    return not (folder / MANIFEST).exists() and any(
        (folder / name).exists() for name in (LAST, SCENARIO)
    )


def read_repeatable(folder: Path) -> Repeatable:
    """Read what repeats a day.

    Raises:
        NoRunError: the folder holds no run.
        DamagedRunError: a file cannot be read, is not what was written, or says what cannot be.
    """
    from gatecrush.model.changes import planned
    from gatecrush.model.scenario.door import ScenarioError
    from gatecrush.model.scenario.scenario import Scenario

    if not folder.is_dir():
        raise NoRunError(f"{folder}: there is no such folder")
    for name in (LAST, SCENARIO):
        if not (folder / name).is_file():
            raise NoRunError(f"{folder}: holds no run (there is no {name})")
    has_digests = _check_digests(folder, (LAST, SCENARIO, CHANGES))
    summary = _summary(folder / LAST)
    try:
        scenario = Scenario.load(folder / SCENARIO)
        run = PlannedRun(
            scenario, summary["seed"], summary["replication"], _changes(folder / CHANGES)
        )
        planned(scenario, run.conditions["changes"])
    except ScenarioError as error:
        raise DamagedRunError(str(error)) from None
    for what in wrong_numbers(summary, scenario):
        raise DamagedRunError(f"{folder / LAST}: is damaged ({what})")
    return Repeatable(run, summary, has_digests)


def _check_digests(folder: Path, names: Sequence[str]) -> bool:
    """Make sure that files are what was written; tell whether the run has digests at all.

    Raises:
        NoRunError: one is missing.
        DamagedRunError: one is not what was written.
    """
    written = _digests(folder)
    for name in names:
        if name in (written or ()) and not (folder / name).exists():
            raise NoRunError(f"{folder}: holds no whole run (there is no {name})")
    for what in changed_files(folder, names, written):
        raise DamagedRunError(what)
    return written is not None


def read_day(folder: Path) -> StoredDay:
    """Read a run's folder.

    Raises:
        NoRunError: the folder holds no run, or a file is missing.
        DamagedRunError: a file cannot be read, is not what was written, or says what cannot be.
    """
    from gatecrush.model.record.recorder import Record

    given = read_repeatable(folder)
    files = {name: folder / f"{name}.parquet" for name in TABLES}
    _check_digests(folder, [PROVENANCE, *(path.name for path in files.values())])
    tables = {
        name: _table(path, TABLES[name])
        for name, path in files.items()
        if path.exists() or name not in NEW_TABLES
    }
    row = {
        each.name: math.nan
        if given.summary[each.name] is None and each.dtype == NUMBER
        else given.summary[each.name]
        for each in SUMMARY
    }
    settings = {key: value for key, value in given.run.scenario.flat().items() if "." in key}
    record = Record(
        **tables,
        row=row | settings,
        changes=given.run.conditions["changes"],
    )
    made_with = _json(folder / PROVENANCE)
    if not isinstance(made_with, dict):
        raise DamagedRunError(f"{folder / PROVENANCE}: is damaged")
    for what in wrong_books(record, given.summary):
        raise DamagedRunError(f"{folder}/{what}")
    return StoredDay(folder.resolve().name, given.run, record, made_with, given.has_digests)


def faults_of_run(folder: Path) -> Iterator[str]:
    """Yield a line for each thing wrong with the folder of a run.

    Raises:
        NoRunError: it holds none, or not all of one.
    """
    try:
        written = _digests(folder)
        names = sorted(RUN_FILES.union(written or ()) - {DIGESTS})
        changed = list(changed_files(folder, names, written))
        yield from changed
        if not changed:
            read_day(folder)
    except DamagedRunError as error:
        yield str(error)


def _digests(folder: Path) -> dict[str, str] | None:
    try:
        return written_digests(folder)
    except DamagedDigestsError as error:
        raise DamagedRunError(str(error)) from None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoRunError(f"{path.parent}: holds no whole run (there is no {path.name})") from None
    except (OSError, ValueError, RecursionError):
        raise DamagedRunError(f"{path}: is damaged; {AGAIN}") from None


def _summary(path: Path) -> dict[str, Any]:
    """Return a summary whose values are of the kinds declared."""
    found = _json(path)
    found = ADDED | found if isinstance(found, dict) else found
    kinds: dict[str, tuple[type, ...]] = {
        NUMBER: (int, float),
        COUNT: (int,),
    }
    for each in SUMMARY:
        value = found.get(each.name, found) if isinstance(found, dict) else found
        kind = (bool,) if each.is_flag else kinds.get(each.dtype, (str,))
        is_right = isinstance(value, kind) and isinstance(value, bool) == each.is_flag
        is_right |= value is None and each.dtype in (NUMBER, FLAG_OR_NONE)
        if not is_right or (isinstance(value, float) and not math.isfinite(value)):
            raise DamagedRunError(f"{path}: is damaged ({each.name} is not as it should be)")
    return dict(found)


def _changes(path: Path) -> Changes:
    """Return the changes of a day, none if there is no file of them."""
    if not path.exists():
        return ()
    found = _json(path)
    are_right = isinstance(found, list) and all(
        isinstance(each, Sequence)
        and len(each) == 2
        and isinstance(each[0], int | float)
        and isinstance(each[1], dict)
        for each in found
    )
    if not are_right:
        raise DamagedRunError(f"{path}: is damaged")
    return as_changes(found)


def _table(path: Path, table: Table) -> pd.DataFrame:
    """Read a table that has the columns declared."""
    from gatecrush.model.record.columns import frame, names

    if not path.is_file():
        raise NoRunError(f"{path.parent}: holds no whole run (there is no {path.name})")
    try:
        read = read_table(path)
        found = frame(table, {each: _column(read, each) for each in names(table)})
    except (DamagedTableError, ValueError, TypeError, KeyError):
        raise DamagedRunError(f"{path}: is damaged; {AGAIN}") from None
    if wrong := wrong_table(found, table):
        raise DamagedRunError(f"{path}: is damaged ({wrong} holds what cannot be)")
    return found


def _column(read: pd.DataFrame, name: str) -> Any:
    """Return a column, that of a folder from before it was there, too."""
    return read[name] if name in read or name not in ADDED else [ADDED[name]] * len(read)
