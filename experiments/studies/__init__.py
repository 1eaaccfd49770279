"""One research question a file: design, run, table, figure."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .study import Study

NAMES: Final = (
    "account_day",
    "transition",
    "early_signs",
    "flat_demand",
    "ablations",
    "interventions",
    "volunteers",
    "guards",
    "strip_width",
    "batch_size",
    "hysteresis",
)
"""All studies, in the order in which they are told."""
QUICK: Final = 2
"""Replications of a quick trial."""


def study_named(name: str) -> Study:
    """Return a study by its name, one of NAMES."""
    found: Study = import_module(f".{name}", __name__).STUDY
    return found
