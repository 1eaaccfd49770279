"""The ODD document is complete: elements, concepts, parameters, states, columns, rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from gatecrush.agents.people import COLUMNS
from gatecrush.model import situation
from gatecrush.model.place import site
from gatecrush.model.record import columns
from gatecrush.model.scenario.quantities import listed
from gatecrush.model.scenario.scenario import Scenario

ELEMENTS = (
    "1. Purpose and patterns",
    "2. Entities, state variables, and scales",
    "3. Process overview and scheduling",
    "4. Design concepts",
    "5. Initialization",
    "6. Input data",
    "7. Submodels",
)
CONCEPTS = (
    "4.1 Basic principles", "4.2 Emergence", "4.3 Adaptation", "4.4 Objectives", "4.5 Learning",
    "4.6 Prediction", "4.7 Sensing", "4.8 Interaction", "4.9 Stochasticity", "4.10 Collectives",
    "4.11 Observation",
)  # fmt: skip
RECORDS = (
    *(record for record in vars(situation).values() if isinstance(record, np.dtype)),
    site.GROUND,
)
OUTPUT = (columns.PEOPLE, columns.ADMISSIONS, columns.SERIES, columns.SUMMARY, columns.TRAJECTORIES)
BLOCK = re.compile(r"^```\{submodel\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def odd(repository: Path) -> str:
    """The page as it is written."""
    return (repository / "docs" / "odd.md").read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, down to the next of its level or above."""
    level = heading.partition(" ")[0]
    found = re.search(
        rf"^{re.escape(heading)}\n(.*?)(?=^#{{2,{len(level)}}} |\Z)", text, re.MULTILINE | re.DOTALL
    )
    return found[1] if found else ""


def elements_missing(text: str, _: ModuleType) -> Iterator[str]:
    """Yield each element that has no heading, or says nothing."""
    for heading in ELEMENTS:
        if len(section(text, f"## {heading}").split()) < 30:
            yield heading


def concepts_missing(text: str, _: ModuleType) -> Iterator[str]:
    """Yield each design concept that has no heading, or says nothing."""
    for heading in CONCEPTS:
        if len(section(text, f"### {heading}").split()) < 15:
            yield heading


def parameters_missing(text: str, pages: ModuleType) -> Iterator[str]:
    """Yield each parameter that no submodel shows with its default, unit and source."""
    shown = pages.completed(section(text, "## 7. Submodels"))
    rows = {
        found[1]: line
        for line in shown.splitlines()
        if (found := re.match(r"\| \{parameter\}`([\w.]+)` ", line))
    }
    for name, quantity in Scenario.quantities().items():
        _, _, shown_default, _, source, _ = (rows.get(name, "") + "|" * 5).split("|")[:6]
        unit = "" if quantity.unit == "-" or quantity.kind == "list" else quantity.unit
        expected = (listed(quantity.default), unit.replace("^2", "²"))
        found = re.match(r" `(.*)` ?(.*?) *$", shown_default)
        if isinstance(quantity.default, float) and found:
            expected = (found[1], expected[1]) if is_near(found[1], quantity.default) else expected
        if not found or found.groups() != expected or source.strip() != quantity.source:
            yield name


def is_near(shown: str, value: float) -> bool:
    """Tell whether a number is shown to at least five digits."""
    return float(shown) == pytest.approx(value, rel=1e-5)


def states_missing(text: str, pages: ModuleType) -> Iterator[str]:
    """Yield each state variable that the second element does not show with its meaning."""
    shown = pages.completed(section(text, f"## {ELEMENTS[1]}"))
    for name in (*COLUMNS, *(field for record in RECORDS for field in record.names or ())):
        if not re.search(rf"^\| `{name}` \| (?:whole )?number \| \S", shown, re.MULTILINE):
            yield name
    for name in (*situation.Situation._fields, *situation.Work._fields):
        if not re.search(rf"^\| `{name}` \| `[^`]+` \| \S", shown, re.MULTILINE):
            yield name


def columns_missing(text: str, pages: ModuleType) -> Iterator[str]:
    """Yield each column of the output that Observation does not show with its meaning."""
    shown = pages.completed(section(text, "### 4.11 Observation"))
    for column in (column for table in OUTPUT for column in table):
        if not re.search(rf"^\| `{column.name}` \|.*{re.escape(column.meaning)}", shown, re.M):
            yield column.name


def rules_missing(text: str, pages: ModuleType) -> Iterator[str]:
    """Yield each function that a time step calls and that no submodel names."""
    blocks = [pages.submodels.submodel_of(block) for block in BLOCK.findall(text)]
    named = {name for block in blocks for name in block.functions}
    yield from (name for name in pages.submodels.called_in_a_step() if name not in named)


def formulas_missing(text: str, _: ModuleType) -> Iterator[str]:
    """Yield each submodel without a formula, or without functions, switch and source."""
    for heading in re.findall(r"^(### .*)$", section(text, "## 7. Submodels"), re.MULTILINE):
        own = section(text, heading)
        if "$$" not in own or not BLOCK.search(own):
            yield heading


CHECKS = (
    elements_missing, concepts_missing, parameters_missing, states_missing, columns_missing,
    rules_missing, formulas_missing,
)  # fmt: skip


@pytest.mark.parametrize("missing", CHECKS, ids=lambda check: check.__name__)
def test_nothing_is_missing(
    odd: str, documentation: ModuleType, missing: Callable[[str, ModuleType], Iterator[str]]
) -> None:
    assert list(missing(odd, documentation)) == []


@pytest.mark.parametrize(
    ("taken", "missing", "noticed"),
    [
        ("## 6. Input data", elements_missing, "6. Input data"),
        ("### 4.6 Prediction", concepts_missing, "4.6 Prediction"),
        ("waiters.telling_reach, ", parameters_missing, "waiters.telling_reach"),
        ("```{state} gate\n```", states_missing, "wear"),
        ("```{output} admissions\n```", columns_missing, "opening"),
        ("model.rules.push_drive.follow_up, ", rules_missing, "model.rules.push_drive.follow_up"),
        ("$$ r = s \\max(0,\\ a_i - a_j)\\, e_i $$", formulas_missing, "### Squeezing past"),
    ],
)
def test_what_is_taken_out_is_missed(
    odd: str,
    documentation: ModuleType,
    taken: str,
    missing: Callable[[str, ModuleType], Iterator[str]],
    noticed: str,
) -> None:
    without = odd.replace(taken, "", 1)
    # A parameter may be named by several submodels.
    while taken in without and missing is not states_missing:
        without = without.replace(taken, "")
    assert without != odd
    assert noticed in list(missing(without, documentation))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("model.rules.telling.hear_of_list", "model.rules.telling.hear_of_lists"),
        ("waiters.telling, ", "waiters.telings, "),
        ("switch: waiters.telling=0", "switch: waiters.telling=none"),
        ("```{state} gate", "```{state} gates"),
        ("source: form assumed, rate calibrated", "sauce: form assumed, rate calibrated"),
    ],
)
def test_what_the_code_does_not_have_is_an_error(
    odd: str, documentation: ModuleType, right: str, wrong: str
) -> None:
    assert right in odd
    with pytest.raises((LookupError, ValueError), match=r"there is no|must be|needs"):
        documentation.completed(odd.replace(right, wrong, 1))
