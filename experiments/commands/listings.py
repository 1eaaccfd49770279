"""The table of all parameters, and the list of the scenarios that ship."""

from __future__ import annotations

import textwrap
from typing import Any

from gatecrush.model.scenario.quantities import Quantity, listed, section_types
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.scenario.scenario_file import SHIPPED, shipped_scenarios


def parameter_rows() -> list[dict[str, Any]]:
    """Return what is declared of each parameter, a dictionary each, in order."""
    return [
        {
            "name": each.name,
            "kind": each.kind,
            "default": each.default,
            "unit": each.unit,
            "low": each.low,
            "high": each.high,
            "choices": list(each.choices) or None,
            "meaning": each.meaning,
            "source": each.source,
            "changeable": each.changeable,
        }
        for each in Scenario.quantities().values()
    ]


def parameter_table() -> str:
    """Return the parameters by section, for people to read."""
    sections = section_types(Scenario)
    lines: list[str] = []
    last_section = ""
    for each in Scenario.quantities().values():
        section = each.name.rpartition(".")[0]
        if section != last_section:
            lines += ["", f"[{section}] {sections[section].__doc__ or ''}".rstrip()]
            last_section = section
        lines += _entry(each)
    return "\n".join(lines)


def _entry(quantity: Quantity) -> list[str]:
    text = f"{quantity.name} = {listed(quantity.default)}"
    unit = "" if quantity.unit == "-" else f" {quantity.unit}"
    allowed = quantity.bounds or ("" if quantity.kind == "list" else quantity.allowed)
    when = "; can change during a day" if quantity.changeable else ""
    about = f"{quantity.meaning}{when} [{quantity.source}]"
    head = f"  {text}{unit}" + (f"  ({allowed})" if allowed else "")
    return [head, *textwrap.wrap(about, 96, initial_indent="      ", subsequent_indent="      ")]


def scenario_rows() -> list[dict[str, Any]]:
    """Return name, description and what differs from the defaults of each scenario that ships."""
    default = Scenario().flat()
    rows = []
    for name in shipped_scenarios():
        values = Scenario.load(name).flat()
        changed = {key: value for key, value in values.items() if value != default[key]}
        changed.pop("name", None)
        rows.append({"name": name, "description": _description(name), "settings": changed})
    return rows


def scenario_table() -> str:
    """Return names and descriptions of the scenarios that ship, for people to read."""
    width = max(len(name) for name in shipped_scenarios())
    return "\n".join(f"{name:<{width}}  {_description(name)}" for name in shipped_scenarios())


def _description(name: str) -> str:
    """Return the first comment of a scenario file."""
    first = (SHIPPED / f"{name}.toml").read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("#").strip()
