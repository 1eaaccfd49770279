"""Finished runs are kept and not repeated; a run that fails costs only itself."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import Future
from pathlib import Path

import pandas as pd
import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.storage.run_store import DamagedRunError, RunStore
from gatecrush.experiments.words import duration
from gatecrush.experiments.workers.interruption import interrupted_at_rest, interrupted_politely
from gatecrush.experiments.workers.pool import Ended, carry_out
from gatecrush.experiments.workers.progress import Reckoning, runs_shown, say_if_compiling


@pytest.fixture
def store(out):
    return RunStore(out / "runs")


@pytest.fixture
def runs(account):
    return [PlannedRun(account, 0, replication) for replication in range(4)]


@pytest.fixture
def counting(made_up_day):
    def counted(calls, fails=()):
        def simulate(run):
            calls[run.replication] += 1
            if run.replication in fails:
                raise ValueError("no such day")
            return made_up_day(run)

        return simulate

    return counted


def test_what_is_there_is_not_repeated(store, runs, counting):
    calls = Counter()
    assert carry_out(runs[:2], store, jobs=0, simulate=counting(calls)) == 0
    assert carry_out(runs, store, jobs=0, simulate=counting(calls)) == 0
    assert calls == {0: 1, 1: 1, 2: 1, 3: 1}
    assert store.missing(runs) == []


def test_rows_come_back_as_they_were(store, runs, made_up_day):
    carry_out(runs, store, jobs=0, simulate=made_up_day)
    rows = store.read(reversed(runs))
    assert list(rows["replication"]) == [3, 2, 1, 0]
    expected = made_up_day(runs[3])
    assert rows.loc[0, "order_tau"] == expected["order_tau"]
    assert list(rows.loc[0, "course_press_share"]) == list(expected["course_press_share"])
    assert rows.loc[0, "gate.batch_size"] == 10
    assert rows.loc[0, "key"] == runs[3].key


def test_a_folder_of_runs_is_a_table(store, runs, made_up_day):
    carry_out(runs, store, jobs=0, simulate=made_up_day)
    assert len(pd.read_parquet(store.folder)) == len(runs)


def test_a_failed_run_costs_only_itself(store, runs, counting):
    calls, told = Counter(), []
    failed = carry_out(runs, store, jobs=0, simulate=counting(calls, {1}), shown=told.append)
    assert failed == 1
    assert store.missing(runs) == [runs[1]]
    assert [ended.run for ended in told] == runs
    assert [bool(ended.reason) for ended in told] == [False, True, False, False]
    words = json.loads((store.failures / f"{runs[1].key}.json").read_text())
    assert "no such day" in words["reason"]
    assert runs[1].key in words["repeat"]
    assert "replication=1" in words["in_python"]


def test_a_failed_run_is_tried_again(store, runs, made_up_day, counting):
    carry_out(runs, store, jobs=0, simulate=counting(Counter(), {1}))
    assert carry_out(runs, store, jobs=0, simulate=made_up_day) == 0
    assert list(store.failures.glob("*")) == []


def test_a_row_that_cannot_be_written_leaves_no_file(store, runs):
    failed = carry_out(runs[:1], store, jobs=0, simulate=lambda run: {"odd": object()})
    assert failed == 1
    assert list(store.folder.glob("*")) == []


def test_a_damaged_run_is_named(store, runs, made_up_day):
    carry_out(runs[:1], store, jobs=0, simulate=made_up_day)
    store.path(runs[0].key).write_bytes(b"PAR1")
    with pytest.raises(DamagedRunError, match=runs[0].key):
        store.read(runs[:1])


def test_remains_of_the_dead_are_swept_out(store, runs):
    """Also of those whom nobody has reaped, as happens in containers; never of the living."""
    unreaped = subprocess.Popen([sys.executable, "-c", ""])
    if Path("/proc").is_dir():
        os.waitid(os.P_PID, unreaped.pid, os.WEXITED | os.WNOWAIT)
    else:
        unreaped.wait()
    store.folder.mkdir(parents=True)
    processes = (99999999, unreaped.pid, os.getpid())
    remains = [store.folder / f".{runs[0].key}-{process}.partial" for process in processes]
    for path in remains:
        path.write_text("half")
    carry_out([], store, jobs=0)
    assert [path.exists() for path in remains] == [False, False, True]
    unreaped.wait()


def test_progress_by_lines(capsys, runs):
    with runs_shown(40, done=10) as shown:
        for done in range(1, 41):
            shown(Ended(runs[0], "it broke" if done == 21 else "", 1.0))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 20
    assert lines[0].startswith("gatecrush: 12 of 50 runs, ")
    assert lines[-1].startswith("gatecrush: 50 of 50 runs, 1 failed, ")
    assert lines[-1].endswith(" 0 s left")


def test_time_left_is_that_of_runs_like_those_that_remain(account):
    """Runs of one point take ten times as long as those of the other; the slow ones are left."""
    now = 0.0
    reckoning = Reckoning({0: 10, 1: 10}, clock=lambda: now)
    for replication in range(10):
        now += 1.0
        reckoning.ended(Ended(PlannedRun(account, 0, replication), "", 1.0))
    now += 10.0
    reckoning.ended(Ended(PlannedRun(account, point=1), "", 10.0))
    assert reckoning.seconds_left() == pytest.approx(9 * (10 + 20 / 11) / 2, rel=1e-9)
    for replication in range(1, 4):
        now += 10.0
        reckoning.ended(Ended(PlannedRun(account, 0, replication, point=1), "", 10.0))
    assert reckoning.seconds_left() == pytest.approx(60, rel=0.15)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (89, "89 s"), (720, "12 min"), (7500, "2 h 05 min")]
)
def test_duration(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("is_off", "is_cached", "is_said"),
    [("0", False, True), ("0", True, False), ("1", False, False)],
)
def test_compiling_is_announced_only_where_it_comes(
    monkeypatch, capsys, is_off, is_cached, is_said
):
    monkeypatch.setenv("NUMBA_DISABLE_JIT", is_off)
    monkeypatch.setattr("gatecrush.agents.compiled.is_cached", lambda: is_cached)
    say_if_compiling(quiet=False)
    assert ("compiling for this machine" in capsys.readouterr().err) == is_said
    say_if_compiling(quiet=True)
    assert not capsys.readouterr().err


class Here:
    """Workers that are done at once; who hands them their first run is interrupted."""

    room = 2

    def __init__(self, number):
        self.number, self.whole = number, 0

    def submit(self, function, *arguments):
        if not self.whole:
            os.kill(os.getpid(), self.number)
        call = Future()
        call.set_result(function(*arguments))
        self.whole += 1
        return call

    def look(self):
        """Nobody is missing."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupt_comes_when_nothing_is_half_done(store, runs, made_up_day, capsys, number):
    """In the middle of a library's locks it left one locked, and a search waited for good."""
    here = Here(number)
    with interrupted_politely(), pytest.raises(KeyboardInterrupt):
        carry_out(runs, store, jobs=1, simulate=made_up_day, workers=lambda: here)
    assert here.whole >= 1
    assert len(store.missing(runs)) == len(runs) - here.whole
    assert "finishing" in capsys.readouterr().err


def test_second_interrupt_is_raised_where_it_comes():
    def twice():
        with interrupted_at_rest(list):
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
            pytest.fail("it was not")

    with pytest.raises(KeyboardInterrupt):
        twice()


def test_interrupt_that_nobody_waited_for_is_raised_at_the_end():
    told = []
    with pytest.raises(KeyboardInterrupt), interrupted_at_rest(lambda: told.append(1)):
        os.kill(os.getpid(), signal.SIGINT)
    assert told == [1]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
