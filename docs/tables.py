"""Tables that the documentation shows, as Markdown, read off the one declaration in the code.

Nothing of them is stored: a page names a table, and it is written when the page is built.
"""

from __future__ import annotations

import ast
import inspect
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any, Final

import numpy as np

from gatecrush.agents import people
from gatecrush.experiments.account import beside_a_day as account_beside_model
from gatecrush.experiments.account import facts as account_facts
from gatecrush.experiments.account import other_accounts
from gatecrush.experiments.calibration import distance as calibration_target
from gatecrush.experiments.commands.listings import scenario_rows
from gatecrush.experiments.days import outcomes
from gatecrush.model import situation, zones
from gatecrush.model.arrays import declared
from gatecrush.model.place import site
from gatecrush.model.record import columns
from gatecrush.model.rules import randomness
from gatecrush.model.scenario.quantities import Quantity, listed, number, section_types
from gatecrush.model.scenario.scenario import Scenario


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ").strip() or " "


def bullets(sentences: Iterable[str]) -> str:
    """Return sentences as a Markdown list."""
    return "\n".join(f"* {sentence}" for sentence in sentences)


def unit_text(unit: str) -> str:
    """Return a unit as print has it: 1/m² for 1/m^2, a dash for a pure number."""
    return "–" if unit == "-" else unit.replace("^2", "²")


def default_text(quantity: Quantity) -> str:
    """Return a default with its unit, rounded to six digits where nobody would write more."""
    value = quantity.default
    shown = f"{value:.6g}" if isinstance(value, float) else listed(value)
    unit = "" if quantity.unit == "-" or quantity.kind == "list" else f" {unit_text(quantity.unit)}"
    return f"`{shown}`{unit}"


def allowed_text(quantity: Quantity) -> str:
    """Return what a value may be."""
    if quantity.low is not None and quantity.high is not None:
        return f"{number(quantity.low)} to {number(quantity.high)}"
    if quantity.kind == "list" and quantity.unit != "-":
        return f"periods ({quantity.unit})"
    return quantity.allowed


def all_parameters() -> str:
    """Return a section of a page for each section of a scenario, and one for what stands above."""
    names = Scenario.quantities()
    sections = dict.fromkeys(name.rpartition(".")[0] for name in names)
    return "\n\n".join(
        f"### {section or 'At the top of the file'}\n\n{parameters(section)}"
        for section in sections
    )


def parameters(section: str) -> str:
    """Return the table of a section's parameters, each with an anchor."""
    rows = []
    for each in Scenario.quantities().values():
        if each.name.rpartition(".")[0] != section:
            continue
        when = "yes" if each.changeable else "–"
        rows.append(
            [
                f"{{declared}}`{each.name}`",
                default_text(each),
                allowed_text(each),
                when,
                f"{each.meaning}. *Source: {each.source}.*",
            ]
        )
    head = ["Parameter", "Default and unit", "Bounds", "Changes in a day", "Meaning and source"]
    about = section_types(Scenario).get(section)
    words = f"{(about.__doc__ or '').strip()}\n\n" if about else ""
    return words + table(head, rows)


def parameter_rows(names: Sequence[str]) -> str:
    """Return the table of some parameters, each with a link to its entry in the reference."""
    known = Scenario.quantities()
    missing = [name for name in names if name not in known]
    if missing:
        raise LookupError(f"there is no parameter {', '.join(missing)}")
    rows = [
        [
            f"{{parameter}}`{name}`",
            default_text(known[name]),
            known[name].meaning,
            known[name].source,
        ]
        for name in names
    ]
    return table(["Parameter", "Default and unit", "Meaning", "Source"], rows)


def calibrated() -> str:
    """Return the parameters that were tuned: those whose source says so."""
    names = [name for name, each in Scenario.quantities().items() if "calibrated" in each.source]
    return parameter_rows(names)


def scenarios() -> str:
    """Return the scenarios that ship, with what differs from the defaults."""
    rows = []
    for each in scenario_rows():
        changed = [f"`{key} = {listed(value)}`" for key, value in each["settings"].items()]
        rows.append([f"`{each['name']}`", each["description"], ", ".join(changed) or "nothing"])
    return table(["Scenario", "What it is", "What differs from the defaults"], rows)


