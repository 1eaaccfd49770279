"""The door: what is stated about a scenario is checked here, once, and turned away in one line.

Everything stated comes from a source (a scenario file, or settings); a later source overrides an
earlier one. A complaint says where the value stands, what it is, and what it may be.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from pydantic import ValidationError

from gatecrush.agents.quantity import Parameters

from .quantities import Quantity, as_declared, listed, quantities, section_types, shortened

LONGEST_SHOWN = 60
"""Characters of a key or value shown in a message."""
UNKNOWN = "there is no such parameter"
_PARAMETER_NAME = re.compile(r"[a-z_]+\.[a-z_]+")


class ScenarioError(ValueError):
    """A scenario, or a setting of it, that cannot be used; the message is one line."""


class Source(Protocol):
    """Values as somebody stated them, by dotted key, in the order stated."""

    @property
    def values(self) -> Mapping[str, Any]:
        """The values by dotted key."""

    def line(self, key: str) -> int:
        """Return the line in which the key is stated (0: there are no lines)."""

    def heading(self, key: str) -> str:
        """Return where the value stands and what it is, as a message begins."""


class Complaint(NamedTuple):
    """One thing wrong: in which source, under which key, and what."""

    source: int
    key: str
    what: str


def plain(text: str, longest: int = LONGEST_SHOWN) -> str:
    """Return a text on one line of printable characters, cut to a length."""
    shown = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: longest + 1]
    )
    return shown if len(shown) <= longest else shown[: longest - 3] + "..."


def dotted(path: Sequence[str]) -> str:
    """Return a key as TOML writes it: bare words as they are, anything else in quotes."""
    return ".".join(
        key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)
        for key in path
    )


def flat(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table of sections as values by dotted key; an empty section stays a key."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict) and value:
            values.update({dotted((key, inner)): each for inner, each in value.items()})
        else:
            values[dotted((key,))] = value
    return values


def shown(value: Any) -> str:
    """Return a value as a scenario file writes it, on one line, cut to a length."""
    try:
        return plain(_written(value))
    except (ValueError, RecursionError):  # thousands of digits, or of brackets
        return "(too long to show)"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(shortened(value)[: LONGEST_SHOWN + 1], ensure_ascii=False)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_written(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_written(each)}" for key, each in value.items()) + "}"
    return str(value)


def suggestion(word: str, known: Sequence[str]) -> str:
    """Return "; did you mean X?" for the known word that was probably meant, or nothing."""
    word = word[:LONGEST_SHOWN].replace('"', "").lower()
    namesakes = [name for name in known if name.rpartition(".")[2] == word.rpartition(".")[2]]
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.72) or namesakes[:1]
    return f"; did you mean {near[0]}?" if near else ""


def admit[P: Parameters](root: type[P], sources: Sequence[Source]) -> P:
    """Return what the sources state as a scenario.

    Raises:
        ScenarioError: something stated is unusable; the first thing in the order of the sources
            is named, the others are counted.
    """
    complaints = list(_unknown(root, sources))
    stated = {
        key: (value, number)
        for number, source in enumerate(sources)
        for key, value in source.values.items()
        if key in quantities(root)
    }
    nested: dict[str, Any] = {}
    for key, (value, _) in stated.items():
        section, _, inner = key.rpartition(".")
        value = as_declared(value, quantities(root)[key])
        (nested.setdefault(section, {}) if section else nested)[inner] = value
    try:
        admitted = root.model_validate(nested)
    except ValidationError as error:
        complaints += _rejected(root, error, stated, sources)
    else:
        if not complaints:
            return admitted
    raise ScenarioError(_report(root, complaints, sources))


def _unknown(root: type[Parameters], sources: Sequence[Source]) -> Iterator[Complaint]:
    sections = section_types(root)
    for number, source in enumerate(sources):
        for key, value in source.values.items():
            if key in sections and value != {}:
                inner = next(iter(sections[key].model_fields))
                what = f"is a section; state its parameters one by one, such as {key}.{inner}"
                yield Complaint(number, key, what)
            elif key not in quantities(root) and key not in sections:
                yield Complaint(number, key, UNKNOWN)


def _rejected(
    root: type[Parameters],
    error: ValidationError,
    stated: Mapping[str, tuple[Any, int]],
    sources: Sequence[Source],
) -> Iterator[Complaint]:
    """Turn what pydantic found into complaints, one a parameter."""
    seen = set()
    for fault in error.errors(include_url=False, include_input=False):
        key = ".".join(str(part) for part in fault["loc"][:2])
        if key not in quantities(root):
            for message in str(fault["ctx"]["error"]).split("\n"):
                yield _broken_relation(root, message, stated, sources)
        elif key not in seen:
            seen.add(key)
            yield Complaint(stated[key][1], key, _requirement(quantities(root)[key], fault))


def _requirement(quantity: Quantity, fault: Any) -> str:
    bounds = f" (allowed: {quantity.bounds})" if quantity.bounds else ""
    if len(fault["loc"]) > 2:  # inside a list
        return f"must be {quantity.allowed}"
    if fault["type"] == "greater_than_equal":
        return f"must be at least {listed(fault['ctx']['ge'])}{bounds}"
    if fault["type"] == "less_than_equal":
        return f"must be at most {listed(fault['ctx']['le'])}{bounds}"
    if fault["type"] == "finite_number":
        return f"must be a finite number{bounds}"
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return f"must be {quantity.allowed}"


def _broken_relation(
    root: type[Parameters],
    message: str,
    stated: Mapping[str, tuple[Any, int]],
    sources: Sequence[Source],
) -> Complaint:
    """Blame the parameter stated last of those that a message names; give the others' values.

    A message that begins with a parameter and a colon blames that one.
    """
    table = quantities(root)
    first, _, rest = message.partition(": ")
    if rest and first in stated:
        return Complaint(stated[first][1], first, rest)
    named = [name for name in _PARAMETER_NAME.findall(message) if name in table]
    blamed = max(
        [name for name in named if name in stated] or list(stated),
        key=lambda name: (stated[name][1], sources[stated[name][1]].line(name)),
    )

    def with_value(match: re.Match[str]) -> str:
        name = match.group()
        if name == blamed or name not in table:
            return name
        value = stated[name][0] if name in stated else table[name].default
        return f"{name} ({plain(listed(value))}{table[name].unit_spoken})"

    what = _PARAMETER_NAME.sub(with_value, message)
    return Complaint(stated[blamed][1], blamed, what.removeprefix(blamed).lstrip(": "))


def _report(
    root: type[Parameters], complaints: Sequence[Complaint], sources: Sequence[Source]
) -> str:
    """Return the first complaint as one line, and how many others there are."""
    first = min(complaints, key=lambda each: (each.source, sources[each.source].line(each.key)))
    source, what = sources[first.source], first.what
    if what == UNKNOWN and isinstance(source.values[first.key], dict) and "." not in first.key:
        what = "there is no such section" + suggestion(first.key, list(section_types(root)))
    elif what == UNKNOWN:
        what += suggestion(first.key, list(quantities(root)))
    others = f" (and {len(complaints) - 1} more)" if len(complaints) > 1 else ""
    return f"{source.heading(first.key)}: {what}{others}"
