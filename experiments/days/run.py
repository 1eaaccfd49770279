"""One run: a scenario and a seed go in, the record of the day comes out."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gatecrush.model.scenario.scenario import Scenario

if TYPE_CHECKING:
    from gatecrush.model.crossing import Rule
    from gatecrush.model.day import Day
    from gatecrush.model.record.recorder import Record, Recorder

LOOKS = 200
"""How often a run reports its progress, at most."""
MINUTE = 60.0
"""Simulated time of a step of Mesa's while nobody records, s: the day does not depend on it."""
Progress = Callable[[float, float], object]


def run(
    scenario: Scenario | str | Path,
    *,
    seed: int = 0,
    replication: int = 0,
    settings: Mapping[str, Any] | None = None,
    trajectories: bool = False,
    changes: Sequence[tuple[float, Mapping[str, Any]]] = (),
    rules: Sequence[Rule] = (),
    recorder: Recorder | None = None,
    progress: Progress | None = None,
) -> Record:
    """Run a scenario from its start to its end.

    Args:
        scenario: a scenario, the name of one that ships, or the path of a scenario file.
        seed: root of all random numbers; the same seed gives the same day to the bit.
        replication: which repetition under that seed.
        settings: parameters to change first, by dotted name.
        trajectories: whether to keep where everybody was, each second.
        changes: hours with the parameters to change then.
        rules: rules of your own, called with the model at each full minute.
        recorder: takes the frames instead of the record, such as a TrajectoryFile.
        progress: called with hours done and hours in all.

    Returns:
        The record, as tables.

    Raises:
        ScenarioError: the scenario or a setting cannot be used.
    """
    if not isinstance(scenario, Scenario):
        scenario = Scenario.load(scenario)
    scenario = scenario.with_(**(settings or {}))
    for remark in scenario.remarks():
        warnings.warn(remark, stacklevel=2)
    day = _day(
        scenario,
        seed=seed,
        replication=replication,
        changes=changes,
        recorder=_recorder() if trajectories and recorder is None else recorder,
        rules=rules,
    )
    start, end = day.scenario.run.start, day.scenario.run.end
    for look in range(1, LOOKS + 1):
        until = end if look == LOOKS else start + (end - start) * look / LOOKS
        day.run_until(until)
        if progress is not None:
            progress(until - start, end - start)
    return day.record


def _recorder() -> Recorder:
    from gatecrush.model.record.recorder import Recorder

    return Recorder()


def _day(
    scenario: Scenario,
    *,
    recorder: Recorder | None,
    rules: Sequence[Rule],
    seed: int,
    **under: Any,
) -> Day:
    """Return the day, as a Mesa model only where one is needed: importing Mesa takes a second."""
    if recorder is None and not rules:
        from gatecrush.model.day import Day

        return Day(scenario, seed=seed, **under)
    from gatecrush.model.crossing import BorderCrossing

    return BorderCrossing(
        scenario,
        rng=seed,
        seconds_per_step=recorder.frame_seconds if recorder else MINUTE,
        recorder=recorder,
        rules=rules,
        **under,
    )
