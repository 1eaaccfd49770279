"""The places that ship as plans, as settings under which any scenario's people come there."""

from __future__ import annotations

from typing import Any, Final

from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.scenario.scenario_file import shipped_scenarios

_ON_PLANS: Final = {
    name: Scenario.load(name) for name in shipped_scenarios() if Scenario.load(name).site.plan
}


def _settings(scenario: Scenario) -> dict[str, Any]:
    """Return the plan of a scenario and how people stand on it; without a lane, no families."""
    settings: dict[str, Any] = {
        "site.plan": scenario.site.plan,
        "waiters.own_place": scenario.waiters.own_place,
    }
    return settings if '"lane"' in scenario.site.plan else {**settings, "families.count": 0.0}


OWN_PLACES: Final = {name: _settings(scenario) for name, scenario in _ON_PLANS.items()}
"""By name of the scenario that ships the place."""
