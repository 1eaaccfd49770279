"""A board on which days write how far they have come, each in a row of its own, for all to see.

It is a file that all processes map into their memory: nobody waits for anybody, and a process that
dies leaves what it had written.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from .glanced_day import QUARTERS_AN_HOUR, Quarter

ROW = np.dtype([(name, np.float64) for name in Quarter._fields])


class Board:
    """Rows of quarters of an hour, NaN where nothing is written yet."""

    def __init__(self, path: Path, rows: int, hours: float) -> None:
        """Name a board; it is there once ``make`` was called.

        Args:
            path: the file.
            rows: days that write on it.
            hours: longest time that a day takes, h.
        """
        # A day may begin and end within a quarter.
        self.path, self.shape = path, (rows, math.ceil(hours * QUARTERS_AN_HOUR) + 2)
        self._seen = [0] * rows
        self._open: Any = None

    def make(self) -> None:
        """Put up the board, with nothing on it."""
        np.memmap(self.path, ROW, "w+", shape=self.shape)[:] = (math.nan,) * len(Quarter._fields)

    def write(self, row: int, number: int, quarter: Quarter) -> None:
        """Write a quarter of a day; the hour comes last, and tells that it is there as a whole."""
        hour, share, waiting, load, admitted = quarter
        cell = self._quarters()[row, number : number + 1]
        cell["press_share"] = math.nan if share is None else share
        cell["waiting"], cell["load"], cell["admitted"] = waiting, load, admitted
        cell["hour"] = hour

    def news(self, row: int) -> Iterator[Quarter]:
        """Yield the quarters of a day that were written since it was looked at last."""
        quarters = self._quarters()[row]
        while self._seen[row] < len(quarters):
            hour, share, waiting, load, admitted = quarters[self._seen[row]].tolist()
            if math.isnan(hour):
                return
            self._seen[row] += 1
            known = None if math.isnan(share) else share
            yield Quarter(hour, known, int(waiting), load, int(admitted))

    def _quarters(self) -> Any:
        if self._open is None:
            self._open = np.memmap(self.path, ROW, "r+", shape=self.shape)
        return self._open

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process needs to find the board."""
        return {**self.__dict__, "_open": None}
