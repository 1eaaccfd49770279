"""The scorecard and the registry: what tests measure, and what became of each standard test.

Figures are printed beside their targets at the end of a run. ``--standards FOLDER`` writes the
registry of standard tests there, with the outcomes of this run in place of earlier ones.
"""

from __future__ import annotations

import json
import signal
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from gatecrush.experiments.days.provenance import commit

from .standards.page import NAME, write_page
from .standards.results import Outcome, function_of, merged, outcomes_in, read_table, table_of

COMMIT = cache(commit)
FILE = Path("out/scorecard.json")
LONG = 3600.0
"""Time for a test of the long suites, s."""
_figures: dict[str, dict[str, str]] = {}
_outcomes: dict[tuple[str, str], list[Outcome]] = defaultdict(list)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--standards``."""
    parser.addoption("--standards", metavar="FOLDER", help="write the registry of standard tests")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to write a registry from parts of files: all parameters of a test belong together.

    What a test starts hears Ctrl-C and a terminal that closes, also where the tests themselves were
    started with ``nohup`` or in the background of a script, which would be inherited.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    partly = config.getoption("keyword") or any("::" in word for word in config.args)
    if config.getoption("--standards") and partly:
        raise pytest.UsageError("--standards wants whole files: no -k and no ::")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Note on each test which standards it stands for, and how many parameters it has.

    The long suites get more time before they count as hanging.
    """
    siblings = Counter(function_of(item.nodeid) for item in items)
    for item in items:
        is_long = item.get_closest_marker("verify") or item.get_closest_marker("bench")
        if is_long and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(LONG))
        for mark in item.iter_markers("standard"):
            named = ["standard", [*mark.args, siblings[function_of(item.nodeid)]]]
            item.user_properties.append(tuple(named))


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str, object, str], None]:
    """Note a measured figure: ``figure("A1", "31.5 s", "26-34 s")``, before it is asserted."""

    def note(key: str, measured: object, target: str) -> None:
        request.node.user_properties.append(("scorecard", [key, str(measured), target]))

    return note


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect the figures; with several test processes they arrive here in the first."""
    if report.when == "teardown" or (report.when == "setup" and report.passed):
        return
    noted = [value for name, value in report.user_properties if name == "scorecard"]
    for name, value in report.user_properties:
        if name == "standard" and isinstance(value, list | tuple):
            _outcomes[value[0], value[1]].append(_outcome(report, int(value[2]), noted))
        if name == "scorecard" and isinstance(value, list | tuple):
            key, measured, target = value
            _figures[key] = {"measured": measured, "target": target, "outcome": _came_to(report)}


def _came_to(report: pytest.TestReport) -> str:
    """Return passed, failed or skipped; a test that is known to fail has failed."""
    return "failed" if hasattr(report, "wasxfail") else report.outcome


def _outcome(report: pytest.TestReport, parameters: int, noted: list[Any]) -> Outcome:
    """Return what became of a test, and with what it was run."""
    return {
        "test": report.nodeid,
        "outcome": _came_to(report),
        "known": str(getattr(report, "wasxfail", "")),
        "of": parameters,
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "commit": COMMIT(),
        "measured": [list(each) for each in noted],
    }


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the registry, in the first of the test processes."""
    wanted = session.config.getoption("--standards")
    if not wanted or hasattr(session.config, "workerinput"):
        return
    folder = session.config.rootpath / wanted
    outcomes = merged(outcomes_in(read_table(folder / f"{NAME}.json")), _outcomes)
    about = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "version": version("gatecrush"),
        "commit": COMMIT(),
    }
    write_page(table_of(outcomes, about), folder)


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
