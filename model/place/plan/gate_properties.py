"""Properties of a gate in a plan: its own batch, cycle, closures and number check."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any, Final

from ..gate_terms import OF_A_GATE, GateTerms, Hours
from .outline import RefusedError

LARGEST: Final = 1000
"""Of a batch, people, and of a cycle, min, as ``gate.batch_size`` and ``gate.cycle_max`` allow."""
MOST_CLOSURES: Final = 100


def gate_terms(properties: Mapping[str, Any]) -> GateTerms:
    """Return what the properties of a gate's shape state of it.

    Raises:
        RefusedError: they cannot be used.
    """
    given = {name: properties.get(name) for name in OF_A_GATE}
    batch, check = given["batch"], given["number_check"]
    if batch is not None and not (_is_number(batch, 1, LARGEST) and batch == int(batch)):
        raise RefusedError(f"its batch must be a whole number of people, 1 to {LARGEST}")
    if check is not None and not _is_number(check, 0, 1):
        raise RefusedError("its number_check must be a number from 0 to 1")
    return GateTerms(
        batch=None if batch is None else int(batch),
        cycle=None if given["cycle"] is None else _cycle(given["cycle"]),
        closures=None if given["closures"] is None else _closures(given["closures"]),
        number_check=None if check is None else float(check),
    )


def _is_number(value: Any, low: float, high: float) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and low <= value <= high


def _cycle(value: Any) -> tuple[float, float]:
    """Return the shortest and longest cycle, min: [45, 75], or one number for both."""
    both = value if isinstance(value, list | tuple) else (value, value)
    if len(both) != 2 or not all(_is_number(each, 1, LARGEST) for each in both):
        raise RefusedError(f"its cycle must be minutes from 1 to {LARGEST}: 60, or [45, 75]")
    if both[0] > both[1]:
        raise RefusedError("its cycle must be the shortest and the longest, as in [45, 75]")
    return float(both[0]), float(both[1])


def _closures(value: Any) -> Hours:
    """Return from when to when no opening begins, h: [[12, 13.5], ...]."""
    words = "its closures must be hours that follow one another, as in [[12, 13.5], [18, 20]]"
    pairs = value if isinstance(value, list | tuple) else ()
    if not isinstance(value, list | tuple) or len(pairs) > MOST_CLOSURES:
        raise RefusedError(words)
    for pair in pairs:
        is_pair = isinstance(pair, list | tuple) and len(pair) == 2
        if not is_pair or not all(_is_number(hour, 0, 1000) for hour in pair):
            raise RefusedError(words)
    hours = list(itertools.chain.from_iterable(pairs))
    if any(later < earlier for earlier, later in itertools.pairwise(hours)):
        raise RefusedError(words)
    if any(begin == end for begin, end in pairs):
        raise RefusedError(words)
    return tuple((float(begin), float(end)) for begin, end in pairs)
