"""Runs of a search, which places each by the outcomes of earlier ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..days.planned_run import PlannedRun
from .factors import Factor
from .folder import NoSweepError, OtherPlanError, SweepFolder
from .plan import Plan
from .terms import ROUNDS

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
    values = {each.name: row[each.name] for each in plan.factors}
    if not all(each.low <= values[each.name] <= each.high for each in plan.factors):
        return False
    number = int(row["replication"])
    if plan.design == ROUNDS:
        run = PlannedRun(plan.scenario.with_(**values), int(row["seed"]), number)
        return number == 0 and run.key == str(row["key"])
    (factor,) = plan.factors
    value = float(values[factor.name])
    run = run_at(plan, scenario_at(plan.scenario, factor, value), number)
    return number < plan.samples and run.key == str(row["key"])


def scenario_at(scenario: Scenario, factor: Factor, value: float) -> Scenario:
    """Return the scenario at a value of the factor, to the nearest whole one if it is a count."""
    return scenario.with_(**{factor.name: round(value) if factor.is_whole else value})


def accept_search(folder: SweepFolder, plan: Plan) -> None:
    """Make sure that a folder is new or holds this search, perhaps with fewer runs.

    Raises:
        OtherPlanError: it holds something else.
    """
    try:
        there = folder.manifest()["plan"]
    except NoSweepError:
        if any(folder.store.stored_keys()):
            raise OtherPlanError(f"{folder.place}: holds runs of something else") from None
        return
    same = ("scenario", "vary", "design", "seed", "ensemble")
    mine = json.loads(json.dumps(plan.as_table()))  # as the manifest gives it back
    if any(there.get(name) != mine.get(name) for name in same):
        words = "holds another search or a sweep; choose another --out"
        raise OtherPlanError(f"{folder.place}: {words}")
