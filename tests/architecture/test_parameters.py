"""Unit, bounds, meaning and source of a parameter are declared once, and every parameter acts."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from gatecrush.agents.quantity import Parameters
from gatecrush.model.scenario.scenario import Scenario

SECTIONS: dict[str, type[Parameters]] = {
    name: field.annotation
    for name, field in Scenario.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Parameters)
}
UNITS = {
    "-", "people", "1/day", "1/h", "1/min", "1/s", "s", "min", "h", "m", "m/s", "1/m", "1/m^2",
    "N", "N s", "kN/m", "kN s/m", "1/(m s)", "h, h", "h, h, 1/h", "h, h, people", "m, m",
}  # fmt: skip


def declared() -> Iterator[tuple[str, str, FieldInfo]]:
    """Yield every parameter with its section."""
    for section, declaration in SECTIONS.items():
        for name, field in declaration.model_fields.items():
            yield section, name, field


PARAMETERS = [pytest.param(*entry, id=f"{entry[0]}.{entry[1]}") for entry in declared()]


@pytest.mark.parametrize(("section", "name", "field"), PARAMETERS)
def test_parameter_is_documented(section: str, name: str, field: FieldInfo) -> None:
    extra = field.json_schema_extra
    assert isinstance(extra, dict), f"declare {section}.{name} with quantity()"
    assert extra["unit"] in UNITS
    assert str(extra["source"]).strip()
    assert field.description
    assert field.description[0].isupper()
    assert not field.description.endswith(".")


@pytest.mark.parametrize(("section", "name", "field"), PARAMETERS)
def test_number_is_bounded(section: str, name: str, field: FieldInfo) -> None:
    if field.annotation not in (int, float):
        return
    bounds = {type(entry).__name__: entry for entry in field.metadata}
    assert {"Ge", "Le"} <= set(bounds), f"{section}.{name} needs low= and high="
    assert bounds["Ge"].ge <= field.default <= bounds["Le"].le


def readings(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every attribute that a file reads, with the place that it is read from."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node.attr, f"{path.stem}: {ast.unparse(node.value)}"


def test_every_parameter_is_used(modules: list[Path]) -> None:
    """A name that several sections declare is read in at least as many places."""
    places: dict[str, set[str]] = defaultdict(set)
    for path in modules:
        for name, place in readings(path):
            places[name].add(place)
    sections: dict[str, set[str]] = defaultdict(set)
    for section, name, _ in declared():
        sections[name].add(section)
    unused = {
        f"{', '.join(sorted(owners))}: {name}"
        for name, owners in sections.items()
        if len(places[name]) < len(owners)
    }
    assert unused == set()
