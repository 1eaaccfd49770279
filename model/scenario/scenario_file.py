"""A scenario file: found by name or path, read, and asked in which line a parameter stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

from gatecrush.agents.house import HOUSE

from .arrivals_table import arrivals_table
from .door import ScenarioError, dotted, flat, plain, shown, suggestion
from .plan_file import PLAN, check_layout_unstated, is_drawn, plan_content
from .quantities import Quantity
from .staff_table import staff_table
from .start_positions import start_positions

SHIPPED = HOUSE / "experiments" / "scenarios"
"""Folder of the scenarios that ship."""
LARGEST_FILE = 1_000_000
"""Bytes; anything larger is not a scenario."""
MOST_DOTS = 1000
"""In one key; reading a key takes time with the square of its parts."""
POSITIONS: Final = "demand.initial_positions"
ARRIVALS: Final = "demand.arrivals"
STAFF: Final = "run.staff"
MAY_NAME_A_FILE: Final = (POSITIONS, ARRIVALS, STAFF)
"""Parameters whose value may be the name of a file, beside ``site.plan``."""
AT_THE_TOP: Final = "staff"
"""What a scenario file may call ``run.staff``, before its first section."""
NUMBERS: Final = re.compile(r"\w+ = \[[-+\d\s.,e\[\]]*\][^\"']*")
"""A line of a stored scenario that holds a table: each of its numbers has a dot."""
STORED_PLAN: Final = re.compile(r'plan = "\{(?:[^"\\]|\\.)*\}"[^"]*')
"""The line of a stored scenario that holds a plan: each of its coordinates has a dot."""
ALONE: Final = "no other file can be read here; it may extend what ships: "
NAMES_A_FILE: Final = "names a file, and no other file can be read here; give that file by itself"
LINE_SEARCH = 20_000_000
"""Characters parsed again at most to find line numbers."""
BARE_POINT: Final = re.compile(r"(?<![\w.\"'])(?:\.\d|\d+\.(?!\d))")
HALF: Final = "; a number has digits on both sides of its point, such as 0.5"


class ScenarioFile:
    """One file as read: the values it states, and where."""

    def __init__(self, label: str, text: str) -> None:
        """Parse a file.

        Args:
            label: what messages call the file.
            text: its content.

        Raises:
            ScenarioError: it is not TOML.
        """
        self.label = label
        self.names_of_files: dict[str, str] = {}
        self.text = text.replace("\r\n", "\n")
        for number, line in enumerate(self.text.split("\n"), 1):
            if NUMBERS.fullmatch(line) or (STORED_PLAN.fullmatch(line) and "'''" not in line):
                continue
            if any(part.count(".") > MOST_DOTS for part in line.split("=")):
                raise ScenarioError(f"{label}, line {number}: too many dots")
        try:
            table = tomllib.loads(self.text)
        except RecursionError:
            raise ScenarioError(f"{label}: brackets are nested too deeply") from None
        except ValueError as error:
            raise ScenarioError(self._syntax_message(str(error))) from None
        self.extends = table.pop("extends", None)
        staff = {STAFF: table.pop(AT_THE_TOP)} if AT_THE_TOP in table else {}
        self.values: Mapping[str, Any] = flat(table) | staff

    def read_files_named(self, folder: Path, known: Mapping[str, Quantity]) -> None:
        """Put what files named hold in place of their names.

        Only a scenario file may name one: a setting may come from a link to the page.

        Args:
            folder: where their paths start.
            known: all parameters by dotted name.

        Raises:
            ScenarioError: one cannot be used.
        """
        readers: dict[str, Callable[[Path, str], Any]] = {
            POSITIONS: start_positions,
            ARRIVALS: arrivals_table,
            STAFF: partial(staff_table, known=known),
        }
        for name, read_file in readers.items():
            named = self.values.get(name)
            if isinstance(named, str):
                found = read_file(folder / named, self.heading(name))
                self.names_of_files[name] = named
                self.values = {**self.values, name: found}
        plan = self.values.get(PLAN)
        if isinstance(plan, str) and plan and not is_drawn(plan):
            check_layout_unstated(self)
            content = plan_content(folder / plan, self.heading(PLAN))
            self.names_of_files[PLAN] = plan
            self.values = {**self.values, PLAN: content}

    @cached_property
    def _lines(self) -> dict[str, int]:
        return statement_lines(self.text)[0]

    def line(self, key: str) -> int:
        """Return the line in which a dotted key is stated, from 1 (0: not found)."""
        return self._lines.get(key) or self._lines.get(self._written(key), 0)

    def _written(self, key: str) -> str:
        """Return what the file calls a parameter."""
        return AT_THE_TOP if key == STAFF and key not in self._lines else key

    def heading(self, key: str) -> str:
        """Return file, line, key and value, as a message begins."""
        where = f"{self.label}, line {self.line(key)}" if self.line(key) else self.label
        value = self.names_of_files.get(key, self.values[key])
        if isinstance(value, dict):
            return f"{where}: [{plain(key)}]"
        return f"{where}: {plain(self._written(key))} = {shown(value)}"

    def _syntax_message(self, found: str) -> str:
        place = re.search(r" \(at line (\d+), column (\d+)\)$", found)
        what = plain(re.sub(r" \(at .*\)$", "", found.partition(";")[0]), 120)
        if place:
            line, column = place.groups()
            written = self.text.split("\n")[int(line) - 1].partition("#")[0]
            hint = HALF if BARE_POINT.search(written) else ""
            return f"{self.label}, line {line}: not valid TOML: {what} (column {column}){hint}"
        return f"{self.label}, line {statement_lines(self.text)[1]}: not valid TOML: {what}"


def statement_lines(text: str) -> tuple[dict[str, int], int]:
    """Find the line in which each section and parameter of a TOML text is first stated.

    A TOML statement ends at the first line break at which what has been read of it parses, so the
    statements can be told apart without a parser of our own.

    Returns:
        Lines, from 1, by dotted key of at most two parts; and the first line of the statement that
        never ends (after the last line, if all do).
    """
    lines = text.split("\n")
    found: dict[str, int] = {}
    section: tuple[str, ...] = ()
    start, end, parsed_characters = 0, 1, 0
    while start < len(lines) and end <= len(lines) and parsed_characters < LINE_SEARCH:
        statement = "\n".join(lines[start:end])
        parsed_characters += len(statement) + 1
        try:
            table = tomllib.loads(statement)
        except (ValueError, RecursionError):
            end += 1
            continue
        is_header = statement.lstrip(" \t").startswith("[")
        if is_header:
            section = ()
        paths = [section + path for path in _paths(table)]
        for path in paths:
            found.setdefault(dotted(path[:1]), start + 1)
            found.setdefault(dotted(path[:2]), start + 1)
        if is_header:
            section = paths[-1]
        start, end = end, end + 1
    return found, start + 1


def _paths(table: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the keys of a statement, down to the second part."""
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from ((key, inner) for inner in value)
        else:
            yield (key,)


