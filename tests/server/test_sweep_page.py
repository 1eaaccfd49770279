"""The page of sweeps: what may be asked for and opened; a sweep started, stopped and watched."""

from __future__ import annotations

import io
import json
import math
import shlex
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
import pytest

pytest.importorskip("solara", reason="the page needs gatecrush[server]")

from gatecrush.experiments.statistics import intervals
from gatecrush.experiments.sweeps.folder import NoSweepError
from gatecrush.experiments.sweeps.sweep import sweep
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.sweeps.curve import OUTCOMES, Rows, curve, declared, read_runs, tipping
from gatecrush.server.sweeps.own_sweep import OVER, OwnSweep
from gatecrush.server.sweeps.stored import factor_of_curve, figure_of, opened, stored_sweeps
from gatecrush.server.sweeps.view import day_of_run, value_in_words
from gatecrush.server.sweeps.waiting_line import WaitingLine
from gatecrush.server.sweeps.watch import SweepWatch, files_of
from gatecrush.server.sweeps.wish import MOST_RUNS, Wish, WishError, suggested, varied

PATIENCE = 120_000
SHORT = {"run.end": 5.2}
FACTOR = "demand.factor"

PROCESS = "gatecrush.server.sweeps.process"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one sweep of four short days."""
    root = tmp_path_factory.mktemp("sweeps")
    sweep("account", {FACTOR: "0.5:1.5:2"}, out=root / "kept", settings=SHORT, replications=2,
          seed=3, jobs=0, quiet=True)  # fmt: skip
    return root


def wish(**form: str) -> Wish:
    """Return a form filled in for short days."""
    return Wish(Scenario.load("account").with_(**SHORT), 3, **form)


def made_up(collapsed: list[list[int]]) -> Rows:
    """Return runs with these outcomes, one list a point."""
    rows = {}
    for point, days in enumerate(collapsed):
        for replication, broke in enumerate(days):
            known = dict.fromkeys(OUTCOMES, float(broke))
            row = {"key": f"{point}-{replication}", "code": "", "replication": replication}
            flags = {"collapsed": bool(broke), "broke": bool(broke)}
            rows[row["key"]] = row | known | flags | {FACTOR: float(point)}
    return rows


def test_form_becomes_the_command_line() -> None:
    asked = wish(low=" 0.5", high="1.5", points="3", replications="2")
    assert asked.plan().runs_in_all == 6
    assert shlex.split(asked.command) == [
        "gatecrush", "sweep", "account", "--vary", "demand.factor=0.5:1.5:3", "--replications", "2",
        "--seed", "3", "--set", "run.end=5.2", "--out", "out/my-sweep",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"low": "abc"}, "two numbers"),
        ({"low": "3"}, "low must be less than high"),
        ({"low": "0.5:1"}, "must be low:high:count"),
        ({"high": "1" * 400}, "must be numbers"),
        ({"high": "900"}, "must be at most 20"),
        ({"points": "1"}, "2 or more"),
        ({"points": "²"}, "2 or more"),
        ({"replications": "-3"}, "1 or more"),
        ({"points": "100", "replications": "5"}, f"at most {MOST_RUNS}"),
        ({"points": "9999999"}, f"at most {MOST_RUNS}"),
        ({"name": "volunteers.count", "high": "5"}, "must be a whole number"),
    ],
)
def test_bad_form_is_refused_in_words(form: dict[str, str], words: str) -> None:
    with pytest.raises(WishError, match=words) as refused:
        wish(**form).plan()
    assert "\n" not in str(refused.value)


def test_every_lever_comes_with_a_range_that_can_be_run() -> None:
    for name in ("demand.factor", "volunteers.count", "gate.batch_size", "gate.cycle_max"):
        low, high, points = suggested(varied()[name])
        assert wish(name=name, low=low, high=high, points=points, replications="1").plan()


def test_only_sweeps_of_the_folder_are_offered(stored: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "empty").mkdir()
    (root / "outside").symlink_to(stored / "kept")
    (root / "borrowed").mkdir()
    (root / "borrowed" / "manifest.json").symlink_to(stored / "kept" / "manifest.json")
    (root / ".hidden").mkdir()
    (root / ".hidden" / "manifest.json").write_text("{}")
    assert stored_sweeps(root) == []
    assert stored_sweeps(tmp_path / "nowhere") == []
    assert stored_sweeps(stored) == ["kept"]


@pytest.mark.parametrize(
    "name", ["..", ".", "", "../kept", "kept/", "kept/../kept", "/", "kept\0", "kept/runs.parquet"]
)
def test_no_other_name_is_opened(stored: Path, name: str) -> None:
    with pytest.raises(NoSweepError):
        opened(name, stored)


def test_stored_sweep_is_read_whole(stored: Path) -> None:
    folder = opened("kept", stored)
    assert factor_of_curve(folder.manifest()) == FACTOR
    rows = read_runs(folder.place, FACTOR, {})
    assert len(rows) == 4
    assert read_runs(folder.place, FACTOR, rows) == {}
    assert figure_of(folder.place).startswith(b"\x89PNG")
    files = files_of(folder.place)
    assert files["runs.csv"].count(b"\n") == 5
    written = pd.read_csv(io.BytesIO(files["runs.csv"]))["demand.profile"]
    assert json.loads(written[0])[0] == [5.0, 13.0, 30.0]
    assert files["runs.parquet"].startswith(b"PAR1")
    for key, row in rows.items():
        day, wrong = day_of_run(folder.place, key)
        assert wrong == ""
        assert day is not None
        assert (day.seed, day.replication) == (3, row["replication"])
        assert day.scenario.demand.factor == row[FACTOR]


def test_intervals_are_those_of_the_experiments() -> None:
    rows = made_up([[0, 0, 0, 1], [0, 1, 1, 0], [1, 1, 1, 1]])
    seen = curve(Scenario.quantities()[FACTOR], "collapsed", rows)
    for (x, *found, days), broke in zip(seen["means"], (1, 2, 4), strict=True):
        assert x == (1, 2, 4).index(broke)
        assert found == pytest.approx(intervals.share(broke, 4))
        assert days == 4
    assert len(seen["dots"]) == seen["runs"] == 12
    json.dumps(seen, allow_nan=False)
    json.dumps(curve(Scenario.quantities()[FACTOR], "onset_time", {}), allow_nan=False)


def test_tipping_point_has_a_band_or_is_not_there() -> None:
    found = tipping(FACTOR, "broke", made_up([[0, 0, 0, 1], [0, 1, 1, 0], [1, 1, 1, 1]]))
    assert found is not None
    assert 0 <= found["low"] <= found["value"] <= found["high"] <= 2
    assert tipping(FACTOR, "broke", made_up([[0, 0], [0, 0], [0, 0]])) is None


def test_order_breaks_at_any_hour_and_what_is_not_known_is_no_zero() -> None:
    rows = made_up([[0, 0, 0, 1], [0, 1, 1, 0], [1, 1, 1, 1]])
    for row in rows.values():
        row["collapsed"] = None  # these days end before the evening
    factor = Scenario.quantities()[FACTOR]
    broke, evening = (curve(factor, name, rows) for name in ("broke", "collapsed"))
    assert [row[1] for row in broke["means"]] == pytest.approx([0.25, 0.5, 1.0])
    assert [row[1] for row in evening["means"]] == [None, None, None]
    assert {dot[1] for dot in evening["dots"]} == {None}
    assert tipping(FACTOR, "collapsed", rows) is None
    assert tipping(FACTOR, "broke", rows) is not None
    rows["1-0"]["collapsed"], rows["1-1"]["collapsed"] = True, False
    assert curve(factor, "collapsed", rows)["means"][1][1] == 0.5
    json.dumps(evening, allow_nan=False)


def test_values_of_a_day_are_words() -> None:
    assert value_in_words("onset_time", 16.25) == "16:15"
    assert value_in_words("onset_time", None) == "never"
    assert value_in_words("collapsed", None) == value_in_words("wait_mean", math.nan) == "not known"
    assert value_in_words("broke", True) == "yes"
    assert declared("collapsed").words != declared("broke").words


def test_line_serves_in_order() -> None:
    line = WaitingLine(1)
    for who in "abc":
        line.join(who)
    assert [line.ahead(who) for who in "abc"] == [0, 1, 2]
    line.leave("a")
    assert [line.ahead(who) for who in "bc"] == [0, 1]


def until(is_so: Callable[[], Any], seconds: float = 60.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_sweep_waits_for_its_turn_and_leaves_nothing_behind() -> None:
    gone, line = threading.Event(), WaitingLine(1)
    line.join("somebody")
    mine = OwnSweep(wish(points="2", replications="1"), gone, line)
    try:
        watch = SweepWatch(mine)
        assert "1 to go before" in watch.look().words
        line.leave("somebody")
        until(lambda: mine.state == OVER, 120)
        seen = watch.look()
        assert (seen.done, seen.failed, seen.left, seen.problem) == (2, 0, 0, "")
        assert len(watch.rows) == 2
    finally:
        gone.set()
    until(lambda: not mine.private.exists())
    assert line.ahead("nobody") == 0


def test_sweep_ends_at_once_when_its_visitor_leaves() -> None:
    gone = threading.Event()
    mine = OwnSweep(wish(points="10", replications="40"), gone, WaitingLine(1))
    own = psutil.Process()
    until(lambda: any(mine.place.glob("runs.parquet/*.parquet")), 120)
    (process,) = (each for each in own.children() if PROCESS in _words(each))
    theirs = [process, *process.children(recursive=True)]
    gone.set()
    until(lambda: not mine.private.exists(), 20)
    until(lambda: not any(each.is_running() for each in theirs), 20)


def sweeps_of(server: Any) -> list[psutil.Process]:
    """Return the processes of a server that carry out sweeps."""
    found = psutil.Process(server.process.pid).children(recursive=True)
    return [each for each in found if PROCESS in _words(each)]


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.fixture
def tab_of_sweeps(
    start_server: Callable[..., Any], tab: Any, stored: Path
) -> Iterator[tuple[Any, Any]]:
    """A server that knows a stored sweep, and a visitor on the page of sweeps."""
    server = start_server("--sweeps", str(stored))
    tab.page.goto(f"{server.address}/sweep?scenario=account&seed=3&set=run.end=5.2")
    tab.page.get_by_role("button", name="Start the sweep").wait_for(timeout=PATIENCE)
    yield server, tab
    assert tab.errors == []
    assert tab.foreign == []


def wait(tab: Any, condition: str) -> None:
    """Wait until something is true of what the plot publishes (``s``)."""
    tab.page.wait_for_function(f"(s => s && ({condition}))(window.__sweep)", timeout=PATIENCE)


def test_sweep_is_started_filled_and_stopped(tab_of_sweeps: tuple[Any, Any]) -> None:
    server, tab = tab_of_sweeps
    tab.page.get_by_label("From", exact=True).fill("many")
    tab.page.get_by_role("button", name="Start the sweep").click()
    tab.page.get_by_text("two numbers and a whole number").wait_for(timeout=PATIENCE)
    assert sweeps_of(server) == []
    tab.page.get_by_label("From", exact=True).fill("0.5")
    tab.page.get_by_label("Days at each point").fill("40")
    tab.page.get_by_text("--replications 40").wait_for(timeout=PATIENCE)
    tab.page.get_by_role("button", name="Start the sweep").click()
    wait(tab, "s.running && s.runs >= 3 && s.points >= 3 && s.planned === 400")
    assert len(sweeps_of(server)) == 1
    folder = Path(sweeps_of(server)[0].cwd())
    tab.page.get_by_role("button", name="Stop", exact=True).click()
    tab.page.get_by_text("Stopped:").wait_for(timeout=PATIENCE)
    assert sweeps_of(server) == []
    wait(tab, "!s.running && s.runs < 400")
    tab.page.get_by_text("Save runs.csv").wait_for(timeout=PATIENCE)
    assert folder.is_dir()
    tab.page.goto("about:blank")
    until(lambda: not folder.exists())


def test_dot_of_a_stored_sweep_leads_to_its_day(tab_of_sweeps: tuple[Any, Any]) -> None:
    _, tab = tab_of_sweeps
    tab.page.get_by_label("Open a stored sweep").click(force=True)
    tab.page.get_by_role("option", name="kept").click()
    wait(tab, "s.runs === 4 && s.points === 2 && s.dots.length === 4")
    tab.page.locator(".gc-sweep-plot svg").focus()
    tab.page.keyboard.press("End")
    tab.page.keyboard.press("Enter")
    wait(tab, "s.picked")
    tab.page.get_by_text("Watch this very day").click()
    tab.page.wait_for_function("window.__gate && window.__gate.seed === 3", timeout=PATIENCE)
    assert "demand.factor=1.5" in tab.page.url
    assert "run.end=5.2" in tab.page.url
