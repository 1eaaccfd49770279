"""Real faults in real processes: an interruption, a kill, a full disk, a reader that goes away.

The kernels run as plain Python here, so that nothing waits for a compiler.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gatecrush.model.scenario.scenario import Scenario

EMPTY = [
    "--set",
    "demand.factor=0",
    "--set",
    "demand.initial_numbered=0",
    "--set",
    "families.count=0",
]
LONG = ["run", "account", *EMPTY, "--set", "run.end=6.2"]
SHORT = ["run", "account", *EMPTY, "--set", "run.end=5.02", "--quiet"]
RUN_FILES = {
    "scenario.toml",
    "summary.json",
    "provenance.json",
    "people.parquet",
    "admissions.parquet",
    "series.parquet",
    "places.parquet",
    "gates.parquet",
    "zones.parquet",
    "places.png",
    "day.png",
    "digests.json",
}


@pytest.fixture(autouse=True)
def _plain_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")


def names(folder: Path = Path()) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_interrupted(process):
    running = process([*LONG, "--out", "out"])
    lines = [running.stderr.readline()]
    while "10 %" not in lines[-1]:
        assert running.poll() is None, lines
        lines.append(running.stderr.readline())
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=120)
    assert (running.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "gatecrush: interrupted"
    assert "Traceback" not in err
    assert names() == set()


def test_killed_while_writing(process):
    """Whenever the kill comes, the folder is either not there or complete."""
    running = process([*SHORT, "--out", "out"])
    while running.poll() is None and not any(name.endswith(".partial") for name in names()):
        time.sleep(0.002)
    running.kill()
    running.communicate(timeout=120)
    assert not Path("out").exists() or names(Path("out")) >= RUN_FILES


def test_disk_full(process):
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    running = process([*SHORT, "--out", "new/out"], preexec_fn=little_room)
    out, err = running.communicate(timeout=120)
    assert running.returncode == 1
    assert out.startswith("account, seed 0"), "the summary of the day is not lost"
    assert len(err.splitlines()) == 1
    assert err.startswith("gatecrush: failed: --out new/out: ")
    assert "too large" in err
    assert "Traceback" not in err
    assert names() == set()


def test_output_full(process):
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    with open("/dev/full", "w") as full:
        running = process(["--help"], stdout=full)
        _, err = running.communicate(timeout=120)
    assert (running.returncode, err) == (1, "gatecrush: failed: No space left on device\n")


def test_reader_goes_away(process):
    running = process(["--help"], stdout=_closed_pipe())
    _, err = running.communicate(timeout=120)
    assert (running.returncode, err) == (1, "")


def _closed_pipe() -> int:
    reading, writing = os.pipe()
    os.close(reading)
    return writing


def test_files_of_a_run_replace_those_of_an_earlier_one(process):
    running = process([*SHORT, "--seed", "7", "--out", "out"])
    assert running.wait(timeout=120) == 0
    Path("out/notes.txt").write_text("earlier")
    Path("out/people.parquet").write_text("torn")
    running = process([*SHORT, "--out", "out", "--json"])
    out, err = running.communicate(timeout=120)
    assert (running.returncode, err) == (0, "")
    assert names(Path("out")) == RUN_FILES | {"notes.txt"}
    assert names() == {"out"}
    assert Path("out/notes.txt").read_text() == "earlier"
    assert Path("out/people.parquet").read_bytes()[:4] == b"PAR1"
    assert json.loads(Path("out/summary.json").read_text()) == json.loads(out)
    scenario = Scenario.load("out/scenario.toml")
    assert scenario == Scenario.load("account", [word for word in SHORT[2:-1] if word != "--set"])


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom gatecrush.experiments.commands.main import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'pydantic', 'mesa', 'numba', 'pandas', 'tqdm', 'matplotlib', 'scipy'}\n"
        "print(heavy & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "set()\n"
