"""The design of a study: which days are run, each known by what it depends on.

Common random numbers: replication r has the same random numbers at every point, so that the
difference of two points is a difference of their parameters.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from gatecrush.agents.house import HOUSE

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario

KEPT_OF_A_RUN = HOUSE / "experiments" / "days" / "outcomes.py"
KEY_DIGITS = 20


@dataclass(frozen=True)
class PlannedRun:
    """A day to be run: scenario and random numbers, nothing else."""

    scenario: Scenario
    seed: int
    replication: int
    point: int = field(default=0, compare=False)
    """Number of the point in its design."""
    member: int | None = field(default=None, compare=False)
    """Member of an ensemble whose settings the scenario has; None: of none."""

    @cached_property
    def key(self) -> str:
        """Name of the run: a hash of everything its outcome depends on, the code included."""
        rest = [self.seed, self.replication, _version(), code()]
        text = f"[{_written(self.scenario)}, {json.dumps(rest)[1:]}"
        return hashlib.sha256(text.encode()).hexdigest()[:KEY_DIGITS]

    @property
    def words(self) -> str:
        """The run as a line of Python that repeats it."""
        default = type(self.scenario)().flat()
        changed = {k: v for k, v in self.scenario.flat().items() if v != default[k] and "." in k}
        return (
            "from gatecrush.experiments import run; from gatecrush.model import Scenario; "
            f"run(Scenario(name={self.scenario.name!r}), seed={self.seed}, "
            f"replication={self.replication}, settings={changed!r})"
        )


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
