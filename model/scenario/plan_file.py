"""A plan beside the scenario: its file is read once, and what it holds belongs to the scenario.

A scenario that is stored or sent on needs the file no longer; whoever runs it again has the place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..demand import DemandParameters
from ..families import FamilyParameters
from ..place.gate_terms import OF_A_GATE
from ..place.layout import SiteParameters
from ..place.site import drawn_ground
from .door import ScenarioError, Source, plain

PLAN: Final = "site.plan"
KEPT: Final = ("kind", "name", "share", "width", *OF_A_GATE)
"""Properties of a feature that say something about a place; others are not kept."""
OF_A_LAYOUT: Final = (
    "site.layout", "site.length", "site.strip_width", "site.strip_length", "site.pen_length",
    "site.pen_door", "site.path_width", "site.lane_width", "site.open_width",
    "site.drop_off_near", "site.drop_off_far", "gate.width",
)  # fmt: skip
"""Parameters that say what a plan draws: beside one they say nothing."""
NEAR: Final = 1.0
"""How far from the ground of a plan a position of the crowd at the start may lie, m."""


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


def is_drawn(value: object) -> bool:
    """Tell whether a value of ``site.plan`` is a plan, and not the name of a file."""
    return isinstance(value, str) and value.lstrip().startswith("{")


def broken_on_plan(
    site: SiteParameters, demand: DemandParameters, families: FamilyParameters, density: float
) -> Iterator[str]:
    """Yield what keeps a day from running on a plan.

    Args:
        site: with the plan.
        demand: who comes.
        families: who come along the lane.
        density: of the column, people per m^2.
    """
    from ..place.plan.shapes import PlanError

    if not is_drawn(site.plan):
        yield (
            f'{PLAN} must be named in a scenario file, as plan = "place.geojson" under [site]: '
            "its path starts there"
        )
        return
    try:
        ground = drawn_ground(site, 0.0)
    except PlanError as error:
        yield f"{PLAN}: {error}"
        return
    if (families.count > 0 or families.priority > 0) and not (ground.walkable == 2).any():
        yield (
            f"{PLAN}: has no lane, along which families come; draw an area of kind lane, or set "
            "families.count and families.priority to 0"
        )
    room = int(ground.column.sum() * site.cell**2 * density)
    if demand.initial_numbered > room:
        yield (
            f"{PLAN}: its queue has room for {room} people at waiters.density, and "
            f"demand.initial_numbered are {demand.initial_numbered}; draw it longer or wider"
        )
    if demand.initial_positions:
        on_foot = ground.walkable == 1
        x, y = np.array(demand.initial_positions).T
        away = np.hypot(ground.x[on_foot] - x[:, None], ground.y[on_foot] - y[:, None])
        if away.min(axis=1).max() > NEAR:
            yield (
                f"{PLAN}: demand.initial_positions must lie within {NEAR:g} m of its ground, "
                "counted from the middle of its gate"
            )


def check_layout_unstated(source: Source) -> None:
    """Make sure that a source states no measure of a layout: beside a plan it says nothing.

    Raises:
        ScenarioError: it states one.
    """
    for key in source.values:
        if key in OF_A_LAYOUT:
            raise ScenarioError(
                f"{source.heading(key)}: says nothing where {PLAN} draws the place; leave it out"
            )
