"""A summary as a row of plain values, and as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gatecrush.model.record.recorder import Record


def summary_row(record: Record) -> dict[str, Any]:
    """Return the summary of a run as plain values, None where there is none."""
    return dict(record.summary)


def unboxed(value: Any) -> Any:
    """Return a value as Python has it: no numpy numbers, arrays of arrays as lists of lists."""
    value = value.tolist() if hasattr(value, "tolist") else value
    return [unboxed(each) for each in value] if isinstance(value, list | tuple) else value


def as_json(value: Any, *, in_ascii: bool = False) -> str:
    """Return a value as indented JSON with a line break at the end.

    Args:
        value: plain values.
        in_ascii: whether to write other letters as their numbers.
    """
    return json.dumps(value, indent=2, allow_nan=False, ensure_ascii=in_ascii) + "\n"
