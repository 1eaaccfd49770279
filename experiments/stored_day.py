"""A day that was run and kept: its folder read again, checked at the door.

Scenario, seed, replication and changes repeat the day to the bit; the tables say what happened.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gatecrush.model.columns import (
    ADMISSIONS,
    COUNT,
    FLAG_OR_NONE,
    NUMBER,
    PEOPLE,
    SERIES,
    SUMMARY,
    Table,
)

from .run_folder import CHANGES, LAST
from .run_store import DamagedRunError

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.recorder import Record
    from gatecrush.model.scenario import Scenario

SCENARIO, PROVENANCE = "scenario.toml", "provenance.json"
TABLES: Final[dict[str, Table]] = {"people": PEOPLE, "admissions": ADMISSIONS, "series": SERIES}
UNREPEATABLE: Final = frozenset({"cpu_seconds", "version"})
"""What differs from one time to the next though the day is the same."""

Changes = tuple[tuple[float, Mapping[str, Any]], ...]


class NoRunError(Exception):
    """A folder that holds no run, or not all of one; the message is one line."""


@dataclass(frozen=True)
class StoredDay:
    """A day with all that repeats it."""

    name: str
    """Of its folder."""
    scenario: Scenario
    record: Record
    changes: Changes = ()
    made_with: Mapping[str, Any] = field(default_factory=dict)
    """Provenance."""

    @property
    def summary(self) -> dict[str, Any]:
        """The summary as plain values, None where there is none."""
        from .run_folder import summary_row

        return summary_row(self.record)


@dataclass(frozen=True)
class Repeatable:
    """What repeats a day to the bit."""

    scenario: Scenario
    seed: int
    replication: int
    changes: Changes
    summary: Mapping[str, Any]
    """As stored, by column of SUMMARY."""

    def is_same(self, summary: Mapping[str, Any]) -> bool:
        """Tell whether a day repeated has the summary that is stored."""
        return all(
            summary[each.name] == self.summary[each.name]
            for each in SUMMARY
            if each.name not in UNREPEATABLE
        )


def holds_run(folder: Path) -> bool:
    """Tell whether a folder is one of a run, complete or not."""
    return (folder / LAST).exists() or (folder / SCENARIO).exists()


def read_repeatable(folder: Path) -> Repeatable:
    """Read what repeats a day.

    Raises:
        NoRunError: the folder holds no run.
        DamagedRunError: a file cannot be read.
    """
    from gatecrush.model.changes import planned
    from gatecrush.model.door import ScenarioError
    from gatecrush.model.scenario import Scenario

    if not folder.is_dir():
        raise NoRunError(f"{folder}: there is no such folder")
    for name in (LAST, SCENARIO):
        if not (folder / name).is_file():
            raise NoRunError(f"{folder}: holds no run (there is no {name})")
    summary = _summary(folder / LAST)
    try:
        scenario = Scenario.load(folder / SCENARIO)
        changes = _changes(folder / CHANGES)
        planned(scenario, changes)
    except ScenarioError as error:
        raise DamagedRunError(str(error)) from None
    return Repeatable(scenario, summary["seed"], summary["replication"], changes, summary)


def read_day(folder: Path) -> StoredDay:
    """Read a run's folder.

    Raises:
        NoRunError: the folder holds no run, or a file is missing.
        DamagedRunError: a file cannot be read.
    """

    from gatecrush.model.recorder import Record

    given = read_repeatable(folder)
    tables = {name: _table(folder / f"{name}.parquet", table) for name, table in TABLES.items()}
    row = {
        each.name: math.nan
        if given.summary[each.name] is None and each.dtype == NUMBER
        else given.summary[each.name]
        for each in SUMMARY
    }
    settings = {key: value for key, value in given.scenario.flat().items() if "." in key}
    record = Record(
        **tables,
        row=row | settings,
        changes=tuple((hour, dict(changed)) for hour, changed in given.changes),
    )
    made_with = _json(folder / PROVENANCE)
    if not isinstance(made_with, dict):
        raise DamagedRunError(f"{folder / PROVENANCE}: is damaged")
    return StoredDay(folder.resolve().name, given.scenario, record, given.changes, made_with)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoRunError(f"{path.parent}: holds no whole run (there is no {path.name})") from None
    except (OSError, ValueError, RecursionError):
        raise DamagedRunError(f"{path}: is damaged; the same run command writes it anew") from None


def _summary(path: Path) -> dict[str, Any]:
    """Return a summary whose values are of the kinds declared."""
    found = _json(path)
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
    return tuple((float(hour), dict(settings)) for hour, settings in found)


def _table(path: Path, table: Table) -> pd.DataFrame:
    """Read a table that has the columns declared."""
    import pandas as pd
    import pyarrow

    from gatecrush.model.columns import frame, names

    if not path.is_file():
        raise NoRunError(f"{path.parent}: holds no whole run (there is no {path.name})")
    try:
        found = pd.read_parquet(path)
        return frame(table, {name: found[name] for name in names(table)})
    except (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError):
        raise DamagedRunError(f"{path}: is damaged; the same run command writes it anew") from None
