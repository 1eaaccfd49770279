"""Sweeps in programs as people write them: without a main guard, from standard input, as a module.

Workers need nothing of the program that asks for them. Each program must end, too.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

PROGRAM = """
from gatecrush.experiments import sweep
print(len(sweep("account", {"demand.factor": [0.5, 1.0]}, settings={"run.end": 5.02}, out="out",
                jobs=2, quiet=True, engine=ENGINE)))
"""
WAYS = {
    "script": ["program.py"],
    "module": ["-m", "program"],
    "standard input": ["-"],
    "word": ["-c", None],
}


def answer(words: list[str], program: str, place: Path) -> str:
    (place / "program.py").write_text(program)
    words = [program if word is None else word for word in words]
    ran = subprocess.run(
        [sys.executable, *words], cwd=place, input=program, text=True, capture_output=True,
        timeout=100, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


@pytest.mark.parametrize("way", WAYS)
def test_without_a_main_guard(way: str, tmp_path: Path) -> None:
    assert answer(WAYS[way], PROGRAM.replace("ENGINE", "'local'"), tmp_path) == "2\n"
    assert len(pd.read_parquet(tmp_path / "out" / "runs.parquet")) == 2
    assert not (tmp_path / "out" / "failures").exists()


@pytest.mark.parametrize("way", ["script", "standard input"])
def test_without_a_main_guard_on_a_cluster_started_here(way: str, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    assert answer(WAYS[way], PROGRAM.replace("ENGINE", "'dask'"), tmp_path) == "2\n"


def test_processes_of_the_program_itself_begin_as_ever(tmp_path: Path) -> None:
    """What a program does with processes of its own is no business of ours."""
    program = (
        "import multiprocessing\nimport gatecrush.experiments.workers.own_processes\n"
        "def double(n):\n    return 2 * n\n"
        "if __name__ == '__main__':\n"
        "    with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "        print(pool.map(double, [1, 2]))\n"
    )
    assert answer(WAYS["script"], program, tmp_path) == "[2, 4]\n"