def expectations(case: str) -> str:
    """Return what was expected of a case of the other accounts before it was run, and the days."""
    days = other_accounts.days_of(case)
    rows = []
    for each in other_accounts.EXPECTED:
        if each.case != case:
            continue
        values = days[each.quantity]
        known = values[np.isfinite(values)]
        shown = (
            [number(round(value, 3)) for value in (known.min(), known.max())] if len(known) else []
        )
        figure = each.figure(values)
        rows.append(
            [
                each.words,
                each.interval,
                number(round(figure, 3)) if math.isfinite(figure) else "never",
                "" if each.is_share_of_days else " to ".join(shown),
                "yes" if each.came_true(values) else "**no**",
            ]
        )
    head = [
        f"On {len(days[other_accounts.KEPT[0]])} days",
        "Expected",
        "Came out",
        "From day to day",
        "As expected",
    ]
    return table(head, rows)


COLUMN_TABLES: Final = {
    "people": columns.PEOPLE,
    "admissions": columns.ADMISSIONS,
    "series": columns.SERIES,
    "places": columns.PLACES,
    "gates": columns.GATES,
    "zones": columns.ZONES,
    "summary": columns.SUMMARY,
    "trajectories": columns.TRAJECTORIES,
    "further": outcomes.FURTHER,
    "witnesses": outcomes.WITNESSES,
}
"""Every table that a run or a sweep writes."""


def output(name: str) -> str:
    """Return the columns of a table of the output."""
    if name not in COLUMN_TABLES:
        raise LookupError(f"output {name}: must be one of {', '.join(COLUMN_TABLES)}")
    rows = [
        [f"`{each.name}`", unit_text(each.unit), each.dtype, each.meaning]
        for each in COLUMN_TABLES[name]
    ]
    return table(["Column", "Unit", "Type", "Meaning"], rows)


PEOPLE_GROUPS: Final = {
    "who they are, drawn once": people.WHO_THEY_ARE,
    "what has happened to them": people.WHAT_HAPPENED,
    "what they do": people.WHAT_THEY_DO,
    "what they perceive and bear": people.WHAT_THEY_PERCEIVE,
}
RECORDS: Final[dict[str, tuple[np.dtype[Any], ModuleType, str]]] = {
    "gate": (situation.GATE, situation, "Gate"),
    "list": (situation.LIST, situation, "NumberList"),
    "crowd": (situation.CROWD, situation, "Crowd"),
    "volunteer": (situation.VOLUNTEER, situation, "VOLUNTEER"),
    "cell": (situation.CELL, situation, "CELL"),
    "worst": (situation.WORST, situation, "WORST"),
    "zone": (zones.ZONE, zones, "ZONE"),
    "zone_window": (zones.ZONE_WINDOW, zones, "ZONE_WINDOW"),
    "density_rule": (zones.DENSITY_RULE, zones, "DENSITY_RULE"),
    "seen": (zones.SEEN, zones, "SEEN"),
    "view": (situation.VIEW, situation, "VIEW"),
    "step": (situation.PROPOSED_STEP, situation, "PROPOSED_STEP"),
    "exchange": (situation.EXCHANGE, situation, "EXCHANGE"),
    "kept": (situation.KEPT, situation, "KEPT"),
    "lists": (situation.LISTS, situation, "LISTS"),
    "minute": (situation.MINUTE_ROW, situation, "Minute"),
    "admission": (situation.ADMISSION_ROW, situation, "Admission"),
    "ground": (site.GROUND, site, "GROUND"),
}
"""Records of the situation, by entity: type, and where and as what it is declared."""


TUPLES: Final[dict[str, type]] = {"situation": situation.Situation, "work": situation.Work}


