"""Two writers of one folder, and writers that are killed: real processes, as plain Python."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gatecrush.experiments import run
from gatecrush.experiments.days.provenance import provenance
from gatecrush.experiments.storage.day_folder import faults_of_run, read_day
from gatecrush.experiments.storage.run_folder import write_run
from gatecrush.model.scenario.scenario import Scenario

Process = Callable[..., subprocess.Popen[str]]
EMPTY = ["demand.factor=0", "demand.initial_numbered=0", "families.count=0"]
EMPTY = [word for setting in EMPTY for word in ("--set", setting)]
SHORT = ["run", "account", *EMPTY, "--set", "run.end=5.02", "--quiet"]
LONG = ["run", "account", *EMPTY, "--set", "run.end=8"]
BUSY = "another process is about to write there; wait for it, or choose another place"


@pytest.fixture(autouse=True)
def _plain_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")


def names(folder: Path = Path()) -> set[str]:
    return {path.name for path in folder.iterdir()}


def ended(running: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = running.communicate(timeout=120)
    return running.returncode, out, err


def whole_day(folder: str) -> int:
    """Make sure that a folder is that of one run throughout; return its seed."""
    assert list(faults_of_run(Path(folder))) == []
    made_with = json.loads(Path(folder, "provenance.json").read_text())
    day = read_day(Path(folder))
    assert day.summary["seed"] == made_with["seed"]
    return int(made_with["seed"])


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of seed 3."""
    folder = tmp_path_factory.mktemp("earlier") / "old"
    scenario = Scenario.load("account", [*EMPTY[1::2], "run.end=5.02"])
    made_with = provenance("account", seed=3, settings=(), begun=0)
    write_run(folder, run(scenario, seed=3), scenario, made_with)
    return folder


@pytest.fixture
def old(earlier: Path, tmp_path: Path) -> Path:
    """A copy of it where the processes work."""
    shutil.copytree(earlier, tmp_path / "old")
    return Path("old")


@pytest.mark.parametrize(
    ("option", "place"), [("--out", "new/out"), ("--out", "old"), ("--trajectories", "day.sqlite")]
)
@pytest.mark.usefixtures("old")
def test_the_second_writer_is_refused_before_its_day(
    process: Process, option: str, place: str
) -> None:
    first = process([*LONG, option, place])
    while "10 %" not in first.stderr.readline():
        assert first.poll() is None
    status, out, err = ended(process([*LONG, option, place]))
    assert (status, out, err) == (2, "", f"gatecrush: {option} {place}: {BUSY}\n")
    first.send_signal(signal.SIGINT)
    assert ended(first)[0] == 130
    assert names() == {"old"}
    assert whole_day("old") == 3


@pytest.mark.usefixtures("old")
def test_of_two_that_start_together_nothing_is_mixed(process: Process) -> None:
    racing = [process([*SHORT, "--seed", str(seed), "--out", "old"]) for seed in (1, 2)]
    done = [ended(each) for each in racing]
    won = [seed for seed, (status, _, _) in enumerate(done, 1) if status == 0]
    assert won
    assert whole_day("old") in won
    for status, out, err in done:
        assert status == 0 or (status, out, err) == (2, "", f"gatecrush: --out old: {BUSY}\n")
    assert names() == {"old"}


@pytest.mark.usefixtures("old")
def test_a_killed_writer_leaves_the_old_run_or_the_new_one(process: Process) -> None:
    """Wherever the kill falls while the new files come; the next writer is not held up by it."""
    Path("old/notes.txt").write_text("mine")
    rng, known = random.Random(8), 3
    for seed in range(10, 13):
        running = process([*SHORT, "--seed", str(seed), "--out", "old"])
        while running.poll() is None and not list(Path().glob(".old-*.partial")):
            time.sleep(0.002)
        time.sleep(rng.uniform(0.0, 0.6))
        running.kill()
        ended(running)
        assert whole_day("old") in (known, seed)
        known = whole_day("old")
        assert Path("old/notes.txt").read_text() == "mine"
    assert ended(process([*SHORT, "--seed", "200", "--out", "old"]))[0] == 0
    assert whole_day("old") == 200
    assert Path("old/notes.txt").read_text() == "mine"


@pytest.mark.usefixtures("old")
def test_a_disk_that_is_full_leaves_the_old_run(process: Process) -> None:
    import resource

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    status, out, err = ended(
        process([*SHORT, "--seed", "4", "--out", "old"], preexec_fn=little_room)
    )
    assert (status, err.count("\n")) == (1, 1)
    assert out.startswith("account, seed 4")
    assert whole_day("old") == 3
    assert names() == {"old"}
