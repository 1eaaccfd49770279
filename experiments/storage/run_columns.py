"""The row of a run as a table: each column of its declared type, null where there is no value.

A column has the same type in the file of every run, also where its day has no such value: so files
are read together by whatever reads Parquet, and no mean of them is spoilt by a NaN.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gatecrush.model.record.columns import (
    COUNT,
    COUNT_OR_NONE,
    FLAG,
    FLAG_OR_NONE,
    NUMBER,
    SUMMARY,
    WORD,
)

from ..days.outcomes import COURSES, FURTHER, WITNESSES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

IDENTITY: Final = {"key": WORD, "code": WORD, "member": COUNT}
"""Columns beside outcomes and parameters."""
KINDS: Final = {"whole number": COUNT, "number": NUMBER, "yes or no": FLAG}
"""Type of a parameter's column by its kind; others are words, or lists of texts or numbers."""
ARROW: Final = {
    NUMBER: "float64", COUNT: "int64", COUNT_OR_NONE: "int64", FLAG: "bool", FLAG_OR_NONE: "bool",
    WORD: "string",
}  # fmt: skip
"""Arrow's name of each type."""


def row_table(row: Mapping[str, Any]) -> pyarrow.Table:
    """Return a table of one row.

    Args:
        row: values by column; a column that is not declared has the type of its value.
    """
    import pyarrow

    types = column_types()
    columns = {
        name: pyarrow.array(
            [_value(value)], type=types.get(name, pyarrow.float64() if _is_nan(value) else None)
        )
        for name, value in row.items()
    }
    return pyarrow.table(columns)


def no_rows() -> pd.DataFrame:
    """Return the table of no runs, with the columns that every run of a sweep has."""
    import pyarrow

    fields = {name: kind for name, kind in column_types().items() if name not in _courses()}
    del fields["member"]
    found: pd.DataFrame = pyarrow.schema(list(fields.items())).empty_table().to_pandas()
    return found


@cache
def column_types() -> dict[str, pyarrow.DataType]:
    """Return Arrow's type of each column that is declared, by name."""
    import pyarrow

    from gatecrush.model.scenario.scenario import Scenario

    known = Scenario.quantities()
    lists = {True: pyarrow.string(), False: pyarrow.list_(pyarrow.float64())}
    parameters = {
        name: pyarrow.type_for_alias(ARROW[KINDS.get(each.kind, WORD)])
        if each.kind != "list"
        else pyarrow.list_(lists[each.unit == "-"])  # of texts a list has no unit
        for name, each in known.items()
        if "." in name
    }
    summary = IDENTITY | {each.name: each.dtype for each in SUMMARY}
    further = {each.name: each.dtype for each in FURTHER}
    return {
        **{name: pyarrow.type_for_alias(ARROW[dtype]) for name, dtype in summary.items()},
        **parameters,
        **{name: pyarrow.type_for_alias(ARROW[dtype]) for name, dtype in further.items()},
        **dict.fromkeys(_courses(), pyarrow.list_(pyarrow.float32())),
    }


def _courses() -> list[str]:
    """Return the names of columns that hold a list, a value a minute or a witness."""
    return [f"course_{name}" for name in COURSES] + [each.name for each in WITNESSES]


def _value(value: Any) -> Any:
    """Return a value as Arrow takes it: plain, None for what is not a number."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, list | tuple):
        return [_value(each) for each in value]
    return None if _is_nan(value) or type(value).__name__ == "NAType" else value


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)
