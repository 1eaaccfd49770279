"""The place: site, demand, number list, gate, movement, pressure and the record of a day."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .crossing import BorderCrossing
    from .record.recorder import Record
    from .scenario.door import ScenarioError
    from .scenario.scenario import Scenario

__all__ = ["BorderCrossing", "Record", "Scenario", "ScenarioError"]

_HOMES = {
    "BorderCrossing": "gatecrush.model.crossing",
    "Record": "gatecrush.model.record.recorder",
    "Scenario": "gatecrush.model.scenario.scenario",
    "ScenarioError": "gatecrush.model.scenario.door",
}


def __getattr__(name: str) -> Any:
    # Imported when asked for: reading a scenario needs neither numba nor mesa.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
