"""Sweeps that are killed, interrupted, or have bad days: nothing stored is lost or run again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

HERE = Path(__file__).parent
SWEEP = Path("sweep")


@pytest.fixture(autouse=True)
def _beside_the_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")


def started(
    points: int = 4, replications: int = 5, *, limit: float = 0, place: Path = SWEEP
) -> subprocess.Popen[str]:
    """Start the sweep as a user's process would; days must be importable by name in the workers."""
    words = [str(place), str(points), str(replications), str(limit)]
    code = f"import sys, made_up_sweep; sys.argv[1:] = {words!r}; made_up_sweep.main()"
    return subprocess.Popen([sys.executable, "-c", code], text=True, stderr=subprocess.PIPE)


def finished(place: Path = SWEEP) -> set[str]:
    return {path.stem for path in (place / "runs.parquet").glob("*.parquet")}


def begun() -> list[tuple[str, int]]:
    """Key and process of each day begun."""
    if not Path("log").exists():
        return []
    lines = (line.split() for line in Path("log").read_text().splitlines())
    return [(key, int(process)) for key, process in lines]


def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def tables(place: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All runs and all series of a sweep, in an order that does not depend on who wrote them."""
    runs = pd.read_parquet(place / "runs.parquet").sort_values("key", ignore_index=True)
    series = pd.read_parquet(place / "series").astype({"key": str})
    return runs, series.sort_values(["key", "time"], ignore_index=True)


def assert_same(place: Path, other: Path) -> None:
    for mine, theirs in zip(tables(place), tables(other), strict=True):
        pd.testing.assert_frame_equal(mine, theirs, check_exact=True)


def killed_and_resumed(points: int, replications: int, kills: int, seed: int) -> None:
    """Kill driver or a worker at random moments, resume, and compare with an undisturbed sweep."""
    rng = random.Random(seed)
    stored: dict[str, int] = {}
    for _ in range(kills):
        sweep = started(points, replications)
        if len(finished()) < points * replications:
            before, some = len(begun()), rng.randint(1, 12)
            until(lambda: len(begun()) >= before + some or sweep.poll() is not None)  # noqa: B023
        victims = [process for _, process in begun()[-2:] if is_running(process)]
        if victims and rng.random() < 0.4:
            os.kill(rng.choice(victims), signal.SIGKILL)
            time.sleep(rng.uniform(0, 0.2))
        sweep.kill()
        sweep.communicate()
        until(lambda: not any(is_running(process) for _, process in begun()), 20)
        for key in finished():
            at = (SWEEP / "runs.parquet" / f"{key}.parquet").stat().st_mtime_ns
            assert stored.setdefault(key, at) == at, "a stored run was run again"
    sweep = started(points, replications)
    _, err = sweep.communicate(timeout=300)
    assert sweep.returncode == 0, err
    assert len(finished()) == points * replications
    assert not list(SWEEP.rglob("*.partial"))
    again = Counter(key for key, _ in begun())
    assert sum(again.values()) <= points * replications + 3 * (kills + 1)
    Path("log").unlink()
    whole = started(points, replications, place=Path("undisturbed"))
    assert whole.wait(timeout=300) == 0
    assert_same(SWEEP, Path("undisturbed"))


def test_killed_at_random_and_resumed():
    killed_and_resumed(5, 8, kills=4, seed=1)


@pytest.mark.verify
def test_killed_thirty_times_and_resumed(figure):
    killed_and_resumed(10, 20, kills=30, seed=2)
    figure("sweep of 200 runs killed 30 times", "no run lost, none twice", "the same tables")


@pytest.mark.parametrize("engine", ["local", pytest.param("dask", marks=pytest.mark.verify)])
def test_bad_days_cost_only_themselves(engine, monkeypatch):
    """One raises, one hangs, one eats memory, one kills its process; there are two points."""
    monkeypatch.setenv("ENGINE", engine)
    for number, how in enumerate(("raise", "hang", "eat", "die")):
        Path(how).write_text(str(2 * number))
    sweep = started(2, 8, limit=8)
    _, err = sweep.communicate(timeout=200)
    assert sweep.returncode == 8, err
    runs, _ = tables(SWEEP)
    assert sorted(runs["replication"]) == sorted([1, 3, 5, 7] * 2)
    failures = [json.loads(path.read_text()) for path in SWEEP.glob("failures/*.json")]
    reasons = {each["replication"]: each["reason"] for each in failures}
    assert "no such day" in reasons[0]
    assert "longer than a run may" in reasons[2]
    assert "MemoryError" in reasons[4]
    assert "process of this run died" in reasons[6]
    assert all(each["key"] in each["repeat"] for each in failures)
    assert "8 failed" in err


def test_first_interrupt_finishes_what_is_under_way(monkeypatch):
    monkeypatch.setenv("DAY", "0.3")
    sweep = started(4, 10)
    until(lambda: len(finished()) >= 3)
    sweep.send_signal(signal.SIGINT)
    _, err = sweep.communicate(timeout=60)
    assert sweep.returncode != 0
    assert "finishing" in err
    assert finished() == {key for key, _ in begun()}
    assert len(finished()) < 40


def test_second_interrupt_stops_at_once(monkeypatch):
    monkeypatch.setenv("DAY", "20")
    sweep = started(4, 10)
    until(lambda: len(begun()) >= 2)
    sweep.send_signal(signal.SIGINT)
    time.sleep(0.5)
    begin = time.monotonic()
    sweep.send_signal(signal.SIGINT)
    sweep.communicate(timeout=60)
    assert time.monotonic() - begin < 10
    assert finished() == set()
    until(lambda: not any(is_running(process) for _, process in begun()), 10)


def test_two_processes_on_one_folder(monkeypatch):
    monkeypatch.setenv("DAY", "0.2")
    first = started(4, 5)
    until(lambda: len(begun()) >= 1)
    first.send_signal(signal.SIGSTOP)  # or it might be done before the second has started
    second = started(4, 5)
    _, err = second.communicate(timeout=60)
    first.send_signal(signal.SIGCONT)
    assert second.returncode != 0
    assert "another process works on it" in err
    first.communicate(timeout=60)
    assert first.returncode == 0
    assert len(finished()) == 20
