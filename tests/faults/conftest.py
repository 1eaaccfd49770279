"""The command line, called in this process or as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from gatecrush.experiments.commands.main import main

HERE = Path(__file__).parent


class Answer(NamedTuple):
    """What the command line says."""

    status: int
    out: str
    err: str


@pytest.fixture
def gatecrush(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Call the command line in this process; words that would start a run fail the test."""

    def not_turned_away(*_: object, **__: object) -> None:
        pytest.fail("these words are usable")

    monkeypatch.setattr("gatecrush.experiments.commands.run._simulate", not_turned_away)

    def call(*words: str) -> Answer:
        result = CliRunner().invoke(main, list(words))
        if result.exc_info and not isinstance(result.exception, SystemExit | None):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture
def process() -> Callable[..., subprocess.Popen[str]]:
    """Start the command line as a process of its own."""

    def start(words: Sequence[str], **options: Any) -> subprocess.Popen[str]:
        command = [
            sys.executable,
            "-c",
            "from gatecrush.experiments.commands.main import main; main()",
        ]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen([*command, *words], text=True, **{**pipes, **options})

    return start


@pytest.fixture
def in_scenarios(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in the folder of bad scenario files, so that messages name them without a folder."""
    monkeypatch.chdir(HERE / "scenarios")
    return HERE / "scenarios"
