"""Every bad table beside a scenario is answered with one exact line, status 2, nothing written."""

from __future__ import annotations

import os
import random
import time
import tracemalloc
from pathlib import Path

import pytest

from gatecrush.model.scenario.arrivals_table import arrivals_table
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.quantities import quantities
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.scenario.staff_table import staff_table

HOUR = "must be an hour of the day, 0 to 10000, such as 8.25 or 8:15; those after midnight pass 24"
ORDER = "the time before; lines are in order, and hours after midnight pass 24: 24:30"
PEOPLE = "must be a number of people, 0 to 100000"
LANES = "must be a whole number, 1 to 1000 people; 0 closes the gate"
ARRIVALS = {
    b"": " is empty; its first line names its columns",
    b"time,people\n": " has no line of values after its line 1 of names",
    b"time,peopel\n8,3\n": ', line 1, column 2: there is no column "peopel"; did you mean people?',
    b"time,colour\n8,3\n": ', line 1, column 2: there is no column "colour"; columns are time, '
    "people, to, party",
    b"people\n3\n": " has no column time",
    b"time,people,time\n8,3,9\n": ', line 1, column 3: "time" is column 1, too',
    b"time,people\n8,3\n\n9,ten\n": f', line 4, column 2: people "ten" {PEOPLE}',
    b"time;people\n8;-1\n9;4\n": f', line 2, column 2: people "-1" {PEOPLE}',
    b"time\tpeople\n8\tnan\n9\t4\n": f', line 2, column 2: people "nan" {PEOPLE}',
    b"time,people\n8,1e9\n9,4\n": f', line 2, column 2: people "1e9" {PEOPLE}',
    b"time,people\n8,\n9,4\n": f', line 2, column 2: people "" {PEOPLE}',
    b"time,people\nnoon,3\n13,4\n": f', line 2, column 1: time "noon" {HOUR}',
    b"time,people\n8:60,3\n13,4\n": f', line 2, column 1: time "8:60" {HOUR}',
    b"time;people\n8,5;3\n9;4\n": f', line 2, column 1: time "8,5" {HOUR}',
    b"time,people\n23:30,3\n0:30,4\n": f', line 3, column 1: time "0:30" is not later than {ORDER}',
    b"time\n9\n8\n": f', line 3, column 1: time "8" is earlier than {ORDER}',
    b"time,people\n8,3\n9\n": ", line 3: the number of values (1) must be that of columns (2)",
    b"time,people\n8,3\n": ', line 2, column 1: time "8" begins the only interval: a column to '
    "must say when it ends",
    b"time,to,people\n8,9.5,3\n9,10,4\n": ', line 2, column 2: to "9.5" must be later than time, '
    "and no later than the next time",
    b"time,people,party\n8,3,2\n": ', line 2, column 3: party "2" cannot be used: party goes with '
    "moments, not with people",
    b"time,party\n8,0\n": ', line 2, column 2: party "0" must be a number of people, 1 to 100000',
    b"time,to\n8,9\n": ', line 2, column 2: to "9" cannot be used: an interval needs a column '
    "people",
    b'time,people\n8,"3\n9,4\n': ", line 2: a quotation mark in it has no other",
    b"time,people\n8,\xff\n": ", line 2: is not UTF-8 text",
    b"time,people\n" + b"8" * 3000: ", line 2: has more than 2000 characters",
    b"time\n" + b"8\n" * 10_001: " has 10001 lines of values; at most 10000 can be used: count by "
    "longer intervals",
    b"#" * 2_000_001: " is larger than 2 MB",
}
STAFF = {
    b"lanes\n3\n": " has no column time",
    b"time\n8\n": " names nothing that changes",
    b"time,volunters\n8,3\n": ', line 1, column 2: there is no column "volunters"; did you mean '
    "volunteers?",
    b"time,gate.width\n8,3\n": ', line 1, column 2: there is no column "gate.width"; columns are '
    "time, closed, lanes, guards, volunteers, and parameters that can change during a day",
    b"time,lanes,gate.batch_size\n8,1,1\n": ', line 1, column 3: "gate.batch_size" is column 2, '
    "too",
    b"time,lanes\n8,two\n": f', line 2, column 2: lanes "two" {LANES}',
    b"time,lanes\n8,2.5\n": f', line 2, column 2: lanes "2.5" {LANES}',
    b"time,lanes\n8,-1\n": f', line 2, column 2: lanes "-1" {LANES}',
    b"time,volunteers\n8,101\n": ', line 2, column 2: volunteers "101" must be a whole number, 0 '
    "to 100 people",
    b"time,guards.number_check\n8,1.5\n": ', line 2, column 2: guards.number_check "1.5" must be '
    "a number, 0 to 1",
    b"time,guards.clear_refused\n8,perhaps\n": ", line 2, column 2: guards.clear_refused "
    '"perhaps" must be yes or no',
    b"time,closed\n8,maybe\n": ', line 2, column 2: closed "maybe" must be yes or no',
    b"time,lanes\n8,1\n7,2\n": f', line 3, column 1: time "7" is not later than {ORDER}',
}
BAD = [
    *((content, "arrivals", words) for content, words in ARRIVALS.items()),
    *((content, "staff", words) for content, words in STAFF.items()),
]


