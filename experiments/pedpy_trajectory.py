"""Trajectories and walkable area as PedPy takes them, in memory: its measures work on them at once.

The same as reading the file of ``gatecrush run --trajectories`` with PedPy, without the file: the
same frames, people and positions to the bit, and people in the car lane left out likewise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gatecrush.model.site import build_place

from .trajectories import on_walkable_area, walkable_wkt

if TYPE_CHECKING:
    from gatecrush.model.recorder import Record
    from gatecrush.model.scenario import Scenario


def pedpy_trajectory(record: Record, scenario: Scenario) -> Any:
    """Return a record's trajectories as ``pedpy.TrajectoryData``.

    Args:
        record: record of a run with trajectories.
        scenario: the scenario run, for the walkable area.

    Raises:
        ValueError: the record has no trajectories.
        ImportError: PedPy is not installed.
    """
    pedpy = _pedpy()
    trajectories = record.trajectories
    if int(trajectories.attrs.get("frames", 0)) == 0:
        raise ValueError("this run was recorded without trajectories")
    place = build_place(scenario.site, scenario.gate.width)
    kept = on_walkable_area(trajectories, place)[["id", "frame", "x", "y"]]
    # PedPy compares the tables' attributes when it joins them; what ours say stands in the record.
    kept.attrs = {}
    kept = kept.astype({"id": np.int64, "frame": np.int64, "x": np.float64, "y": np.float64})
    return pedpy.TrajectoryData(kept, frame_rate=float(trajectories.attrs["frames_per_second"]))


def pedpy_walkable_area(scenario: Scenario) -> Any:
    """Return the ground open to everybody as ``pedpy.WalkableArea``.

    Args:
        scenario: the scenario, whose site and gate are drawn.

    Raises:
        ImportError: PedPy is not installed.
    """
    return _pedpy().WalkableArea(walkable_wkt(scenario))


def _pedpy() -> Any:
    try:
        import pedpy
    except ImportError as error:
        raise ImportError("PedPy is missing: pip install 'gatecrush[analysis]'") from error
    return pedpy
