"""A plan beside the scenario: its file is read once, and what it holds belongs to the scenario.

A scenario that is stored or sent on needs the file no longer; whoever runs it again has the place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .door import ScenarioError, plain

if TYPE_CHECKING:
    from .scenario import Scenario

KEPT = ("kind", "name", "share", "width")
"""Properties of a feature that say something about a place; others are not kept."""


def plan_content(path: Path, heading: str) -> str:
    """Return what the file of a plan says about a place, as the value of ``site.plan``.

    Args:
        path: the file.
        heading: how a message begins.

    Raises:
        ScenarioError: it cannot be read.
    """
    from ..place.plan.file import collection_of  # shapely is loaded for those who have a plan
    from ..place.plan.shapes import PlanError

    try:
        found = collection_of(path)
    except PlanError as error:
        raise ScenarioError(f"{heading}: {plain(path.name)} {error}") from None
    kept: dict[str, Any] = {"type": found["type"], "features": [*map(_kept, found["features"])]}
    system = found.get("crs")
    named = system.get("properties") if isinstance(system, dict) else None
    if isinstance(named, dict) and isinstance(named.get("name"), str):
        kept["crs"] = {"properties": {"name": named["name"]}}  # it may say that these are degrees
    return json.dumps(kept, separators=(",", ":"))


def _kept(each: Any) -> Any:
    """Return a feature without what says nothing; it is checked elsewhere, whatever it is."""
    if not isinstance(each, dict):
        return each
    properties, geometry = each.get("properties"), each.get("geometry")
    if isinstance(properties, dict):
        properties = {name: properties[name] for name in KEPT if name in properties}
    if isinstance(geometry, dict):
        geometry = {name: geometry[name] for name in ("type", "coordinates") if name in geometry}
    return {"type": each.get("type"), "properties": properties, "geometry": geometry}


def broken_on_plan(scenario: Scenario) -> Iterator[str]:
    """Yield what keeps a day from running on the plan of a scenario."""
    from ..place.plan.shapes import PlanError
    from ..place.site import drawn_ground

    site, demand = scenario.site, scenario.demand
    if not site.plan.lstrip().startswith("{"):
        yield (
            'site.plan: must be named in a scenario file, as plan = "place.geojson" under [site]: '
            "its path starts there"
        )
        return
    try:
        ground = drawn_ground(site, scenario.gate.width)
    except PlanError as error:
        yield f"site.plan: {error}"
        return
    if site.pen_length > 0:
        yield "site.pen_length must be 0 with site.plan: draw the pen as barriers"
    families = scenario.families
    for name, value in (("count", families.count), ("priority", families.priority)):
        if value > 0 and not (ground.walkable == 2).any():
            yield (
                f"families.{name} must be 0 where site.plan has no lane: families come along one; "
                "or draw an area of kind lane"
            )
    room = int(ground.column.sum() * site.cell**2 * scenario.waiters.density)
    if demand.initial_numbered > room:
        yield (
            f"demand.initial_numbered must fit the queue of site.plan: it has room for {room} "
            "at waiters.density"
        )
    if demand.initial_positions:
        on_foot = ground.walkable == 1
        x, y = np.array(demand.initial_positions).T
        away = np.hypot(ground.x[on_foot] - x[:, None], ground.y[on_foot] - y[:, None])
        if away.min(axis=1).max() > 1.0:
            yield "demand.initial_positions must lie within 1 m of the ground of site.plan"