def state(entity: str) -> str:
    """Return the state variables of an entity."""
    if entity == "people":
        rows = [
            [f"`{name}`", _type_text(kind), meaning, group]
            for group, group_columns in PEOPLE_GROUPS.items()
            for name, (kind, meaning) in group_columns.items()
        ]
        return table(["Variable", "Type", "Meaning and unit", "Group"], rows)
    if entity in TUPLES:
        return _fields_of(TUPLES[entity])
    if entity not in RECORDS:
        known = ", ".join(["people", *TUPLES, *RECORDS])
        raise LookupError(f"state {entity}: must be one of {known}")
    dtype, module, name = RECORDS[entity]
    comments = _field_comments(module, name)
    rows = [
        [f"`{field}`", _type_text(dtype[field].str), comments.get(field) or field.replace("_", " ")]
        for field in dtype.names or ()
    ]
    return table(["Variable", "Type", "Meaning and unit"], rows)


def _fields_of(kind: type) -> str:
    """Return the fields of a named tuple, each with the text that follows it in the code."""
    arrays = declared(kind)
    (written,) = (
        node
        for node in ast.parse(inspect.getsource(situation)).body
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__
    )
    rows: list[list[str]] = []
    for node in written.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
            shown = (
                f"`{ast.unparse(node.annotation)}`"
                if name not in arrays
                else f"`array, ({', '.join(arrays[name].of)})`"
            )
            rows.append([f"`{name}`", shown, name.replace("_", " ")])
        elif rows and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            rows[-1][2] = inspect.cleandoc(str(node.value.value))
    return table(["Field", "Type", "What it holds"], rows)


def _type_text(code: str) -> str:
    return "whole number" if np.dtype(code).kind == "i" else "number"


def _field_comments(module: ModuleType, name: str) -> dict[str, str]:
    """Return the comment behind each field of a record, as its declaration has it."""
    tree = ast.parse(source := inspect.getsource(module))
    for node in tree.body:
        targets = getattr(node, "targets", [getattr(node, "target", None)])
        if name in (getattr(node, "name", None), *(getattr(each, "id", None) for each in targets)):
            lines = source.splitlines()[node.lineno - 1 : node.end_lineno]
            found = (re.search(r'(\w+)(?:", [\w.]+\),?|: \w+)\s*# (.*)', line) for line in lines)
            return {match[1]: match[2] for match in found if match}
    raise LookupError(f"{module.__name__} declares no {name}")


def streams() -> str:
    """Return the named streams of random numbers, and the purposes of a draw inside the kernels."""
    named = ", ".join(f"`{each.name.lower()}` {int(each)}" for each in randomness.Stream)
    drawn = ", ".join(f"`{name.lower()}` {value}" for name, value in purposes())
    return f"*Streams, by number:* {named}.\n\n*Purposes of a draw in the kernels:* {drawn}."


def purposes() -> Iterator[tuple[str, int]]:
    """Yield name and number of each purpose of a draw inside the kernels."""
    for name, value in vars(randomness).items():
        if name.isupper() and not name.startswith("_") and isinstance(value, int):
            yield name, value


def facts() -> str:
    """Return the facts of the account that a day can be held against, with how sure they are."""
    rows = [
        [
            str(each.number),
            each.words,
            each.told,
            each.certainty,
            "put in" if each.is_input else _would_fit(each),
        ]
        for each in account_beside_model.TOLD_OF_A_DAY
    ]
    return table(
        ["No.", "Fact", "In the account", "How sure", "What would fit (…: nothing to judge by)"],
        rows,
    )


def _would_fit(fact: account_facts.Fact) -> str:
    if not fact.is_judged:
        return fact.said.format("…")
    low, high = (
        f"{value:g}" if fact.form == "clock" else account_beside_model.written(fact, value)
        for value in (fact.low, fact.high)
    )
    return fact.said.format(f"{low} to {high}" if math.isfinite(fact.high) else f"at least {low}")


def patterns() -> str:
    """Return the quantities of the account that days are held against, ."""
    facts = [each.fact for each in calibration_target.TARGETS]
    rows = [[fact.source, fact.measured, fact.interval] for fact in facts]
    return table(["Fact", "Quantity", "Acceptable"], rows)
