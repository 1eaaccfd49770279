"""What the pages show for typing works: scenario files load, command lines are understood."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from gatecrush.experiments.commands.main import main
from gatecrush.model.scenario.scenario import Scenario

REPOSITORY = Path(__file__).parents[2]
PLACE = REPOSITORY / "experiments" / "scenarios" / "open_square.geojson"
PAGES = sorted((REPOSITORY / "docs").rglob("*.md"))


def blocks(language: str) -> list[tuple[str, str]]:
    """Return the blocks of a language with the page each stands on."""
    pattern = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [
        (page.name, block)
        for page in PAGES
        for block in pattern.findall(page.read_text(encoding="utf-8"))
    ]


COMMANDS = [
    (page, line)
    for page, block in blocks("sh")
    for line in block.splitlines()
    if line.startswith("gatecrush ")
]


def test_there_is_something_to_type() -> None:
    assert len(COMMANDS) >= 2
    assert blocks("toml")


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_command_lines_are_understood(page: str, line: str) -> None:
    words = shlex.split(line.partition(" > ")[0], comments=True)[1:]
    command = main.get_command(click.Context(main), words[0])
    assert command is not None
    understood = command.make_context(words[0], words[1:])
    assert not understood.args


@pytest.mark.parametrize(("page", "text"), blocks("toml"))
def test_scenario_files_load(page: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "shown.toml"
    file.write_text(text, encoding="utf-8")
    (tmp_path / "first_frame.csv").write_text("x,y\n0.3,1.2\n")
    (tmp_path / "counts.csv").write_text("time,people\n8:00,31\n8:15,40\n")
    (tmp_path / "staff.csv").write_text("time,lanes\n8:00,10\n12:30,0\n")
    (tmp_path / "place.geojson").write_text(PLACE.read_text(encoding="utf-8"), encoding="utf-8")
    shown, default = Scenario.load(file).flat(), Scenario().flat()
    assert sum(shown[name] != default[name] for name in shown) > 1


@pytest.mark.parametrize(("page", "program"), blocks("python"))
def test_python_compiles_and_its_imports_raise_nothing(page: str, program: str) -> None:
    """Cells are executed (test_notebooks.py); of other blocks, the imports are."""
    lines = compile(program, page, "exec") and program.splitlines()
    exec("\n".join(line for line in lines if re.match(r"(from|import) ", line)), {})
