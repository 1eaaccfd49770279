"""The registry of standard tests: nothing is listed twice, nothing passes without having run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from ..standards.listed import Listed
from ..standards.page import page_of
from ..standards.registry import REGISTRY, live_tests
from ..standards.results import NOT_OURS, NOT_RUN, PASSES, outcomes_in, read_table, row_of

LIVE = live_tests()
KEYS = [listed.key for listed in REGISTRY]


@pytest.fixture(scope="module")
def table(repository: Path) -> dict:
    """The results that the documentation shows."""
    return read_table(repository / "docs" / "standards.json")


def test_every_standard_test_is_listed_once() -> None:
    assert [key for key, times in Counter(KEYS).items() if times > 1] == []
    assert {"RiMEA", "ISO 20414", "NIST TN 1822", "scorecard"} == {name for name, _ in KEYS}
    numbers = {number.rstrip("abcd") for name, number in KEYS if name == "RiMEA"}
    assert numbers == {str(number) for number in range(1, 17)}
    assert {str(number) for number in range(1, 20)} <= {n for s, n in KEYS if s == "ISO 20414"}
    assert sum(n.startswith("Verif") for s, n in KEYS if s == "NIST TN 1822") == 17
    assert {f"A{number}" for number in range(1, 28)} <= {n for s, n in KEYS if s == "scorecard"}


def test_every_test_says_what_it_asks() -> None:
    assert [listed.key for listed in REGISTRY if not listed.title or not listed.asks] == []


def test_what_applies_has_a_live_test_and_the_rest_has_none() -> None:
    assert [listed.key for listed in REGISTRY if listed.applies and not LIVE.get(listed.key)] == []
    assert [listed.key for listed in REGISTRY if not listed.applies and LIVE.get(listed.key)] == []


def test_every_marker_refers_to_a_listed_test() -> None:
    assert set(LIVE) - set(KEYS) == set()


def test_results_are_those_of_the_registry(table: dict) -> None:
    assert [(row["standard"], row["number"]) for row in table["tests"]] == KEYS
    listed = {each.key: each for each in REGISTRY}
    for row in table["tests"]:
        key = row["standard"], row["number"]
        assert row == row_of(listed[key], row["outcomes"], LIVE.get(key, set()))


def test_nothing_passes_without_a_passed_outcome(table: dict) -> None:
    for row in table["tests"]:
        outcomes = [outcome["outcome"] for outcome in row["outcomes"]]
        if row["status"] == PASSES:
            assert outcomes
            assert set(outcomes) == {"passed"}
        if row["status"] in (NOT_OURS, NOT_RUN):
            assert "failed" not in outcomes
        assert (row["status"] == NOT_OURS) == bool(row["why"])


def test_the_page_is_made_of_the_results(table: dict, repository: Path) -> None:
    shown = (repository / "docs" / "standards.md").read_text(encoding="utf-8")
    assert shown == page_of(table), "make standards writes it anew"


def outcome(name: str, came: str, of: int = 1) -> dict:
    return {"test": name, "outcome": came, "of": of, "measured": []}


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ([], "not run"),
        ([outcome("a::f", "passed")], "not run"),
        ([outcome("a::f", "passed"), outcome("a::g[1]", "passed", 2)], "not run"),
        ([outcome("a::f", "passed"), outcome("a::g[1]", "skipped", 1)], "not run"),
        ([outcome("a::f", "passed"), outcome("b::g", "passed")], "not run"),
        ([outcome("a::f", "failed")], "fails"),
        ([outcome("a::f", "passed"), outcome("a::g[1]", "passed")], "passes"),
    ],
)
def test_a_status_needs_every_function_with_every_parameter(outcomes: list, status: str) -> None:
    listed = Listed("RiMEA", "1", "Walking", "To walk.")
    assert row_of(listed, outcomes, {"a::f", "a::g"})["status"] == status


def test_a_test_without_functions_is_not_passed() -> None:
    assert row_of(Listed("RiMEA", "1", "Walking", "To walk."), [], set())["status"] == NOT_RUN
    without = Listed("RiMEA", "2", "Stairs", "To climb.", "No stairs.")
    assert row_of(without, [outcome("a::f", "passed")], {"a::f"})["status"] == NOT_OURS


def run_tests(repository: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run tests of the project in a process of their own."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words],
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.verify
def test_a_run_writes_the_registry(repository: Path, tmp_path: Path) -> None:
    """With test processes of its own; what did not run is not said to pass."""
    file = "tests/verification/test_a14_thresholds.py"
    done = run_tests(repository, file, "-n", "1", "--standards", str(tmp_path))
    assert done.returncode == 0, done.stdout
    written = json.loads((tmp_path / "standards.json").read_text(encoding="utf-8"))
    status = {(row["standard"], row["number"]): row["status"] for row in written["tests"]}
    assert status["scorecard", "A14"] == PASSES
    assert [key for key, each in status.items() if each == PASSES] == [("scorecard", "A14")]
    outcomes = outcomes_in(written)["scorecard", "A14"]
    assert [each["outcome"] for each in outcomes] == ["passed"]
    assert "% press" in outcomes[0]["measured"][0][1]
    assert page_of(written) == (tmp_path / "standards.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [["tests/unit/place/test_site.py", "-k", "gate"], ["tests/unit/place/test_site.py::nothing"]],
)
def test_parts_of_files_write_no_registry(
    words: list[str], repository: Path, tmp_path: Path
) -> None:
    done = run_tests(repository, *words, "--standards", str(tmp_path))
    assert done.returncode == 4
    assert "whole files" in done.stderr
    assert not list(tmp_path.iterdir())
