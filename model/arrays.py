"""Arrays of numbers: what annotations call them, and how those of the situation are declared.

An array is declared once, beside its name: what it has an entry for each of, its type and what it
is filled with. How it is made and how it grows follow from that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Each:
    """How an array is made; stands in the annotation of its field."""

    of: tuple[str, ...]
    """What it has an entry for each of, an axis a name."""
    dtype: np.dtype[Any]
    fill: Any
    """What stands in it at first."""

    def made(self, *shape: int) -> Any:
        """Return an array of some shape; its rows answer to the names of their fields."""
        array = np.empty(shape, self.dtype)
        array[...] = self.fill
        return array.view(np.recarray) if self.dtype.names else array


def each(*of: str, dtype: Any, fill: Any = 0) -> Each:
    """Declare an array with an entry for each of something, as in ``each("people", dtype=...)``."""
    return Each(of, np.dtype(dtype), fill)


def declared(kind: type) -> dict[str, Each]:
    """Return the arrays that a named tuple declares, by name."""
    hints = get_type_hints(kind, include_extras=True)
    marks = {name: getattr(hint, "__metadata__", ()) for name, hint in hints.items()}
    return {name: mark[0] for name, mark in marks.items() if mark}


def arrays_of(kind: type, **lengths: int) -> dict[str, Any]:
    """Return the arrays that a named tuple declares, for so many people, cells and so on."""
    return {
        name: array.made(*(lengths[axis] for axis in array.of))
        for name, array in declared(kind).items()
    }


def grown[Tuple: NamedTuple](values: Tuple, **lengths: int) -> Tuple:
    """Return a named tuple whose arrays have room for more people, numbers and so on.

    Entries that are added stand as they would have at the beginning; no array becomes shorter.
    """
    longer = {}
    for name, array in declared(type(values)).items():
        old = getattr(values, name)
        shape = [
            max(now, lengths.get(axis, 0)) for now, axis in zip(old.shape, array.of, strict=True)
        ]
        if tuple(shape) != old.shape:
            longer[name] = array.made(*shape)
            longer[name][tuple(map(slice, old.shape))] = old
    return values._replace(**longer)


def row_type(kind: type) -> np.dtype[Any]:
    """Return the type of a record whose fields are a class's annotations, int or float."""
    return np.dtype([(name, np.dtype(number)) for name, number in get_type_hints(kind).items()])


def empty_record(dtype: np.dtype[Any]) -> Any:
    """Return one record, all zero; it keeps its memory alive."""
    return np.zeros(1, dtype).view(np.recarray)[0]