@pytest.mark.parametrize(("content", "kind", "words"), BAD, ids=range(len(BAD)))
def test_message(content, kind, words, gatecrush, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_bytes(content)
    section, key = ("[demand]\n", "demand.arrivals") if kind == "arrivals" else ("", "staff")
    Path("own.toml").write_text(f'{section}{key.rpartition(".")[2]} = "t.csv"\n')
    line = 2 if section else 1
    answer = gatecrush("run", "own.toml", "--out", "out")
    assert answer == (2, "", f'gatecrush: own.toml, line {line}: {key} = "t.csv": t.csv{words}\n')
    assert not Path("out").exists()


def test_there_are_many():
    assert len(BAD) >= 40


WHOLE = {
    "a half": ("[demand]\narrivals = 't.csv'", b"time,people\n8,2.5\n9,3\n",
               "people must be whole numbers where demand.counts is observed; averages are rates: "
               "demand.counts = 'rates' (2.5 people from 8 to 9 h)"),
    "another bound": ("staff = 't.csv'", b"time,gate.cycle_min\n8,900\n",
                      "from 8 h on: gate.cycle_min = 900: must not exceed gate.cycle_max (75 min)"),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_what_only_the_whole_scenario_tells(name, gatecrush, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text, content, words = WHOLE[name]
    Path("t.csv").write_bytes(content)
    Path("own.toml").write_text(text)
    answer = gatecrush("run", "own.toml", "--out", "out")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.endswith(f' = "t.csv": {words}\n')


def test_files_that_are_none(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name, words in {
        "pipe": "it is not a file",
        "folder": "it is not a file",
        "gone.csv": "No such file or directory",
        "zero\0": "embedded null",
    }.items():
        with pytest.raises(ScenarioError, match=rf"^here: .* cannot be read \({words}.*\)$"):
            arrivals_table(tmp_path / name, "here")


SEEDS = [
    b"time,people\n6:00,31\n6:15,0\n6:30:30,13\n",
    b"\xef\xbb\xbftime;to;people\r\n8;9;3\r\n9;10.5;4\r\n",
    b"time,party\n8,1\n8,2\n",
    b"time,lanes,volunteers,closed\n0,0,2,\n6,5,,no\n9,,3,yes\n10:30,12,,no\n",
    b"time\tguards.clear_refused\tdemand.factor\n8\tyes\t2\n9\tno\t.5\n",
]
PIECES = [
    b",", b";", b"\t", b"\n", b"\r", b'"', b"#", b"\0", b"\xff", b"9" * 400, b"-", b"1e999", b":",
    b"time", b"\xe2\x80\xa8", b"nan", b"inf", "٣".encode(), b"'", b"[", b"\\", b"0x10", b"8:00",
]  # fmt: skip


def mangled(rng: random.Random) -> bytes:
    """Return a table with some of its bytes replaced, doubled or left out."""
    content = bytearray(rng.choice(SEEDS))
    for _ in range(rng.choice((0, 1, 1, 2, 6))):
        at, length = rng.randrange(len(content) + 1), rng.randint(0, 5)
        content[at : at + length] = rng.choice(PIECES) * rng.choice((1, 1, 1, 50))
    return bytes(content)


def test_mangled_tables_are_read_or_turned_away_in_one_line(tmp_path):
    """No traceback, no hang, no memory to speak of: 1500 tables, each read as both kinds."""
    known, path, rng = quantities(Scenario), tmp_path / "t.csv", random.Random(1)
    read, told = 0, []
    tracemalloc.start()
    began = time.monotonic()
    for _ in range(1500):
        path.write_bytes(mangled(rng))
        for table in (arrivals_table, lambda *words: staff_table(*words, known)):
            try:
                table(path, "here")
                read += 1
            except ScenarioError as fault:
                told.append(str(fault))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 300 < read < 1500
    assert all(words.isprintable() and len(words) < 400 for words in told)
    assert peak < 20_000_000
    assert time.monotonic() - began < 120


def test_the_largest_table_can_be_stored_and_read_again(tmp_path, monkeypatch):
    """It stands in scenario.toml, which has a largest size and lines without too many dots."""
    monkeypatch.chdir(tmp_path)
    lines = [f"{n // 3600}:{n // 60 % 60:02}:{n % 60:02}" for n in range(18001, 78000, 6)]
    Path("t.csv").write_text("time\n" + "\n".join(lines))
    Path("own.toml").write_text('extends = "account"\n[demand]\narrivals = "t.csv"\n')
    scenario = Scenario.load("own.toml")
    assert len(scenario.demand.arrivals) == len(lines) == 10_000
    Path("t.csv").unlink()
    Path("whole.toml").write_text(scenario.to_toml())
    assert Scenario.load("whole.toml").with_(name="own") == scenario
