"""The summary of one day: a mapping from each outcome, and each parameter, to its value."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def plain_value(value: Any) -> Any:
    """Return a value as JSON has it: no numpy types, None for what is missing or not a number."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, list | tuple):
        return [plain_value(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, bool | int | float | str) else None


class Summary(Mapping[str, Any]):
    """What a day came to, value by value; None where there is none, as the onset of a calm day.

    The same as a table of one row is ``summary.frame``; of a list of names the summary gives such a
    table, too: ``summary[["arrived", "admitted"]]``.

    Example:
        >>> summary = Summary({"arrived": 7, "onset_time": math.nan})
        >>> summary["arrived"], summary["onset_time"], "left" in summary, dict(summary)
        (7, None, False, {'arrived': 7, 'onset_time': None})
    """

    def __init__(self, row: Mapping[str, Any]) -> None:
        """Hold the values of a row."""
        self._row = dict(row)
        self._values = {name: plain_value(value) for name, value in row.items()}

    def __getitem__(self, name: Any) -> Any:
        """Return a value; of a list of names, a table of one row."""
        if isinstance(name, list):
            return self.frame[name]
        try:
            return self._values[name]
        except KeyError:
            near = difflib.get_close_matches(str(name), self._values, n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            raise KeyError(f"no {name!r} in a summary{meant}") from None

    def __iter__(self) -> Iterator[str]:
        """Yield the names: outcomes first, then parameters under their dotted names."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return how many values there are."""
        return len(self._values)

    def __repr__(self) -> str:
        """Show the values as a dictionary does."""
        return f"Summary({self._values!r})"

    def _repr_html_(self) -> str:
        return str(self.frame.T.to_html(header=False))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row; NaN where there is no value."""
        import pandas as pd

        return pd.DataFrame([self._row])

    @property
    def iloc(self) -> Any:
        """Of the table of one row: ``summary.iloc[0]``, as earlier versions had it."""
        return self.frame.iloc
