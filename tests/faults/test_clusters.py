"""A Dask cluster that is gone, in whole or in part: a sweep ends in time, and says what is true."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed")

PATIENCE = 4
"""Longest silence in these tests, s; rather longer where it is meant."""
SOON = 60.0
"""Time in which a sweep has to end, s; it would never."""
SWEEP = (
    "import gatecrush.experiments.workers.cluster as cluster\n"
    f"cluster.PATIENCE = {PATIENCE}\n"
    "from gatecrush.experiments.commands.main import main\n"
    "main()"
)
PLAN = ["account", "--vary", "demand.factor=1,2,3", "--replications", "40", "--quiet"]


class Cluster:
    """A scheduler and its workers, processes of their own."""

    def __init__(self, place: Path) -> None:
        self.place, self.workers = place, []
        self.file = place / "scheduler.json"
        self.scheduler = self.begin("dask_scheduler", "--no-dashboard", "--port", "0")
        until(lambda: self.file.exists() and self.file.stat().st_size)

    def begin(self, what: str, *words: str) -> subprocess.Popen[bytes]:
        code = f"from distributed.cli.{what} import main; main()"
        words = ("--scheduler-file", str(self.file), *words)
        with (self.place / "cluster.log").open("ab") as log:
            return subprocess.Popen([sys.executable, "-c", code, *words], stdout=log, stderr=log)

    def add_worker(self) -> None:
        words = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60")
        self.workers.append(self.begin("dask_worker", *words))

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def until(condition: Callable[[], object], seconds: float = SOON) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    monkeypatch.chdir(tmp_path)
    made = Cluster(tmp_path)
    yield made
    made.end()


def sweep(cluster: Cluster, *words: str, end: float) -> subprocess.Popen[str]:
    import json

    address = json.loads(cluster.file.read_text())["address"]
    how = ["--engine", "dask", "--scheduler", address, "--set", f"run.end={end}", "--out", "sweep"]
    return subprocess.Popen(
        [sys.executable, "-c", SWEEP, "sweep", *PLAN, *how, *words],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def stored() -> list[Path]:
    return list(Path("sweep/runs.parquet").glob("*.parquet"))


def assert_ends(running: subprocess.Popen[str], reason: str) -> None:
    """It ends soon with one line and status 1, and blames no run."""
    _, err = running.communicate(timeout=SOON)
    assert running.returncode == 1, err
    lines = [line for line in err.splitlines() if line.startswith("gatecrush: ")]
    assert reason in lines[-1]
    assert "the same command goes on" in lines[-1]
    assert not Path("sweep/failures").exists()


def test_scheduler_that_is_killed(cluster):
    cluster.add_worker()
    running = sweep(cluster, end=5.3)
    until(stored)
    cluster.scheduler.kill()
    assert_ends(running, "the scheduler is gone")


def test_scheduler_that_is_silent_and_then_a_polite_end(cluster):
    cluster.add_worker()
    running = sweep(cluster, end=5.3)
    until(stored)
    os.kill(cluster.scheduler.pid, signal.SIGSTOP)
    running.send_signal(signal.SIGTERM)
    assert_ends(running, "scheduler does not answer")


def test_no_worker_ever(cluster):
    assert_ends(sweep(cluster, end=5.02), "scheduler has no workers")


def test_all_workers_gone_and_the_same_command_goes_on(cluster):
    cluster.add_worker()
    running = sweep(cluster, end=5.3)
    until(stored)
    cluster.workers[0].kill()
    assert_ends(running, "scheduler has no workers")
    before = {path: path.stat().st_mtime_ns for path in stored()}
    cluster.add_worker()
    again = sweep(cluster, end=5.3)
    until(lambda: len(stored()) > len(before))
    again.send_signal(signal.SIGTERM)
    _, err = again.communicate(timeout=SOON)
    assert again.returncode == 130, err
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_wrong_address_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = [*PLAN, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9", "--out", "deep/sweep"]
    begun = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-c", SWEEP, "sweep", *words], capture_output=True, text=True,
        timeout=SOON, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert "no scheduler answers (tcp://127.0.0.1:9" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    assert time.monotonic() - begun < 15
    assert list(tmp_path.iterdir()) == []
