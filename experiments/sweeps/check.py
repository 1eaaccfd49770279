"""Whether what is stored can be trusted: every file is read again, every number checked.

A run can be repeated by its key, and is then compared with what is stored, to the bit.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..days.outcomes import PLACES, SERIES
from ..days.planned_run import PlannedRun, code
from ..storage.day_folder import UNREPEATABLE
from ..storage.run_store import DamagedRunError
from ..storage.tables import DamagedTableError, read_table
from .folder import NoSweepError, SweepFolder
from .terms import SEARCHES

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from .plan import Plan


def faults(folder: SweepFolder) -> Iterator[str]:
    """Yield a line for each thing wrong with the stored runs of a folder.

    Each file is read whole, its digest verified; the row must belong to its key and to the plan,
    its counts must balance, and its series must be there and end with the same counts.

    Raises:
        NoSweepError: there is no plan, or it cannot be read.
    """
    plan = folder.plan()
    planned = _planned_keys(folder, plan)
    series = {path.stem for path in folder.series.glob("*.parquet")}
    try:
        keys = sorted(folder.store.row_keys())
    except DamagedRunError as error:  # the file of all of them
        yield str(error)
        return
    for key in keys:
        try:
            row = folder.store.row(key)
        except DamagedRunError as error:
            yield str(error)
            continue
        yield from (f"{folder.store.file_of(key)}: {what}" for what in _wrong(folder, key, row))
        if row.get("code") == code() and not _is_planned(plan, planned, row):
            yield f"{folder.store.file_of(key)}: is a run that the plan does not have"
        if key not in series:
            yield f"{folder.store.file_of(key)}: its series is missing"
            continue
        path = folder.series / f"{key}.parquet"
        try:
            table = read_table(path)
        except DamagedTableError:
            yield f"{path}: is damaged"
            continue
        if len(table) and int(table["arrived"].iloc[-1]) > row["arrived"]:
            yield f"{path}: does not belong to its run"
        places = folder.places / f"{key}.parquet"
        try:
            if places.exists():
                read_table(places)
        except DamagedTableError:
            yield f"{places}: is damaged"


def _planned_keys(folder: SweepFolder, plan: Plan) -> set[str] | None:
    """Return the keys of all runs that a plan has; None: a search, which has none beforehand."""
    from gatecrush.model.scenario.door import ScenarioError

    try:
        return None if plan.design in SEARCHES else {run.key for run in plan.runs()}
    except ScenarioError as error:
        raise NoSweepError(f"{folder.manifest_file}: is damaged ({error})") from None


def _is_planned(plan: Plan, planned: set[str] | None, row: Mapping[str, Any]) -> bool:
    """Tell whether a run belongs to a plan; that of a search has no keys beforehand."""
    if planned is not None:
        return row["key"] in planned
    from .placed import is_of_search

    return is_of_search(plan, row)


def _wrong(folder: SweepFolder, key: str, row: Mapping[str, Any]) -> Iterator[str]:
    if row.get("key") != key:
        yield f"is named after another run ({row.get('key')})"
    elif row.get("code") == code() and folder.run_of(row).key != key:
        yield "its parameters do not give its key"
    ends = ("admitted", "turned_back", "left", "present")
    if row["arrived"] != sum(row[name] for name in ends):
        yield "people are lost: arrived is not admitted + turned back + left + present"


def differences(folder: SweepFolder, run: PlannedRun, again: Mapping[str, Any]) -> list[str]:
    """Return in what a stored run differs from the same run repeated.

    Args:
        folder: the folder.
        run: the run, which is there.
        again: all that is kept of the day repeated; the folder may hold no courses of it.

    Raises:
        DamagedRunError: its file cannot be read.
    """
    row = folder.store.row(run.key)
    found = [
        f"{name}: {row.get(name)!r} is stored, {value!r} comes out"
        for name, value in again.items()
        if name not in (SERIES, PLACES, *UNREPEATABLE)
        and not (isinstance(value, np.ndarray) and name not in row)
        and not _same(row.get(name), value)
    ]
    for table in (SERIES, PLACES):
        path = folder.place / table / f"{run.key}.parquet"
        if table in again and path.exists():
            found += _differences_of(table, path, again[table])
    return found


def _differences_of(table: str, path: Path, again: pd.DataFrame) -> Iterator[str]:
    """Yield the columns in which a table of a run differs from that of the run repeated."""
    import pandas as pd

    stored = pd.read_parquet(path)
    for name in again.columns:
        values = again[name].to_numpy()
        if not np.array_equal(stored[name].to_numpy(), values, equal_nan=_has_nan(again[name])):
            yield f"{table}, {name}: differs"


def _has_nan(column: Any) -> bool:
    return bool(column.dtype.kind == "f")


def _same(stored: Any, value: Any) -> bool:
    """Tell whether two outcomes are equal to the bit; NaN equals NaN, a list a tuple."""
    if isinstance(value, np.ndarray):
        return np.array_equal(np.asarray(stored), value, equal_nan=True)
    if isinstance(value, float) and math.isnan(value):
        return stored is None or (isinstance(stored, float) and math.isnan(stored))
    if isinstance(value, tuple | list):
        plain = json.dumps(value)
        return json.dumps(np.asarray(list(stored)).tolist() if len(value) else []) == plain or (
            [list(each) for each in stored] == [list(each) for each in value]
        )
    return bool(stored == value)
