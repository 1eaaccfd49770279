"""Which day it is: all that it depends on, and so the name it is known by and how to repeat it.

A day that is planned, one that is stored and one that is watched are told by the same value.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gatecrush.agents.house import HOUSE

if TYPE_CHECKING:
    from gatecrush.model.changes import Changes as GivenChanges
    from gatecrush.model.record.recorder import Record
    from gatecrush.model.scenario.scenario import Scenario

KEPT_OF_A_RUN = HOUSE / "experiments" / "days" / "outcomes.py"
KEY_DIGITS = 20


Changes = tuple[tuple[float, tuple[tuple[str, Any], ...]], ...]
"""Hours of a day with the parameters that change then, as a value that does not change."""


@dataclass(frozen=True)
class PlannedRun:
    """A day to be run: scenario, random numbers, and what changes on the way; nothing else."""

    scenario: Scenario
    seed: int = 0
    replication: int = 0
    changes: Changes = ()
    _: KW_ONLY
    point: int = field(default=0, compare=False)
    """Number of the point in its design."""
    member: int | None = field(default=None, compare=False)
    """Member of an ensemble whose settings the scenario has; None: of none."""

    def changed(self, hour: float, settings: dict[str, Any]) -> PlannedRun:
        """Return the day with parameters changed at an hour; later changes are forgotten."""
        kept = tuple(each for each in self.changes if each[0] <= hour)
        return replace(self, changes=(*kept, (hour, tuple(settings.items()))))

    def unchanged(self) -> PlannedRun:
        """Return the same day without any change."""
        return replace(self, changes=())

    @cached_property
    def key(self) -> str:
        """Name of the run: a hash of everything its outcome depends on, the code included."""
        changes = [self.changes] if self.changes else []
        rest = [self.seed, self.replication, *changes, _version(), code()]
        text = f"[{_written(self.scenario)}, {json.dumps(rest)[1:]}"
        return hashlib.sha256(text.encode()).hexdigest()[:KEY_DIGITS]

    @property
    def conditions(self) -> dict[str, Any]:
        """What repeats the day beside its scenario, by the names that ``run`` has for it."""
        changes = tuple((hour, dict(settings)) for hour, settings in self.changes)
        return {"seed": self.seed, "replication": self.replication, "changes": changes}

    def repeat(self) -> Record:
        """Run the day and return its record."""
        from .run import run

        return run(self.scenario, **self.conditions)

    @property
    def python(self) -> str:
        """The run as a line of Python that repeats it."""
        default = type(self.scenario)().flat()
        changed = {k: v for k, v in self.scenario.flat().items() if v != default[k] and "." in k}
        return (
            "from gatecrush.experiments import run; from gatecrush.model import Scenario; "
            f"run(Scenario(name={self.scenario.name!r}), {self.arguments}, settings={changed!r})"
        )

    @property
    def arguments(self) -> str:
        """The conditions as Python writes them in a call."""
        given = {name: value for name, value in self.conditions.items() if name != "changes"}
        if self.changes:
            given["changes"] = [[hour, dict(new)] for hour, new in self.changes]
        return ", ".join(f"{name}={value!r}" for name, value in given.items())


def as_changes(given: GivenChanges) -> Changes:
    """Return changes, with the parameters of each by name, as a planned run has them."""
    return tuple((float(hour), tuple(settings.items())) for hour, settings in given)


@cache
def _version() -> str:
    return version("gatecrush")


_WRITTEN: dict[int, tuple[Scenario, str]] = {}
"""Scenarios written down lately, by identity: many runs share one."""


def _written(scenario: Scenario) -> str:
    known = _WRITTEN.get(id(scenario))
    if known is None or known[0] is not scenario:
        if len(_WRITTEN) >= 1024:
            _WRITTEN.clear()
        text = json.dumps(scenario.flat(), sort_keys=True, ensure_ascii=False)
        known = _WRITTEN[id(scenario)] = scenario, text
    return known[1]


@cache
def code() -> str:
    """Return a hash of the code a day depends on: agents, model, and what is kept of a run.

    What is defined counts: not comments, docstrings and layout, nor in which file a definition
    stands, behind which, and what is imported for it.
    """
    return digest_of(code_files())


def code_files() -> list[Path]:
    """Return the files a day depends on."""
    return [*(HOUSE / "agents").rglob("*.py"), *(HOUSE / "model").rglob("*.py"), KEPT_OF_A_RUN]


def digest_of(files: Iterable[Path]) -> str:
    """Return a hash of what is defined in some files."""
    written = sorted(ast.dump(statement) for path in files for statement in _statements(path))
    return hashlib.sha256("\n".join(written).encode()).hexdigest()[:KEY_DIGITS]


def _statements(path: Path) -> list[ast.stmt]:
    """Return the statements of a file without texts and imports, inside of them as well."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        for statements in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if isinstance(statements, list):
                statements[:] = [each for each in statements if not _is_silent(each)]
    return tree.body


def _is_silent(statement: ast.stmt) -> bool:
    """Tell whether a statement is a text or an import."""
    return isinstance(statement, ast.Import | ast.ImportFrom) or (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
