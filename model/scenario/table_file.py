"""A table beside the scenario: lines of values under a line of names, each found by its place.

Values are separated by commas, semicolons or tabs, whichever the line of names has most of; empty
lines and lines that begin with # are passed over.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .door import ScenarioError, plain, suggestion

LARGEST: Final = 2_000_000
"""Bytes."""
LONGEST_LINE: Final = 2_000
"""Characters."""
MOST_LINES: Final = 10_000
"""Lines of values; what they say stands in the file of every run."""
CLOCK: Final = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?")
NUMBER: Final = re.compile(r"[+-]?(?:\d{1,15}\.?\d{0,15}|\.\d{1,15})")
LAST_HOUR: Final = 10_000.0
"""h; as of ``run.end``."""


@dataclass(frozen=True)
class Cell:
    """One value of a table, and where it stands."""

    text: str
    name: str
    line: int
    column: int
    heading: str

    def fault(self, words: str) -> ScenarioError:
        """Return what is wrong with the value as an error."""
        where = f"{self.heading}, line {self.line}, column {self.column}"
        return ScenarioError(f'{where}: {plain(self.name)} "{plain(self.text)}" {words}')


Row = dict[str, Cell]
"""The values of a line by the name of their column."""


def rows_of(
    path: Path, heading: str, named: Mapping[str, str], listed: Sequence[str] = ()
) -> list[Row]:
    """Read a table.

    Args:
        path: the file.
        heading: how a message begins.
        named: what each name of a column that there may be stands for.
        listed: those to be told to who has another (all if empty).

    Raises:
        ScenarioError: it cannot be read, or is no such table.
    """
    heading = f"{heading}: {plain(path.name)}"
    lines = _lines(path, heading)
    if not lines:
        raise ScenarioError(f"{heading} is empty; its first line names its columns")
    first, head = lines[0]
    by = max(",;\t", key=head.count)
    words = _split(head, by, f"{heading}, line {first}")
    names = _names(words, f"{heading}, line {first}", named, listed or list(named))
    if len(lines) - 1 > MOST_LINES:
        raise ScenarioError(
            f"{heading} has {len(lines) - 1} lines of values; at most {MOST_LINES} can be used: "
            "count by longer intervals"
        )
    rows = []
    for line, text in lines[1:]:
        values = _split(text, by, f"{heading}, line {line}")
        if len(values) != len(names):
            raise ScenarioError(
                f"{heading}, line {line}: the number of values ({len(values)}) must be that of "
                f"columns ({len(names)})"
            )
        rows.append(
            {name: Cell(values[n], words[n], line, n + 1, heading) for n, name in enumerate(names)}
        )
    if not rows:
        raise ScenarioError(f"{heading} has no line of values after its line {first} of names")
    return rows


def hour_of(cell: Cell) -> float:
    """Return the hour that a value says: 8.25, 8:15 or 08:15:00.

    Raises:
        ScenarioError: it says none.
    """
    clock, found = CLOCK.fullmatch(cell.text), number_in(cell)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        found = hours + minutes / 60 + seconds / 3600
    if found is None or not 0 <= found <= LAST_HOUR:
        raise cell.fault(
            "must be an hour of the day, 0 to 10000, such as 8.25 or 8:15; those after midnight "
            "pass 24"
        )
    return found


def number_in(cell: Cell) -> float | None:
    """Return the number that a value is, or None."""
    return float(cell.text) if NUMBER.fullmatch(cell.text) else None


def _lines(path: Path, heading: str) -> list[tuple[int, str]]:
    """Return the lines that say something, with their numbers."""
    try:
        if path.exists() and not path.is_file():  # a pipe would keep us waiting
            raise OSError(None, "it is not a file")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ScenarioError(f"{heading} cannot be read ({reason})") from None
    if len(content) > LARGEST:
        raise ScenarioError(f"{heading} is larger than {LARGEST // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = content.count(b"\n", 0, error.start) + 1
        raise ScenarioError(f"{heading}, line {bad}: is not UTF-8 text") from None
    found = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise ScenarioError(
                f"{heading}, line {number}: has more than {LONGEST_LINE} characters"
            )
        if line.strip(" ,;\t") and not line.lstrip().startswith("#"):
            found.append((number, line))
    return found


def _split(line: str, by: str, where: str) -> list[str]:
    """Return the values of a line."""
    try:
        (values,) = csv.reader([line], delimiter=by, strict=True, skipinitialspace=True)
    except csv.Error:
        raise ScenarioError(f"{where}: a quotation mark in it has no other") from None
    return [value.strip() for value in values]


def _names(
    words: list[str], where: str, named: Mapping[str, str], listed: Sequence[str]
) -> list[str]:
    """Return what the columns stand for."""
    names: list[str] = []
    for column, word in enumerate(words, 1):
        name = named.get(word.lower())
        if name is None:
            hint = suggestion(word, list(named)) or f"; columns are {', '.join(listed)}"
            raise ScenarioError(
                f'{where}, column {column}: there is no column "{plain(word)}"{hint}'
            )
        if name in names:
            raise ScenarioError(
                f'{where}, column {column}: "{plain(word)}" is column {names.index(name) + 1}, too'
            )
        names.append(name)
    return names
