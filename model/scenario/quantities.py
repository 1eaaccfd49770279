"""The list of all parameters of a scenario, read off their one declaration.

Messages, tables, sliders and axes take name, unit, bounds, meaning and source from here.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any, Final, Literal, NamedTuple, get_args, get_origin

from pydantic.fields import FieldInfo

from gatecrush.agents.quantity import Parameters

COLLECTION: Final = "FeatureCollection"
"""What every plan says of itself."""
_KINDS: dict[Any, str] = {float: "number", int: "whole number", bool: "yes or no", str: "text"}


class Quantity(NamedTuple):
    """One parameter: what it is called, what it may be, what it means, where it comes from."""

    name: str
    """Dotted name, such as ``gate.batch_size``."""
    kind: str
    """number, whole number, yes or no, choice, text, or list."""
    default: Any
    unit: str
    """Unit of the value in scenario files ("-" for a pure number)."""
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    """The words allowed, if it is a choice."""
    meaning: str
    source: str
    changeable: bool
    """Whether it can change during a day."""

    @property
    def bounds(self) -> str:
        """The allowed range with its unit, such as ``0.4 to 20 m``; empty if there is none."""
        if self.low is None or self.high is None:
            return ""
        return f"{number(self.low)} to {number(self.high)}{self.unit_spoken}"

    @property
    def unit_spoken(self) -> str:
        """The unit as it follows a number: `` m``, `` per day``; empty for a pure number."""
        if self.unit == "-" or "," in self.unit:
            return ""
        return f" per {self.unit[2:]}" if self.unit.startswith("1/") else f" {self.unit}"

    @property
    def allowed(self) -> str:
        """What the value may be, as it goes on after "must be"."""
        if self.kind in ("number", "whole number"):
            return f"a {self.kind}, {self.bounds}" if self.bounds else f"a {self.kind}"
        if self.kind == "yes or no":
            return "true or false"
        if self.kind == "choice":
            return " or ".join(self.choices)
        if self.kind == "text":
            return "a text in quotes"
        if self.unit == "-":
            return "a list of texts in quotes"
        such = listed(self.default or ((0.5, 1.0, 30.0)[: self.unit.count(",") + 1],))
        return f"a list of lists of numbers ({self.unit}), such as {such}"


def number(value: float) -> str:
    """Return a number as people write it: 20 for 20.0, 1000000000 for 1e9."""
    return f"{value:.12g}"


def as_declared(value: Any, quantity: Quantity) -> Any:
    """Return a value of the kind declared: 10.0 and 1e1 are a whole number, too."""
    is_whole = quantity.kind == "whole number" and isinstance(value, float) and value.is_integer()
    return int(value) if is_whole else value


def listed(value: Any) -> str:
    """Return a value as people write it: words bare, lists in brackets, no needless zeros."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_in_list, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return shortened(value) if isinstance(value, str) else number(value)


def shortened(text: str) -> str:
    """Return a text as it is, and of a plan the beginning of its hash: it is known by that."""
    if not (text.lstrip().startswith("{") and COLLECTION in text):
        return text
    return f"a plan ({hashlib.sha256(text.encode()).hexdigest()[:8]})"


def _in_list(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else listed(value)


def setting(name: str, value: Any) -> str:
    """Return a setting as it is written after ``--set``; read again it is the same to the bit."""
    return f"{name}={value if isinstance(value, str) else _exactly(value)}"


def _exactly(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_exactly, value)) + "]"
    is_shortened = isinstance(value, int | float) and float(number(value)) != value
    return repr(value) if is_shortened else _in_list(value)


def _bound(field: FieldInfo, side: str) -> float | None:
    found = (getattr(constraint, side, None) for constraint in field.metadata)
    return next((float(value) for value in found if value is not None), None)


def _quantity(name: str, field: FieldInfo) -> Quantity:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    is_choice = get_origin(field.annotation) is Literal
    kind = "choice" if is_choice else _KINDS.get(field.annotation, "list")
    return Quantity(
        name=name,
        kind=kind,
        default=field.default,
        unit=str(extra.get("unit", "-")),
        low=_bound(field, "ge"),
        high=_bound(field, "le"),
        choices=get_args(field.annotation) if is_choice else (),
        meaning=field.description or "",
        source=str(extra.get("source", "")),
        changeable=bool(extra.get("changeable")),
    )


def section_types(root: type[Parameters]) -> dict[str, type[Parameters]]:
    """Return the sections of a scenario type by name, in order of declaration."""
    return {
        key: field.annotation
        for key, field in root.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, Parameters)
    }


@cache
def quantities(root: type[Parameters]) -> dict[str, Quantity]:
    """Return all parameters of a scenario type by dotted name, in order of declaration."""
    sections = section_types(root)
    found = {}
    for key, field in root.model_fields.items():
        if key in sections:
            for inner, each in sections[key].model_fields.items():
                found[f"{key}.{inner}"] = _quantity(f"{key}.{inner}", each)
        else:
            found[key] = _quantity(key, field)
    return found
