"""Runs of a search, which places each by the outcomes of earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..days.planned_run import PlannedRun
from .factors import Factor
from .plan import Plan

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario


def run_at(plan: Plan, scenario: Scenario, number: int) -> PlannedRun:
    """Return run number n, under its member if there is an ensemble."""
    if plan.ensemble is None:
        return PlannedRun(scenario, plan.seed, number)
    under = scenario.with_(**plan.ensemble.settings_of(number))
    return PlannedRun(under, plan.seed, number, member=plan.ensemble.member_of(number))


def is_of_search(plan: Plan, row: Mapping[str, Any]) -> bool:
    """Tell whether a stored run is one that a search may have placed."""
    (factor,), number = plan.factors, int(row["replication"])
    value = float(row[factor.name])
    if not (factor.low <= value <= factor.high and number < plan.samples):
        return False
    return run_at(plan, scenario_at(plan.scenario, factor, value), number).key == str(row["key"])


def scenario_at(scenario: Scenario, factor: Factor, value: float) -> Scenario:
    """Return the scenario at a value of the factor, to the nearest whole one if it is a count."""
    return scenario.with_(**{factor.name: round(value) if factor.is_whole else value})
