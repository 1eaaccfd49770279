"""Runs with trajectories: half an hour of a crowd, six minutes of a gate that is always open."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from gatecrush.experiments import run
from gatecrush.model import Scenario
from gatecrush.model.record.recorder import Record, Recorder

from ..verification.staged import CROWDED

SEED = 3
CROWD: dict[str, Any] = {
    **CROWDED,
    "run.end": 5.5,
    "gate.cycle_min": 4.0,
    "gate.cycle_max": 6.0,
    "families.count": 1000.0,
}
"""Half an hour in which a crowd forms, the gate opens six times and families pass beside it."""
OPEN_GATE: dict[str, Any] = {"run.end": 12.1, "demand.factor": 1.0}
NARROW_GATE: dict[str, Any] = {"run.end": 12.1, "gate.width": 0.8}
"""Before it a crowd stands at once; through a wide one people walk."""


class Recorded(NamedTuple):
    """A run with its scenario."""

    scenario: Scenario
    record: Record


def recorded(name: str, settings: dict[str, Any], frame_seconds: float = 1.0) -> Recorded:
    """Run a scenario with trajectories."""
    scenario = Scenario.load(name).with_(**settings)
    recorder = Recorder(frame_seconds=frame_seconds)
    return Recorded(scenario, run(scenario, seed=SEED, recorder=recorder))


@pytest.fixture(scope="session")
def crowd() -> Recorded:
    """The crowd before the gate of the account."""
    return recorded("account", CROWD)


@pytest.fixture(scope="session")
def open_gate() -> Recorded:
    """Six minutes of a gate that is always open, seen twice a second: people walk fast there."""
    return recorded("bottleneck", OPEN_GATE, frame_seconds=0.5)


@pytest.fixture(scope="session")
def narrow_gate() -> Recorded:
    """Six minutes of a crowd before a narrow gate that is always open."""
    return recorded("bottleneck", NARROW_GATE)
