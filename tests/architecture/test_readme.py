"""What the README shows is executed: its Python, its commands, and the paths it names."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gatecrush.experiments.calibration.note import members_of
from gatecrush.experiments.calibration.posterior import narrowings, shares_and_weights
from gatecrush.experiments.ensemble.table import how_it_was_made

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
BLOCKS = [
    [line.split("#")[0].strip() for line in block.splitlines() if line.strip()]
    for block in re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
]
SHELL = [line for block in BLOCKS for line in block]
COMMANDS = [
    found for block in BLOCKS if (found := [x for x in block if x.startswith("gatecrush ")])
]
NUMBERS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
)  # fmt: skip


def call(words: list[str], folder: Path) -> str:
    """Run a command in a folder and return what it printed."""
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("program", PYTHON)
def test_python_runs_as_a_saved_script(program: str, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    assert call([sys.executable, "program.py"], tmp_path)


def test_sweep_of_one_line_runs_as_a_saved_script(tmp_path: Path) -> None:
    """The README's line as it is, but for the length of its days and their number."""
    (line,) = re.findall(r"`(sweep\(.*?\))`", README, re.DOTALL)
    smaller = {"0.1:2:20": "0.1:2:2", "replications=20": "replications=1"}
    for written, small in smaller.items():
        assert written in line
        line = line.replace(written, small)
    words = f"{line[:-1]}, settings={{'run.end': 5.02}})"
    program = f"from gatecrush.experiments import sweep\nprint(len({words}))\n"
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    assert call([sys.executable, "program.py"], tmp_path) == "2\n"


@pytest.mark.parametrize("commands", COMMANDS, ids=lambda each: each[0])
def test_commands_run_one_after_the_other(commands: list[str], tmp_path: Path) -> None:
    executable = shutil.which("gatecrush", path=str(Path(sys.executable).parent))
    assert executable, "gatecrush is not installed beside this Python"
    for command in commands:
        words = shlex.split(command)
        assert call([executable, *words[1:]], tmp_path)
        if words[1] == "run" and "--out" in words:
            assert (tmp_path / words[words.index("--out") + 1] / "day.png").exists()


def test_there_is_something_to_run() -> None:
    assert PYTHON
    assert COMMANDS


def test_make_targets_exist(repository: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", (repository / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"^make (\w+)", "\n".join(SHELL), re.MULTILINE))
    named |= set(re.findall(r"`make (\w+)`", README))
    assert named
    assert named <= targets


def test_links_and_paths_exist(repository: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    paths = re.findall(r"`((?:agents|model|experiments|server|tests)/[\w./]*)`", README)
    assert [name for name in links + paths if not (repository / name).exists()] == []


def test_figures_of_the_ensemble_are_those_of_the_table_that_ships() -> None:
    first, members = how_it_was_made()["rounds"][0], members_of()
    narrowed = narrowings(*shares_and_weights(members))
    clear = [each for each in narrowed if each.is_narrowed]
    said = " ".join(README.split())
    for words in (
        f"Of {first['days']} settings spread over the ranges searched {first['accepted']} gave",
        f"Of the {len(members)} that all rounds found",
        f"They narrow {NUMBERS[len(clear)]} of the {len(narrowed)} parameters beyond chance, none "
        f"to less than {min(each.width for each in clear):.2f} of its range, and leave "
        f"{NUMBERS[len(narrowed) - len(clear)]} as open as before",
    ):
        assert words in said
