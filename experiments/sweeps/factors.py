"""Factors: the parameters a sweep varies, and the values they take.

Written ``key=a,b,c`` (these values), ``key=low:high:count`` (so many, evenly spaced, both ends
included) or ``key=low:high`` (anything between, for designs that draw their points).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gatecrush.model.scenario.quantities import as_declared
from gatecrush.model.scenario.settings import read_value

from ..days.summary_row import unboxed

if TYPE_CHECKING:
    from gatecrush.model.scenario.quantities import Quantity

MOST_VALUES: Final = 100_000
WRITTEN: Final = ("number", "whole number", "yes or no", "choice", "text")
"""Kinds of parameters whose values can be written with commas between them."""
DIGITS: Final = 12
"""Digits of an evenly spaced value, so that 0.1:0.3:3 holds 0.2 and nothing longer."""


class FactorError(ValueError):
    """A factor that cannot be used; the message is one line."""


@dataclass(frozen=True)
class Factor:
    """A parameter and its values, or the range they are drawn from."""

    name: str
    values: tuple[Any, ...] = ()
    """The values; none if they are drawn."""
    low: float = math.nan
    high: float = math.nan
    is_whole: bool = False
    """Whether drawn values are whole numbers."""

    @property
    def is_range(self) -> bool:
        """Whether values are drawn from a range."""
        return not self.values

    def at(self, share: float) -> float | int:
        """Return the value below which a share of the range lies, cut to six digits."""
        if self.is_whole:
            return min(int(self.high), int(self.low + share * (self.high - self.low + 1)))
        return float(f"{self.low + share * (self.high - self.low):.6g}")

    @property
    def words(self) -> str:
        """The factor as the command line has it."""
        if self.is_range:
            return f"{self.name}={self.low:.12g}:{self.high:.12g}"
        return f"{self.name}=" + ",".join(_word(value) for value in self.values)


def factor(text: str, known: dict[str, Quantity]) -> Factor:
    """Read a factor as the command line has it.

    Args:
        text: ``key=a,b,c``, ``key=low:high:count`` or ``key=low:high``.
        known: all parameters by dotted name.

    Raises:
        FactorError: it cannot be used.
    """
    return factor_of(*name_and_values(text), known)


def name_and_values(text: str) -> tuple[str, str]:
    """Return both parts of a factor as the command line has it.

    Raises:
        FactorError: it has not both.
    """
    name, equals, values = (part.strip() for part in text.partition("="))
    if not equals or not values:
        raise FactorError(f"{text}: must be key=VALUES, such as demand.factor=0.1:2:20")
    return name, values


def factor_of(name: str, values: Any, known: dict[str, Quantity]) -> Factor:
    """Return a factor from its name and its values: as text, one by one, or a factor already.

    Raises:
        FactorError: it cannot be used.
    """
    from gatecrush.model.scenario.door import suggestion

    if isinstance(values, Factor):
        return values
    if name not in known:
        raise FactorError(f"{name}: there is no such parameter{suggestion(name, list(known))}")
    if name == "name":
        raise FactorError("name: says what the scenario is called and changes nothing")
    if not isinstance(values, str):
        return _of_values(name, [as_declared(each, known[name]) for each in _listed(values)])
    text = values.strip()
    if known[name].kind not in WRITTEN:
        example = '"demand.profile" = [[[5, 27, 20]], [[5, 27, 40]]]'
        words = f"is {known[name].kind}, which a plan file can vary: {example} under [vary]"
        raise FactorError(f"{name}: {words}")
    if ":" in text:
        return _of_range(name, text.split(":"), known[name])
    return _of_values(name, [read_value(part.strip(), known[name]) for part in text.split(",")])


def _listed(values: Any) -> list[Any]:
    """Return whatever one can go through as a list of plain values; what one cannot is one value.

    A set has no order of its own, so its values are sorted where they can be.
    """
    if isinstance(values, set | frozenset):
        with suppress(TypeError):
            values = sorted(values)
    values = values.tolist() if hasattr(values, "tolist") else values
    return [unboxed(each) for each in values] if isinstance(values, Iterable) else [unboxed(values)]


def _of_values(name: str, values: list[Any]) -> Factor:
    if not values or any(value == "" for value in values):
        raise FactorError(f"{name}: a value is missing between the commas")
    twice = next((each for n, each in enumerate(values) if each in values[:n]), None)
    if twice is not None:
        raise FactorError(f"{name}: the value {_word(twice)} is there twice")
    return Factor(name, tuple(values))


def _of_range(name: str, parts: Sequence[str], quantity: Quantity) -> Factor:
    if quantity.kind not in ("number", "whole number"):
        words = f"{name}: has no range, since it is {quantity.kind}; state its values as a,b,c"
        raise FactorError(words)
    written = ":".join(parts)
    if len(parts) > 3:
        raise FactorError(f"{name}={written}: must be low:high:count")
    try:
        low, high = float(parts[0]), float(parts[1])
        count = _whole(parts[2]) if len(parts) == 3 else 0
    except ValueError:
        words = f"{name}={written}: must be low:high:count, two numbers and a whole number"
        raise FactorError(words) from None
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise FactorError(f"{name}={written}: low must be less than high")
    is_whole = quantity.kind == "whole number"
    if len(parts) == 2:
        return Factor(name, (), low, high, is_whole)
    if not 2 <= count <= MOST_VALUES:
        raise FactorError(f"{name}={written}: the count must be 2 to {MOST_VALUES}")
    values = [float(f"{value:.{DIGITS}g}") for value in np.linspace(low, high, count)]
    if is_whole:
        if any(value != round(value) for value in values):
            raise FactorError(
                f"{name}={written}: gives values such as "
                f"{next(v for v in values if v != round(v)):g}, and it must be a whole number"
            )
        return Factor(name, tuple(round(value) for value in values))
    return Factor(name, tuple(values))


def _whole(text: str) -> int:
    """Return a whole number, as people may write it: 20, 20.0 or 2e1.

    Raises:
        ValueError: it is none.
    """
    number = float(text)
    if not number.is_integer():
        raise ValueError(text)
    return int(number)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.12g}" if isinstance(value, int | float) else str(value)
