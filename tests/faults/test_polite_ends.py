"""Whoever asks a long command to end is heard as Ctrl-C is: a batch system, a terminal that closes.

What finished is kept, what was under way is finished, and the status is 130.
"""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-c", "from gatecrush.experiments.commands.main import main; main()"]
MANY = ["--jobs", "2", "--set", "run.end=5.2", "--out", "out"]
LONG = {
    "run": ["run", "account", "--out", "out"],
    "film": ["film", "account", "--out", "day.webp"],
    "page": ["film", "account", "--html", "day.html"],
    "sweep": ["sweep", "account", "--vary", "demand.factor=1,2", "--replications", "200", *MANY],
    "transition": ["transition", "account", "--vary", "demand.factor=0.1:2", *MANY],
}
"""Commands that would take a minute or more."""
KEEPS = ("sweep", "transition")
SIGNALS = [signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def stored() -> list[Path]:
    return list(Path("out/runs.parquet").glob("*.parquet"))


def begun(command: str, **options: object) -> subprocess.Popen[str]:
    """Start a command; return it once it is at its work."""
    running = subprocess.Popen(
        [*PROGRAM, *LONG[command]], text=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, **options,
    )  # fmt: skip
    if command in KEEPS:
        until(stored)
    else:
        assert running.stderr is not None
        while "%" not in running.stderr.readline():
            assert running.poll() is None
    return running


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("command", LONG)
def test_is_an_interrupt(command: str, number: signal.Signals) -> None:
    running = begun(command)
    running.send_signal(number)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert err.splitlines()[-1] == "gatecrush: interrupted"
    assert not list(Path().rglob("*.partial"))
    if command in KEEPS:
        assert "finishing" in err
        assert 0 < len(stored()) < 160
        assert not Path("out/failures").exists()
    else:
        assert list(Path().iterdir()) == []


def test_what_is_started_with_nohup_goes_on() -> None:
    running = begun("sweep", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    running.send_signal(signal.SIGHUP)
    before = len(stored())
    until(lambda: len(stored()) > before + 3)
    assert running.poll() is None
    running.terminate()
    running.communicate(timeout=60)


def test_terminal_that_closes_takes_no_run_with_it() -> None:
    """It sends SIGHUP to all its processes, and nothing can be written to it any more."""
    process, terminal = pty.fork()
    if process == 0:
        os.execv(PROGRAM[0], [*PROGRAM, *LONG["sweep"]])
    until(stored)
    os.close(terminal)
    status: list[int] = []

    def over() -> bool:
        ended, how = os.waitpid(process, os.WNOHANG)
        if ended:
            status.append(os.waitstatus_to_exitcode(how))
        return bool(ended)

    until(over)
    assert status == [130]
    assert 0 < len(stored()) < 400
    assert not Path("out/failures").exists()
    assert not list(Path().rglob("*.partial"))


def test_interrupt_that_comes_where_numba_may_not_fail() -> None:
    """It is raised as a SystemError then, which is no fault of the day's."""
    from gatecrush.experiments.workers.interruption import was_interrupted

    turned = SystemError("returned a result with an exception set")
    turned.__cause__ = KeyboardInterrupt()
    assert was_interrupted(turned)
    assert was_interrupted(KeyboardInterrupt())
    assert not was_interrupted(SystemError("else"))
    assert not was_interrupted(ValueError("no such day"))
