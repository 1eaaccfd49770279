"""The search for an ensemble, killed and interrupted: nothing is lost, and the table is usable."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gatecrush.experiments.ensemble.table import read_table

pytestmark = pytest.mark.verify  # eight processes: half a minute of a processor

HERE = Path(__file__).parent
BUDGET = 64


def go_to(place: Path, patch: pytest.MonkeyPatch) -> None:
    """Work in a folder, where processes find the made-up days."""
    patch.chdir(place)
    patch.setenv("PYTHONPATH", str(HERE))
    patch.setenv("NUMBA_DISABLE_JIT", "1")


@pytest.fixture(autouse=True)
def _beside_the_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: str) -> None:
    go_to(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The table of a search by one process that nothing disturbed."""
    with pytest.MonkeyPatch.context() as patch:
        go_to(tmp_path_factory.mktemp("alone"), patch)
        return whole("out", jobs=0)


def started(place: str, *words: str, jobs: int = 2) -> subprocess.Popen[str]:
    given = ["gatecrush", "ensemble", "search", "--members", "5000", "--budget", str(BUDGET),
             "--jobs", str(jobs), "--out", place, *words]  # fmt: skip
    code = f"import sys, made_up_ensemble; sys.argv = {given!r}; made_up_ensemble.main()"
    return subprocess.Popen(
        [sys.executable, "-c", code], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def whole(place: str, *words: str, jobs: int = 2) -> str:
    """Run to the end and return the table."""
    process = started(place, *words, jobs=jobs)
    try:
        _, err = process.communicate(timeout=240)
    finally:
        process.kill()
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


def test_processes_change_no_bit_of_the_table_and_all_done_nothing_runs(alone: str) -> None:
    assert whole("out") == alone
    ensemble = read_table("alone", alone)
    assert len(ensemble) > 10
    assert sum(ensemble.weights) == pytest.approx(1.0, abs=1e-4)
    assert len(begun()) == BUDGET
    assert whole("out") == alone
    assert len(begun()) == BUDGET


def test_killed_it_goes_on_and_repeats_nothing_but_what_was_under_way(alone: str) -> None:
    process = started("out")
    after(40)
    process.kill()
    process.communicate(timeout=60)
    time.sleep(0.5)  # its workers end with it
    assert len(begun()) < BUDGET
    assert whole("out") == alone
    assert len(set(begun())) == BUDGET
    assert len(begun()) - len(set(begun())) <= 3


def test_interrupted_it_leaves_a_table_of_what_was_finished(monkeypatch) -> None:
    monkeypatch.setenv("DAY", "0.3")
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
