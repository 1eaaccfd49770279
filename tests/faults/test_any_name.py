"""Whatever a scenario is called: JSON in any terminal, text that is text, and no table is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from gatecrush.experiments.commands.main import main
from gatecrush.experiments.drawing.style import STYLE

PROGRAM = "from gatecrush.experiments.commands.main import main; main()"
NAMES = ["Верхний Ларс", "$x^{$", "$a$ & <b> \\\\$ {0} %s 😀 Л", "😀 é"]


def gatecrush(folder: Path, encoding: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], capture_output=True, cwd=folder, env=environment
    )


@pytest.fixture
def called(tmp_path: Path) -> Any:
    """Write a short scenario of a name."""

    def write(name: str) -> str:
        quoted = json.dumps(name, ensure_ascii=False)
        text = f'extends = "account"\nname = {quoted}\n[run]\nend = 5.02\n'
        (tmp_path / "day.toml").write_text(text, encoding="utf-8")
        return "day.toml"

    return write


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_json_in_any_terminal(called: Any, tmp_path: Path, encoding: str) -> None:
    for name in (NAMES[0], NAMES[3]):
        done = gatecrush(tmp_path, encoding, "run", called(name), "--json", "--quiet")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.decode("utf-8"))["scenario"] == name
    done = gatecrush(tmp_path, encoding, "parameters", "--json")
    assert len(json.loads(done.stdout.decode("utf-8"))) > 50


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_text_replaces_what_cannot_be_shown(called: Any, tmp_path: Path, encoding: str) -> None:
    done = gatecrush(tmp_path, encoding, "run", called(NAMES[0]), "--quiet")
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode(encoding).startswith("??????? ????, seed 0")
    done = gatecrush(tmp_path, encoding, "parameters")
    assert done.returncode == 0, done.stderr
    done = gatecrush(tmp_path, encoding, "run", f"{NAMES[0]}.toml")
    assert done.returncode == 2
    assert b"there is no such file" in done.stderr


@pytest.mark.parametrize("name", NAMES[1:3])
def test_name_is_text_in_figure_film_and_report(
    called: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario, call = called(name), CliRunner().invoke
    for words in (
        ["run", scenario, "--out", "day", "--quiet"],
        ["report", "day"],
        ["film", scenario, "--out", "day.gif", "--quiet"],
        ["sweep", scenario, "--vary", "demand.factor=0.5,1", "--jobs", "1", "--out", "sweep"],
        ["figure", "sweep"],
    ):
        done = call(main, words)
        assert done.exit_code == 0, (words, done.output, done.exception)
    assert (tmp_path / "day" / "day.png").exists()


def test_dollar_signs_are_drawn() -> None:
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"text.usetex": True, **STYLE}):
        text = Figure().text(0, 0, "$a$")
    assert not text.get_parse_math()
    assert not text.get_usetex()


def test_figure_that_fails_costs_no_table(
    called: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object, path: Path) -> None:
        path.write_bytes(b"half a picture")
        raise ValueError("no such\nfont")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("gatecrush.experiments.drawing.day.day_figure", fail)
    done = CliRunner().invoke(main, ["run", called("day"), "--out", "day", "--quiet"])
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "gatecrush: day: a figure failed (ValueError: no such font); summary and tables are there"
    ]
    assert "Who came" in done.stdout
    kept = {path.name for path in (tmp_path / "day").iterdir()}
    assert "day.png" not in kept
    assert {"summary.json", "people.parquet", "series.parquet", "admissions.parquet"} <= kept
    assert len(pd.read_parquet("day/people.parquet")) > 100
