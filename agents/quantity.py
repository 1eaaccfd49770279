"""A parameter as a quantity: a default with its unit, bounds, meaning and source, declared once.

Everything that shows a parameter (scenario file, command line, table, slider, axis) reads it here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

TO_SI = {
    "min": 60.0,
    "h": 3600.0,
    "1/min": 1 / 60.0,
    "1/h": 1 / 3600.0,
    "kN/m": 1000.0,
    "kN s/m": 1000.0,
}
"""Factor from a unit of the scenario to metres, seconds and newtons; units not listed stay."""


class Parameters(BaseModel):
    """One section of a scenario: a closed, immutable, strictly typed set of quantities."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def quantity(
    default: Any,
    unit: str,
    meaning: str,
    source: str,
    *,
    low: float | None = None,
    high: float | None = None,
    changeable: bool = False,
) -> Any:
    """Declare a parameter.

    Args:
        default: value when the scenario says nothing.
        unit: unit of the value in scenario files ("-" for a pure number).
        meaning: one sentence in the words of the field.
        source: author and year, or "account", "assumed", or "calibrated" with its interval.
        low: smallest allowed value.
        high: largest allowed value.
        changeable: whether it can change during a day (``BorderCrossing.change``).

    Returns:
        A pydantic field.
    """
    return Field(
        default,
        ge=low,
        le=high,
        description=meaning,
        json_schema_extra={"unit": unit, "source": source, "changeable": changeable},
    )


def as_tuples(value: object) -> object:
    """Return the lists of a scenario file as tuples; immutable, they can be compared and hashed."""
    return tuple(map(as_tuples, value)) if isinstance(value, list | tuple) else value


def in_si[Section: Parameters](parameters: Section) -> Section:
    """Return a section's numbers in metres, seconds and newtons, as the record kernels read.

    To an editor it is the section itself: the names are the same.
    """
    fields = type(parameters).model_fields
    names = [key for key, field in fields.items() if field.annotation in (float, int, bool)]
    record = np.zeros(1, [(key, np.float64) for key in names]).view(np.recarray)
    for key in names:
        extra = fields[key].json_schema_extra
        unit = str(extra["unit"]) if isinstance(extra, dict) else "-"
        record[key] = float(getattr(parameters, key)) * TO_SI.get(unit, 1.0)
    return record[0]
