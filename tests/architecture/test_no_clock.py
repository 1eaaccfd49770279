"""No rule reads the clock: only the arrival rate (and when volunteers come) depends on the hour."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import numpy as np

HOUR_WORDS = {"hour", "hours", "clock", "daytime", "morning", "noon", "afternoon", "evening"}
WALL_CLOCKS = {"time", "datetime", "calendar"}
MAY_READ_THE_HOUR = {
    "model/demand.py": "the arrival rate",
    "model/counts.py": "how many come from when to when",
    "model/beginning.py": "hands the span of the run to demand and the logs",
    "model/changes.py": "from which hour on a parameter has another value",
    "model/crossing.py": "the facade: run_until(hour)",
    "model/day.py": "run_until(hour), the hour shown, CPU seconds",
    "model/place/gate_terms.py": "from when to when a gate is shut",
    "model/place/plan/gate_properties.py": "from when to when a gate is shut",
    "model/record/gates.py": "times in the tables",
    "model/record/recorder.py": "times in the tables",
    "model/record/columns.py": "names of columns",
    "model/scenario/scenario.py": "the span of the run",
    "model/scenario/timetable.py": "from which hour on a parameter has another value",
    "model/scenario/arrivals_table.py": "how many come from when to when",
    "model/scenario/staff_table.py": "from which hour on a parameter has another value",
    "model/scenario/table_file.py": "hours in a table",
    "model/record/measures/": "time windows of the summary",
}
KERNELS_THAT_KNOW_THE_START = {"model/rules/norms.py: volunteer"}
"""The hour is the start plus the time since: volunteers come from an hour on."""


def hours_read(path: Path) -> Iterator[str]:
    """Yield every place where a file names an hour, the span of the run, or the wall clock."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        named = ""
        match node:
            case ast.Name(id=named) | ast.arg(arg=named) | ast.Attribute(attr=named):
                if HOUR_WORDS & set(named.lower().split("_")):
                    yield f"line {node.lineno}: {named}"
        match node:
            case ast.Attribute(
                value=ast.Name(id="run") | ast.Attribute(attr="run"), attr="start" | "end"
            ):
                yield f"line {node.lineno}: run.{node.attr}"
            case ast.Import(names=aliases) if WALL_CLOCKS & {alias.name for alias in aliases}:
                yield f"line {node.lineno}: wall clock"
            case ast.ImportFrom(module=module, level=0) if module in WALL_CLOCKS:
                yield f"line {node.lineno}: wall clock"


def test_only_the_named_files_know_the_hour(modules: list[Path], repository: Path) -> None:
    found = []
    for path in modules:
        name = path.relative_to(repository).as_posix()
        is_rule = name.startswith(("agents/", "model/"))
        if is_rule and not name.startswith(tuple(MAY_READ_THE_HOUR)):
            found += [f"{name}, {place}" for place in hours_read(path)]
    assert found == []


def test_kernels_know_only_the_time_since_the_start(modules: list[Path], repository: Path) -> None:
    """No compiled function reads the hour of the start, or holds the time against a number."""
    know, scripted = set(), []
    for path in modules:
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef) or "compiled" not in map(
                ast.unparse, function.decorator_list
            ):
                continue
            place = f"{path.relative_to(repository).as_posix()}: {function.name}"
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and node.attr == "start":
                    know.add(place)
                if isinstance(node, ast.Compare) and is_about_time(node):
                    scripted.append(f"{place}: {ast.unparse(node)}")
    assert know <= KERNELS_THAT_KNOW_THE_START
    assert scripted == []


def is_about_time(comparison: ast.Compare) -> bool:
    """Tell whether the time since the start is held against a number that is written there."""
    sides = [comparison.left, *comparison.comparators]
    named = {side.id for side in sides if isinstance(side, ast.Name)}
    written = [side.value for side in sides if isinstance(side, ast.Constant)]
    return bool(named & {"now", "seconds"}) and any(written)


def test_a_day_moved_by_hours_is_the_same_day() -> None:
    """Start, arrival profile and volunteers three hours later: the same people do the same."""
    from gatecrush.model import BorderCrossing, Scenario

    later = 3.0
    scenario = Scenario.load("account").with_(
        **{
            "run.start": 12.0,
            "run.end": 14.0,
            "demand.profile": [(12.0, 13.0, 40.0), (13.0, 14.0, 120.0)],
            "demand.informed": 0.0,
            "volunteers.start": 13.0,
            "gate.closures": [(12.5, 13.25)],
            "run.changes": ["13.5 gate.batch_size=5"],
        }
    )
    moved = scenario.with_(
        **{
            "run.start": 12.0 + later,
            "run.end": 14.0 + later,
            "demand.profile": [
                (start + later, end + later, rate) for start, end, rate in scenario.demand.profile
            ],
            "volunteers.start": 13.0 + later,
            "gate.closures": [(12.5 + later, 13.25 + later)],
            "run.changes": [f"{13.5 + later} gate.batch_size=5"],
        }
    )
    days = [BorderCrossing(given, rng=5) for given in (scenario, moved)]
    for day in days:
        day.run_until(day.scenario.run.end)
    here, there = (day.people for day in days)
    for column in here.dtype.names:
        np.testing.assert_allclose(
            getattr(there, column), getattr(here, column), rtol=1e-9, atol=1e-6, err_msg=column
        )
