"""Finished runs are kept and not repeated; a run that fails costs only itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from gatecrush.experiments.design import PlannedRun
from gatecrush.experiments.run_pool import carry_out
from gatecrush.experiments.run_progress import duration, runs_shown
from gatecrush.experiments.run_store import DamagedRunError, RunStore


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
    assert carry_out(runs[:2], store, jobs=0, simulate=counting(calls)) == []
    assert carry_out(runs, store, jobs=0, simulate=counting(calls)) == []
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
    failed = carry_out(
        runs, store, jobs=0, simulate=counting(calls, {1}), shown=lambda *n: told.append(n)
    )
    assert failed == [runs[1]]
    assert store.missing(runs) == [runs[1]]
    assert told[-1] == (3, 1)
    words = json.loads((store.failures / f"{runs[1].key}.json").read_text())
    assert "no such day" in words["reason"]
    assert "replication=1" in words["repeat"]


def test_a_failed_run_is_tried_again(store, runs, made_up_day, counting):
    carry_out(runs, store, jobs=0, simulate=counting(Counter(), {1}))
    assert carry_out(runs, store, jobs=0, simulate=made_up_day) == []
    assert list(store.failures.glob("*")) == []


def test_a_row_that_cannot_be_written_leaves_no_file(store, runs):
    failed = carry_out(runs[:1], store, jobs=0, simulate=lambda run: {"odd": object()})
    assert failed == runs[:1]
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


def test_progress_by_lines(capsys):
    with runs_shown(40) as shown:
        for done in range(1, 41):
            shown(done - (done > 20), int(done > 20))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 20
    assert lines[0].startswith("gatecrush: 2 of 40 runs, ")
    assert lines[-1].startswith("gatecrush: 40 of 40 runs, 1 failed, ")
    assert lines[-1].endswith(" 0 s left")


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (89, "89 s"), (720, "12 min"), (7500, "2 h 05 min")]
)
def test_duration(seconds, words):
    assert duration(seconds) == words
