"""The search for an ensemble, killed and interrupted: nothing is lost, and the table is usable."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gatecrush.experiments.ensemble_table import read_table

HERE = Path(__file__).parent
BUDGET = 64


@pytest.fixture(autouse=True)
def _beside_the_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")


def started(place: str, *words: str, jobs: int = 2) -> subprocess.Popen[str]:
    given = ["ensemble", "--members", "5000", "--budget", str(BUDGET), "--jobs", str(jobs),
             "--out", place, *words]  # fmt: skip
    code = f"import sys, made_up_ensemble; sys.argv = {given!r}; made_up_ensemble.main()"
    return subprocess.Popen(
        [sys.executable, "-c", code], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def whole(place: str, *words: str, jobs: int = 2) -> str:
    """Run to the end and return the table."""
    process = started(place, *words, jobs=jobs)
    _, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return (Path(place) / "account.csv").read_text()


def begun() -> list[str]:
    return [line.split()[0] for line in Path("log").read_text().splitlines()]


def after(days: int) -> None:
    """Wait until so many days have begun."""
    deadline = time.monotonic() + 60
    while not Path("log").exists() or len(begun()) < days:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_processes_change_no_bit_of_the_table() -> None:
    alone = whole("alone", jobs=0)
    assert whole("beside", jobs=2) == alone
    assert whole("other", "--seed", "1") != alone
    ensemble = read_table("alone", alone)
    assert len(ensemble) > 10
    assert sum(ensemble.weights) == pytest.approx(1.0, abs=1e-4)


def test_killed_it_goes_on_and_repeats_nothing_but_what_was_under_way() -> None:
    process = started("out")
    after(40)
    process.kill()
    process.communicate(timeout=60)
    time.sleep(0.5)  # its workers end with it
    killed = len(begun())
    assert killed < BUDGET
    table = whole("out")
    twice = len(begun()) - len(set(begun()))
    assert twice <= 3
    assert len(set(begun())) == BUDGET
    Path("log").unlink()
    assert whole("afresh") == table


def test_interrupted_it_leaves_a_table_of_what_was_finished(monkeypatch) -> None:
    monkeypatch.setenv("DAY", "0.1")
    process = started("out")
    after(40)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "goes on from here" in err
    made = json.loads(Path("out/account.json").read_text())
    assert 32 <= made["days"] < BUDGET
    assert sum(each["days"] for each in made["rounds"]) == made["days"]
    assert sum(each["accepted"] for each in made["rounds"]) == made["members"]
    table = Path("out/account.csv").read_text()
    assert len(read_table("account", table)) == made["members"] >= 12
    assert sorted(path.name for path in Path("out").glob("account*")) == [
        "account.csv", "account.json",
    ]  # fmt: skip


def test_all_done_it_runs_nothing() -> None:
    table = whole("out")
    count = len(begun())
    assert whole("out") == table
    assert len(begun()) == count
