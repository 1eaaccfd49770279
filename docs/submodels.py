"""A submodel as the ODD names it: its functions, parameters, switch and source, all checked.

A page states them in a block; whatever does not exist in the code is an error when it is built.
"""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, TypeGuard

import tables

from gatecrush.agents import quantity
from gatecrush.model.rules import step
from gatecrush.model.scenario.scenario import Scenario

FIELDS: Final = ("functions", "parameters", "switch", "source")


@dataclass(frozen=True)
class Submodel:
    """What a block states."""

    functions: tuple[str, ...]
    """By module: ``model.telling.hear_of_list``."""
    parameters: tuple[str, ...]
    switch: str
    """``parameter=value``, or why there is none."""
    source: str

    @property
    def has_no_switch(self) -> bool:
        """Whether nothing switches it off."""
        return self.switch.startswith("none: ")


def submodel_of(block: str) -> Submodel:
    """Read a block: one field a line, longer ones indented.

    Raises:
        LookupError: a field is missing, or names something that the code does not have.
    """
    lines = re.sub(r"\n\s+", " ", block.strip()).splitlines()
    stated = dict(line.partition(":")[::2] for line in lines)
    if tuple(stated) != FIELDS:
        raise LookupError(f"submodel: needs {', '.join(FIELDS)}, in this order, not {list(stated)}")
    values = {name: text.strip() for name, text in stated.items()}
    found = Submodel(
        functions=_words(values["functions"]),
        parameters=_words(values["parameters"]),
        switch=values["switch"],
        source=values["source"],
    )
    for name in found.functions:
        function(name)
    tables.parameter_rows(found.parameters)
    if not found.has_no_switch:
        Scenario.load("account", [found.switch])
    return found


def _words(text: str) -> tuple[str, ...]:
    return () if text.startswith("none") else tuple(re.split(r",\s*", text))


def function(name: str) -> Any:
    """Return the function of a dotted name such as ``model.gate.work_gate``.

    Raises:
        LookupError: there is none.
    """
    module, _, own = name.rpartition(".")
    try:
        return getattr(import_module(f"gatecrush.{module}"), own)
    except (ImportError, AttributeError):
        raise LookupError(f"there is no function {name}") from None


def described(submodel: Submodel) -> str:
    """Return a submodel as Markdown: where it stands, what switches it off, what it depends on."""
    functions = ", ".join(f"{{py:func}}`~gatecrush.{name}`" for name in submodel.functions)
    modules = dict.fromkeys(name.rpartition(".")[0] for name in submodel.functions)
    files = ", ".join(f"`{module.replace('.', '/')}.py`" for module in modules)
    switch = submodel.switch if submodel.has_no_switch else f"`--set {submodel.switch}`"
    lines = [
        f":Functions: {functions}",
        f":File: {files}",
        f":Switched off by: {switch}",
        f":Source: {submodel.source}",
    ]
    if submodel.parameters:
        lines += ["", tables.parameter_rows(submodel.parameters)]
    return "\n".join(lines)


def is_function(node: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    """Tell whether a statement declares a function."""
    return isinstance(node, ast.FunctionDef)


def called_in_a_step() -> list[str]:
    """Return the functions that one time step calls, in order, as ``model.gate.work_gate``."""
    source = ast.parse(inspect.getsource(step))
    rooms = {1: "model.rules", 2: "model"}
    homes = {
        alias.asname or alias.name: f"{rooms[node.level]}.{node.module}.{alias.name}"
        for node in source.body
        if isinstance(node, ast.ImportFrom) and node.level in rooms
        for alias in node.names
    }
    homes |= {
        node.name: f"model.rules.step.{node.name}" for node in source.body if is_function(node)
    }
    (body,) = (node for node in source.body if is_function(node) and node.name == "take_step")
    calls = [
        node.func.id
        for node in ast.walk(body)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    return [homes[name] for name in dict.fromkeys(calls) if name in homes]


def order_of_a_step() -> str:
    """Return the order of one time step as the code has it."""
    source = inspect.getsource(getattr(step.take_step, "py_func", step.take_step))
    body = source[source.index('"""', source.index('"""') + 3) + 3 :]
    return f"```python\n{inspect.cleandoc(body)}\n```"


def to_si() -> str:
    """Return the factors by which scenario units become meters, seconds and newtons."""
    factors = ", ".join(f"{unit} × {value:.6g}" for unit, value in quantity.TO_SI.items())
    return f"{factors}; all other units stay."