def shipped_scenarios() -> list[str]:
    """Return the names of the scenarios that ship, ``account`` first."""
    names = sorted(path.stem for path in SHIPPED.glob("*.toml"))
    return sorted(names, key=lambda name: name != "account")


def read(name_or_path: str | Path, known: Mapping[str, Quantity]) -> list[ScenarioFile]:
    """Read a scenario file and those that it extends, the most basic first.

    Args:
        name_or_path: name of a scenario that ships, or path of a TOML file.
        known: all parameters by dotted name.

    Raises:
        ScenarioError: one of them cannot be found or read, or they extend each other in a ring.
    """
    files: list[ScenarioFile] = []
    seen: set[Path] = set()
    wanted: Any = name_or_path
    folder: Path | None = None
    asked = ""
    while wanted is not None:
        if not isinstance(wanted, str | Path):
            raise ScenarioError(f"{asked}: must be a text in quotes")
        path, label = _found(wanted, folder, asked)
        if path.resolve() in seen:
            raise ScenarioError(f"{asked}: files must not extend each other in a ring")
        seen.add(path.resolve())
        file = ScenarioFile(label, _text(path, asked or label))
        files.insert(0, file)
        file.read_files_named(path.parent, known)
        wanted, folder = file.extends, path.parent
        asked = f"{label}, line {file.line('extends')}: extends = {shown(wanted)}"
    return files


def read_alone(label: str, text: str, known: Mapping[str, Quantity]) -> list[ScenarioFile]:
    """Read a scenario from its text alone: no file of this machine is opened for it.

    Args:
        label: what messages call it.
        text: its content; it may extend a scenario that ships.
        known: all parameters by dotted name.

    Raises:
        ScenarioError: it cannot be read, or it names a file.
    """
    file = ScenarioFile(label, text)
    basic: list[ScenarioFile] = []
    if file.extends is not None:
        if file.extends not in shipped_scenarios():
            where = f"{label}, line {file.line('extends')}: extends = {shown(file.extends)}"
            raise ScenarioError(f"{where}: {ALONE}{', '.join(shipped_scenarios())}")
        basic = read(file.extends, known)
    for name in (*MAY_NAME_A_FILE, PLAN):
        stated = file.values.get(name)
        if isinstance(stated, str) and stated and not (name == PLAN and is_drawn(stated)):
            raise ScenarioError(f"{file.heading(name)}: {NAMES_A_FILE}")
    return [*basic, file]


def _found(wanted: str | Path, folder: Path | None, asked: str) -> tuple[Path, str]:
    """Return the path of a scenario and what messages call it."""
    if str(wanted) in shipped_scenarios():
        return SHIPPED / f"{wanted}.toml", f"{wanted}.toml"
    path = Path(wanted) if folder is None else folder / wanted
    label = plain(str(path), 200)
    try:
        exists = path.exists()
    except (OSError, ValueError) as error:  # too long, or characters no file name has
        reason = getattr(error, "strerror", None) or error
        raise ScenarioError(f"{asked or label}: cannot be read ({reason})") from None
    if not exists:
        names: Sequence[str] = shipped_scenarios()
        hint = suggestion(path.stem, names) or f"; shipped are {', '.join(names)}"
        raise ScenarioError(
            f"{asked or label}: there is no such file, and no such scenario ships{hint}"
        )
    return path, label


def _text(path: Path, heading: str) -> str:
    """Return the content of a file; what goes wrong is said under a heading."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except IsADirectoryError:
        raise ScenarioError(f"{heading}: is a folder, not a scenario file") from None
    except OSError as error:
        raise ScenarioError(f"{heading}: cannot be read ({error.strerror})") from None
    if len(content) > LARGEST_FILE:
        raise ScenarioError(f"{heading}: is larger than 1 MB, so not a scenario file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ScenarioError(f"{heading}, line {line}: is not UTF-8 text") from None
