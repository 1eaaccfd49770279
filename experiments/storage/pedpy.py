"""Trajectories and walkable area as PedPy takes them, in memory: its measures work on them at once.

The same as reading the file of ``gatecrush run --trajectories`` with PedPy, without the file: the
same frames, people and positions to the bit, and people in the car lane left out likewise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gatecrush.model.place.site import build_place
from gatecrush.model.scenario.scenario import Scenario

from .trajectories import on_walkable_area, walkable_wkt

if TYPE_CHECKING:
    from gatecrush.model.record.recorder import Record


def pedpy_trajectory(record: Record) -> Any:
    """Return a record's trajectories as ``pedpy.TrajectoryData``.

    Args:
        record: record of a run with trajectories.

    Raises:
        ValueError: the record has no trajectories.
        ImportError: PedPy is not installed.
    """
    pedpy = _pedpy()
    trajectories = record.trajectories
    if int(trajectories.attrs.get("frames", 0)) == 0:
        raise ValueError("this run was recorded without trajectories")
    scenario = _with_its_site(record)
    place = build_place(scenario.site, scenario.gate.width)
    kept = on_walkable_area(trajectories, place)[["id", "frame", "x", "y"]]
    kept = kept.astype({"id": np.int64, "frame": np.int64, "x": np.float64, "y": np.float64})
    return pedpy.TrajectoryData(kept, frame_rate=float(trajectories.attrs["frames_per_second"]))


def pedpy_walkable_area(run: Record | Scenario) -> Any:
    """Return the ground open to everybody as ``pedpy.WalkableArea``.

    Args:
        run: a record, or a scenario before it is run.

    Raises:
        ImportError: PedPy is not installed.
    """
    pedpy = _pedpy()
    scenario = run if isinstance(run, Scenario) else _with_its_site(run)
    return pedpy.WalkableArea(walkable_wkt(scenario))


def _with_its_site(record: Record) -> Scenario:
    """Return a scenario with the site and the gate on which a record was made."""
    row = record.summary
    drawn = [name for name in row if name.startswith("site.")]
    own = {name: row[name] for name in [*drawn, "gate.width", "run.time_step"]}
    nobody = {"demand.initial_numbered": 0, "families.count": 0.0}  # for whom a plan needs room
    return Scenario().with_(**nobody, **own)


def _pedpy() -> Any:
    try:
        import pedpy
    except ImportError as error:
        raise ImportError("PedPy is missing: pip install 'gatecrush[analysis]'") from error
    return pedpy
