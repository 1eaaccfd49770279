"""JSON schemas of scenario and plan files, by which an editor completes and checks what is typed.

Names, kinds, bounds and units are the declared ones; what only the whole file tells (that a run
ends after it starts, say) is left to ``gatecrush run``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import click

from ..sweeps.terms import COUNTS, DESIGNS
from .main import print_json

if TYPE_CHECKING:
    from gatecrush.model.scenario.quantities import Quantity

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
OURS: Final = ("title", "unit", "source", "changeable")
"""What pydantic's schema says of a parameter that editors show in the description, or not."""
Schema = dict[str, Any]


@click.command()
@click.argument("kind", type=click.Choice(["scenario", "plan"]), default="scenario")
def schema(kind: str) -> None:
    """Print the JSON schema of a file, with which editors complete and check it.

    KIND is scenario (as for gatecrush run) or plan (as for gatecrush sweep --plan).
    """
    print_json(scenario_schema() if kind == "scenario" else plan_schema())


def scenario_schema() -> Schema:
    """Return the schema of scenario files."""
    extends = {"type": "string", "description": "A scenario that ships, or another file (.toml)"}
    staff = {"type": "string", "description": "A table of staff beside the file (.csv)"}
    return {
        "$schema": DIALECT,
        "title": "A scenario of gatecrush",
        **_closed({"extends": extends, "staff": staff, **_in_sections(_of_value_or_file)}),
    }


def plan_schema() -> Schema:
    """Return the schema of plan files."""
    counts = {
        name: {"type": "integer", "minimum": 0 if name == "seed" else 1, "maximum": most}
        for name, most in COUNTS.items()
    }
    return {
        "$schema": DIALECT,
        "title": "A plan of a sweep of gatecrush",
        **_closed(
            {
                "design": {"enum": list(DESIGNS), "description": "How points are chosen"},
                **counts,
                "independent": {
                    "type": "boolean",
                    "description": "Random numbers of its own for every point",
                },
                "vary": _closed(_by_any_name(_of_values)),
                "set": _closed(_by_any_name(_of_value)),
            }
        ),
    }


def _closed(properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _in_sections(of: Callable[[Quantity], Schema]) -> Schema:
    """Return what may be stated section by section: ``[gate]`` and then ``batch_size``."""
    from gatecrush.model.scenario.scenario import Scenario

    found: Schema = {}
    for name, each in Scenario.quantities().items():
        section, _, key = name.rpartition(".")
        inside = found.setdefault(section, _closed({}))["properties"] if section else found
        inside[key] = of(each)
    return found


def _by_any_name(of: Callable[[Quantity], Schema]) -> Schema:
    """Return what may be stated by dotted name in quotes, or section by section."""
    from gatecrush.model.scenario.scenario import Scenario

    return {name: of(each) for name, each in Scenario.quantities().items()} | _in_sections(of)


def _of_value(each: Quantity) -> Schema:
    """Return what one value of a parameter may be."""
    unit = "" if each.unit == "-" else f", {each.unit}"
    described = f"{each.meaning}{unit} (source: {each.source})"
    return {name: value for name, value in _declared()[each.name].items() if name not in OURS} | {
        "description": described
    }


def _of_value_or_file(each: Quantity) -> Schema:
    """Return the same in a scenario file, where some may name a file that states it."""
    from gatecrush.model.scenario.scenario_file import MAY_NAME_A_FILE

    one = _of_value(each)
    if each.name not in MAY_NAME_A_FILE:
        return one
    return {"anyOf": [one, {"type": "string"}], "description": one["description"]}


@cache
def _declared() -> dict[str, Schema]:
    """Return pydantic's schema of every parameter by its dotted name."""
    from gatecrush.model.scenario.scenario import Scenario

    whole = Scenario.model_json_schema()
    found: dict[str, Schema] = {}
    for key, value in whole["properties"].items():
        inside = whole["$defs"].get(value.get("$ref", "").rpartition("/")[2])
        inner = (
            {f"{key}.{name}": each for name, each in inside["properties"].items()} if inside else {}
        )
        found |= inner or {key: value}
    return found


def _of_values(each: Quantity) -> Schema:
    """Return what the values of a factor may be: a list, or text as after ``--vary``."""
    one = _of_value(each)
    listed = {"type": "array", "items": one, "minItems": 1}
    written = {"type": "string", "examples": ["1:5:9", "1,2,3"]}
    return {"anyOf": [listed, written], "description": one["description"]}
