"""What the page about stepping through a time step shows is done, to the end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from gatecrush.model.scenario.scenario import Scenario

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs" / "debugging.md").read_text(encoding="utf-8")
PLAIN = "NUMBA_DISABLE_JIT=1 .venv/bin/"


def block(language: str) -> str:
    """Return the one block of a language on the page."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return found


def commands() -> list[list[str]]:
    """Return the words of the commands shown, which switch the compiler off."""
    lines = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return [line.strip().removeprefix(PLAIN).split() for line in lines]


def call(words: list[str], folder: Path, typed: str = "") -> str:
    """Run Python with the compiler off and return what it printed."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHON_COLORS": "0"},
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_debugger_steps_through_a_time_step(tmp_path: Path) -> None:
    (tmp_path / "one_step.py").write_text(block("python"), encoding="utf-8")
    typed = [line.removeprefix("(Pdb) ") for line in block("text").splitlines()]
    program = next(words for words in commands() if words[0] == "python")
    said = call(program[1:], tmp_path, "\n".join(typed) + "\n")
    assert "rules/step.py" in said
    assert "now = (crowd.step + 1) * s.time_step" in said
    end = re.escape(str(Scenario.load("account").run.time_step))  # of the first step, s
    assert re.search(rf"\(Pdb\) (np\.float64\()?{end}\b", said)
    assert "Error" not in said


def test_a_test_of_one_rule_runs() -> None:
    pytest = next(words for words in commands() if words[0] == "pytest")
    assert "passed" in call(["-m", *pytest, "-p", "no:cacheprovider"], REPOSITORY)
