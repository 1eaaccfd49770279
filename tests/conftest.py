"""The scorecard: figures that tests measure, printed beside their targets at the end of a run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FILE = Path("out/scorecard.json")
_figures: dict[str, dict[str, str]] = {}


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str, object, str], None]:
    """Note a measured figure: ``figure("A1", "31.5 s", "26-34 s")``, before it is asserted."""

    def note(key: str, measured: object, target: str) -> None:
        request.node.user_properties.append(("scorecard", [key, str(measured), target]))

    return note


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect the figures; with several test processes they arrive here in the first."""
    if report.when != "call":
        return
    for name, value in report.user_properties:
        if name == "scorecard" and isinstance(value, list | tuple):
            key, measured, target = value
            _figures[key] = {"measured": measured, "target": target, "outcome": report.outcome}


def _in_order(key: str) -> tuple[int, str]:
    """Sort A2 before A10."""
    digits = "".join(letter for letter in key.split()[0] if letter.isdigit())
    return int(digits or 0), key


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table and keep it with the figures of earlier runs in out/scorecard.json."""
    if not _figures:
        return
    terminalreporter.section("scorecard")
    for key in sorted(_figures, key=_in_order):
        line = _figures[key]
        mark = "" if line["outcome"] == "passed" else f"  [{line['outcome']}]"
        terminalreporter.write_line(f"{key}: {line['measured']} ({line['target']}){mark}")
    file = terminalreporter.config.rootpath / FILE
    file.parent.mkdir(exist_ok=True)
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    merged = known | _figures
    ordered = {key: merged[key] for key in sorted(merged, key=_in_order)}
    file.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
