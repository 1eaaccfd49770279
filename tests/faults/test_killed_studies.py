"""Studies whose processes are killed: what finished is kept, nothing is repeated, nobody is left.

The days are made up: a module beside the study sleeps instead of simulating.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

MADE_UP = """
import os, signal, sys, time
from pathlib import Path
import pandas as pd

def simulate(run):
    with open("log", "a") as log:
        log.write(f"{run.replication} {os.getpid()}\\n")
    time.sleep(0.15)
    if run.replication == 3 and Path("deadly").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    row = {"replication": run.replication, "outcome": run.replication ** 0.5}
    return row | {"series": pd.DataFrame({"time": [5.0]})}

def tables(runs):
    return runs[["replication", "outcome"]], str(len(runs))

def main():
    from matplotlib.figure import Figure
    from gatecrush.experiments.studies.study import Order, Point, Study, carry_out_studies
    from gatecrush.model.scenario.scenario import Scenario

    study = Study("made_up", "are days kept?", lambda _: [Point({})], 12, tables,
                  lambda runs, table: Figure())
    order = Order(Path("out"), Scenario.load("account"), jobs=2)
    sys.exit(carry_out_studies([study], order, simulate=simulate))
"""
START = "import made_up; made_up.main()"
FINISHED = Path("out/runs.parquet")


@pytest.fixture(autouse=True)
def _beside_the_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    (tmp_path / "made_up.py").write_text(MADE_UP, encoding="utf-8")


def study() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", START], text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def until(condition, seconds=60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def finished() -> list[Path]:
    return sorted(FINISHED.glob("*.parquet"))


def begun() -> list[tuple[int, int]]:
    """Replication and process of each day begun."""
    if not Path("log").exists():
        return []
    lines = Path("log").read_text().splitlines()
    return [(int(day), int(process)) for day, process in (line.split() for line in lines)]


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_killed_study_goes_on_where_it_was():
    running = study()
    until(lambda: len(finished()) >= 4)
    running.kill()
    running.communicate()
    workers = {process for _, process in begun()}
    until(lambda: not any(map(is_running, workers)), 10)
    kept = {path: path.stat().st_mtime_ns for path in finished()}
    assert 4 <= len(kept) < 12

    again = study()
    _, err = again.communicate(timeout=120)
    assert again.returncode == 0, err
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    rows = pd.read_parquet(FINISHED)
    assert sorted(rows["replication"]) == list(range(12))
    assert not list(FINISHED.glob(".*"))
    days = Counter(day for day, _ in begun())
    assert sum(days.values()) <= 12 + 2  # only what was under way is run twice


def test_a_killed_worker_costs_no_run():
    running = study()
    until(lambda: len(finished()) >= 3)
    os.kill(begun()[-1][1], signal.SIGKILL)
    _, err = running.communicate(timeout=120)
    assert running.returncode == 0, err
    assert len(finished()) == 12


def test_a_run_that_kills_its_process_costs_only_itself():
    Path("deadly").touch()
    running = study()
    _, err = running.communicate(timeout=120)
    assert running.returncode == 1, err
    assert sorted(pd.read_parquet(FINISHED)["replication"]) == [0, 1, 2, *range(4, 12)]
    (failure,) = Path("out/failures").glob("*.json")
    assert "died" in failure.read_text()
    assert "1 failed" in err


def test_an_interrupted_study_keeps_what_was_under_way():
    running = study()
    until(lambda: len(finished()) >= 3)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode != 0
    assert {int(each) for each in pd.read_parquet(FINISHED)["replication"]} == {
        day for day, _ in begun()
    }
