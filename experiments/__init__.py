"""The questions: runs, studies, figures and the command line."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .days.run import run
    from .glances.glance import glance
    from .sweeps.sweep import sweep

__all__ = ["glance", "run", "sweep"]

_HOUSES = {
    "run": "gatecrush.experiments.days.run",
    "glance": "gatecrush.experiments.glances.glance",
    "sweep": "gatecrush.experiments.sweeps.sweep",
}
"""Module in which each name lives; imported on first use, so that the command line starts fast."""


def __getattr__(name: str) -> Any:
    """Import a name of this package when it is first used."""
    if name not in _HOUSES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOUSES[name]), name)
