"""What the tests of the registry came to, as one table that machines read: ``standards.json``.

Nothing here decides that a test is passed but the outcomes of the functions that carry its marker:
all of them, with all of their parameters, in the last run of each.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .listed import Listed
from .registry import REGISTRY, STANDARDS, live_tests

Outcome = dict[str, Any]
"""test, outcome (passed, failed, skipped), of, known, date, commit, measured."""

PASSES, FAILS = "passes", "fails"
NOT_RUN, NOT_OURS = "not run", "does not apply"


def function_of(test: str) -> str:
    """Return the function of a test: its name without parameters."""
    return test.split("[")[0]


def status_of(listed: Listed, outcomes: Iterable[Outcome], functions: set[str]) -> str:
    """Return passes, fails, not run or does not apply.

    Args:
        listed: the test of the standard.
        outcomes: last outcome of each test that carries its marker.
        functions: the functions that carry its marker.
    """
    if not listed.applies:
        return NOT_OURS
    known = [each for each in outcomes if function_of(each["test"]) in functions]
    if any(each["outcome"] == "failed" for each in known):
        return FAILS
    for function in functions:
        own = [each for each in known if function_of(each["test"]) == function]
        passed = sum(each["outcome"] == "passed" for each in own)
        if not own or passed != max(each["of"] for each in own):
            return NOT_RUN
    return PASSES if functions else NOT_RUN


def row_of(listed: Listed, outcomes: list[Outcome], functions: set[str]) -> dict[str, Any]:
    """Return the table's row of a test."""
    return {
        "standard": listed.standard,
        "number": listed.number,
        "title": listed.title,
        "asks": listed.asks,
        "status": status_of(listed, outcomes, functions),
        "why": listed.not_ours,
        "differs": listed.differs,
        "tests": sorted(functions),
        "outcomes": sorted(outcomes, key=lambda each: str(each["test"])),
    }


def table_of(outcomes: dict[tuple[str, str], list[Outcome]], about: dict[str, Any]) -> dict:
    """Return the whole table: every test of the registry once, in the registry's order.

    Args:
        outcomes: last outcomes by standard and number.
        about: when and with what it was made.
    """
    live = live_tests()
    return {
        **about,
        "standards": [
            {"name": each.NAME, "citation": each.CITATION, "source": each.SOURCE}
            for each in STANDARDS
        ],
        "tests": [
            row_of(listed, outcomes.get(listed.key, []), live.get(listed.key, set()))
            for listed in REGISTRY
        ],
    }


def outcomes_in(table: dict[str, Any]) -> dict[tuple[str, str], list[Outcome]]:
    """Return the outcomes that a table holds, by standard and number."""
    return {(row["standard"], row["number"]): row["outcomes"] for row in table["tests"]}


def merged(
    before: dict[tuple[str, str], list[Outcome]], new: dict[tuple[str, str], list[Outcome]]
) -> dict[tuple[str, str], list[Outcome]]:
    """Return earlier outcomes with new ones in their place; functions that are gone are dropped."""
    live, result = live_tests(), {}
    for key in live:
        by_test = {each["test"]: each for each in before.get(key, [])}
        by_test |= {each["test"]: each for each in new.get(key, [])}
        result[key] = [each for each in by_test.values() if function_of(each["test"]) in live[key]]
    return result


def read_table(file: Path) -> dict[str, Any]:
    """Return the table in a file, an empty one if there is none."""
    if not file.exists():
        return {"tests": []}
    return dict(json.loads(file.read_text(encoding="utf-8")))


def write_beside(file: Path, text: str) -> None:
    """Write a text beside a file and put it in its place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.partial")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)


def as_text(table: dict[str, Any]) -> str:
    """Return a table as JSON."""
    return json.dumps(table, indent=1, ensure_ascii=False) + "\n"
