"""Settings: values of single parameters, stated on the command line or in Python."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from .door import ScenarioError, plain, shown
from .quantities import Quantity, as_declared, listed

NUMBER: Final = re.compile(r"(?<![\w.+-])[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])")
"""A number as people write it: .5, 5., +10, 010 and 1e1 among them, which TOML refuses."""


class Settings:
    """Values by dotted key, from Python."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Take the values; numpy numbers and arrays become plain ones."""
        self.values: Mapping[str, Any] = {key: _unboxed(value) for key, value in values.items()}

    def line(self, key: str) -> int:
        """Return the rank of a key among the settings, from 1."""
        return list(self.values).index(key) + 1

    def heading(self, key: str) -> str:
        """Return key and value, as a message begins."""
        return f"{plain(key)} = {shown(self.values[key])}"


class WrittenSettings(Settings):
    """Values by dotted key, as written on the command line: ``--set key=value``."""

    def __init__(self, texts: Sequence[str], known: Mapping[str, Quantity]) -> None:
        """Read the texts.

        Args:
            texts: ``key=value`` each; of two for the same key the last one counts.
            known: all parameters by dotted key.

        Raises:
            ScenarioError: a text has no ``=``.
        """
        self.texts: dict[str, str] = {}
        for text in texts:
            key, equals, value = text.partition("=")
            if not equals:
                example = key.strip() if key.strip() in known else "gate.width"
                raise ScenarioError(
                    f"--set {plain(text)}: must be key=value, such as {example}="
                    f"{listed(known[example].default)}"
                )
            self.texts[key.strip()] = value.strip()
        super().__init__(
            {key: read_value(value, known.get(key)) for key, value in self.texts.items()}
        )

    def heading(self, key: str) -> str:
        """Return the setting as written, as a message begins."""
        return f"--set {plain(key)}={plain(self.texts[key])}"


def _unboxed(value: Any) -> Any:
    is_foreign = not isinstance(value, bool | int | float | str | list | tuple | dict)
    return value.tolist() if is_foreign and hasattr(value, "tolist") else value


def read_value(text: str, quantity: Quantity | None) -> Any:
    """Read a value as TOML would, numbers as people write them; a word without quotes is a text."""
    is_word = quantity is not None and quantity.kind in ("choice", "text")
    try:
        table = tomllib.loads("value = " + (text if is_word else NUMBER.sub(_as_toml, text)))
    except (ValueError, RecursionError):
        return text
    if set(table) != {"value"} or (is_word and not isinstance(table["value"], str)):
        return text
    return table["value"] if quantity is None else as_declared(table["value"], quantity)


def _as_toml(written: re.Match[str]) -> str:
    """Return a number as TOML has it.

    Raises:
        ValueError: it has thousands of digits.
    """
    text = written.group()
    return str(int(text)) if text.lstrip("+-").isdigit() else repr(float(text))
