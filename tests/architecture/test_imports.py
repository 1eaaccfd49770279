"""Imports run one way and never in a circle; kernels know only numbers (contracts: pyproject)."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest


def check_contracts(folder: Path, configuration: Path) -> subprocess.CompletedProcess[str]:
    """Check the import contracts of the ``gatecrush`` that lies in ``folder``."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--config", str(configuration), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def contracts(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's contracts, in a file beside which no package lies."""
    pytest.importorskip("importlinter")
    return shutil.copy(repository / "pyproject.toml", tmp_path_factory.mktemp("contracts"))


def test_contracts_hold(house_elsewhere: Path, contracts: Path) -> None:
    report = check_contracts(house_elsewhere, contracts)
    assert report.returncode == 0, report.stdout


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("agents/conduct.py", "import gatecrush.model.rules.gate", "Imports run one way"),
        ("model/rules/gate.py", "import gatecrush.experiments", "Imports run one way"),
        ("experiments/__init__.py", "import gatecrush.server", "Imports run one way"),
        ("agents/people.py", "from . import windows", "No import cycles"),
        ("model/rules/gate.py", "import matplotlib", "Model and agents never plot"),
        ("model/rules/movement.py", "import mesa", "no Mesa"),
        ("model/rules/pressure.py", "import pandas", "no tables"),
    ],
)
def test_contracts_bite(
    house_elsewhere: Path, contracts: Path, module: str, line: str, broken: str
) -> None:
    with (house_elsewhere / "gatecrush" / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    report = check_contracts(house_elsewhere, contracts)
    assert report.returncode == 1, report.stdout
    assert any(broken in row and "BROKEN" in row for row in report.stdout.splitlines())


def imported_names(path: Path, module: str) -> set[str]:
    """Return every ``gatecrush`` name that a file imports, inside functions too."""
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            names |= {f"{origin}.{alias.name}" for alias in node.names} | {origin}
    return {name for name in names if name.startswith("gatecrush.")}


def test_no_module_imports_itself_in_a_circle(modules: list[Path], repository: Path) -> None:
    paths = {}
    for path in modules:
        parts = path.relative_to(repository).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        paths[".".join(("gatecrush", *parts))] = path
    # "from . import x" names the package and the module; the module is what counts.
    graph = {
        module: {
            name
            for name in imported_names(path, module)
            if name in paths and not module.startswith(f"{name}.")
        }
        - {module}
        for module, path in paths.items()
    }
    assert len(list(TopologicalSorter(graph).static_order())) >= len(paths)
