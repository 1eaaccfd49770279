"""The folder of a run: damage is found, edits are named, another run replaces all or nothing."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numba
import pandas as pd
import pyarrow
import pyarrow.compute as pc
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from gatecrush.experiments import run
from gatecrush.experiments.commands.main import main
from gatecrush.experiments.days.provenance import provenance
from gatecrush.experiments.drawing.day import day_figure
from gatecrush.experiments.reports.day_sentences import day_sentences
from gatecrush.experiments.storage.day_folder import NoRunError, faults_of_run, read_day
from gatecrush.experiments.storage.digests import DIGESTS, written_digests
from gatecrush.experiments.storage.run_folder import (
    DAY_PICTURE,
    TABLES,
    UnusablePathError,
    check_folder_for_many,
    check_run_folder,
    write_run,
)
from gatecrush.experiments.storage.run_store import DamagedRunError
from gatecrush.model.record.columns import NUMBER, SUMMARY
from gatecrush.model.scenario.scenario import Scenario

READ = (
    "scenario.toml",
    "summary.json",
    "changes.json",
    "provenance.json",
    *(f"{each}.parquet" for each in TABLES),
)
CHANGES = ((5.1, {"gate.batch_size": 20}),)


def keep(folder: Path, *, seed: int = 0, changes: Any = ()) -> Path:
    """Run half an hour and keep it in a folder."""
    scenario = Scenario.load("account").with_(**{"run.end": 5.5})
    record = run(scenario, seed=seed, changes=changes)
    made_with = provenance("account", seed=seed, settings=(), begun=0)
    write_run(folder, record, scenario, made_with, pictures={DAY_PICTURE: day_figure})
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that was changed on the way."""
    if numba.config.DISABLE_JIT:
        pytest.skip("takes minutes without compilation")
    return keep(tmp_path_factory.mktemp("whole") / "day", changes=CHANGES)


@pytest.fixture
def day(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, beside which the commands are called."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(whole, "day")
    return Path("day")


def gatecrush(*words: str) -> tuple[int, str, str]:
    """Return status, output and messages."""
    result = CliRunner().invoke(main, list(words))
    if not isinstance(result.exception, SystemExit | None):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def flipped(path: Path, places: int, rng: random.Random) -> Iterator[int]:
    """Flip one bit in each of some bytes of a file, one after the other; yield which."""
    content = path.read_bytes()
    for place in rng.sample(range(len(content)), min(places, len(content))):
        changed = bytearray(content)
        changed[place] ^= 1 << rng.randrange(8)
        path.write_bytes(changed)
        yield place
    path.write_bytes(content)


def assert_flips_are_found(day: Path, places: int) -> None:
    """Each flipped bit is found; but the list of digests may read the same, as in its spaces."""
    rng, written = random.Random(16), written_digests(day)
    assert list(faults_of_run(day)) == []
    for path in sorted(day.iterdir()):
        for place in flipped(path, places, rng):
            found = list(faults_of_run(day))
            if not found:
                assert path.name == DIGESTS, (path.name, place)
                assert written_digests(day) == written, place
            else:
                assert path.name in found[0]
                assert len(found) == 1
    assert list(faults_of_run(day)) == []


def test_a_flipped_bit_is_found_wherever_it_lies(day: Path) -> None:
    assert_flips_are_found(day, 40)


@pytest.mark.verify
def test_flipped_bits_of_a_whole_folder_are_found(day: Path) -> None:
    assert_flips_are_found(day, 1000)


@pytest.mark.parametrize("name", READ)
def test_no_report_is_made_of_a_damaged_file(day: Path, name: str) -> None:
    for place in flipped(day / name, 5, random.Random(3)):
        with pytest.raises(DamagedRunError, match=name):
            read_day(day)
        status, out, err = gatecrush("report", "day")
        assert (status, out, err.count("\n")) == (1, "", 1), place
        assert name in err
    (day / name).unlink()
    with pytest.raises((DamagedRunError, NoRunError), match=name):
        read_day(day)


def test_a_changed_picture_costs_the_report_nothing(day: Path) -> None:
    (day / "day.png").write_bytes(b"cut out for a talk")
    assert gatecrush("report", "day")[0] == 0
    status, out, _ = gatecrush("verify", "day")
    assert status == 1
    assert out.startswith("day/day.png: is not what was written")


def edited(day: Path, **values: Any) -> None:
    path = day / "summary.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values, indent=2) + "\n")


EDITS: dict[str, tuple[dict[str, Any], str]] = {
    "people_made_up": ({"arrived": 999}, "people are lost"),
    "negative_wait": ({"wait_mean": -77.0}, "wait_mean cannot be -77"),
    "share_above_one": ({"out_of_turn_share": 1.5}, "out_of_turn_share cannot be 1.5"),
    "less_than_nobody": ({"left": -1}, "left cannot be -1"),
    "correlation": ({"order_tau": -1.2}, "order_tau cannot be -1.2"),
    "mean_above_most": ({"wait_mean": 1e6}, "wait_mean cannot be more than wait_max"),
    "one_wait_known": ({"wait_max": None}, "wait_mean cannot be known without wait_max"),
    "families": ({"families_admitted": 10_000}, "families_admitted cannot be more"),
    "other_setting": ({"gate.batch_size": 11}, "gate.batch_size is not that of scenario.toml"),
}
"""Values of a summary changed by hand, with what is said of a run without digests."""


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_summary_is_named(day: Path, name: str) -> None:
    values, _ = EDITS[name]
    edited(day, **values)
    for words in (["verify", "day"], ["report", "day"], ["film", "day"]):
        status, out, err = gatecrush(*words)
        assert status == 1
        assert "day/summary.json: is not what was written" in out + err
    assert not (day / "report.html").exists()
    assert not (day / "film.webp").exists()


@pytest.mark.parametrize("name", EDITS)
def test_books_and_ranges_are_checked_without_digests_too(day: Path, name: str) -> None:
    values, what = EDITS[name]
    (day / DIGESTS).unlink()
    edited(day, **values)
    for words in (["verify", "day"], ["report", "day"], ["film", "day"]):
        status, out, err = gatecrush(*words)
        assert status == 1
        assert f"day/summary.json: is damaged ({what}" in out + err


@pytest.mark.parametrize(
    ("table", "change", "what"),
    [
        ("people", lambda t: t.assign(outcome="present"), "does not hold"),
        ("people", lambda t: pd.concat([t, t]), "does not hold|holds more people"),
        ("admissions", lambda t: t.iloc[1:], "does not hold"),
        ("series", lambda t: t.assign(arrived=t["arrived"] + 999), "ends with more arrived"),
        ("series", lambda t: t.assign(press_share=7.0), "press_share holds what cannot be"),
        ("people", lambda t: t.assign(force_dose=-1.0), "force_dose holds what cannot be"),
    ],
)
def test_tables_that_do_not_fit_the_summary_are_named(
    day: Path, table: str, change: Callable[[pd.DataFrame], pd.DataFrame], what: str
) -> None:
    (day / DIGESTS).unlink()
    path = day / f"{table}.parquet"
    change(pd.read_parquet(path)).to_parquet(path, index=False)  # as version 0.1 wrote them
    with pytest.raises(DamagedRunError, match=what) as raised:
        read_day(day)
    assert path.name in str(raised.value)


def test_a_folder_of_version_0_1_is_read_and_said_to_carry_no_digests(day: Path) -> None:
    (day / DIGESTS).unlink()
    for name in TABLES:
        path = day / f"{name}.parquet"
        pd.read_parquet(path).drop(columns="outside", errors="ignore").to_parquet(path, index=False)
    summary = json.loads((day / "summary.json").read_text())
    for name in ("outside", "flow", "gate_density_peak", "gate_density_plateau", "start_order_tau"):
        del summary[name]
    (day / "summary.json").write_text(json.dumps(summary))
    (day / "places.parquet").unlink()
    (day / "gates.parquet").unlink()
    status, out, err = gatecrush("verify", "day")
    assert (status, out) == (0, "1 run read, 0 faults\n")
    assert "day: carries no digests" in err
    assert read_day(day).record.places.empty
    assert read_day(day).record.gates.empty
    status, out, err = gatecrush("report", "day")
    assert (status, out) == (0, "day/report.html\n")
    assert "day: carries no digests" in err
    status, _, err = gatecrush("film", "day", "--minutes-per-frame", "30")
    assert status == 0
    assert "day: carries no digests" in err


def test_a_whole_folder_is_verified(day: Path) -> None:
    assert gatecrush("verify", "day") == (0, "1 run read, 0 faults\n", "")
    (day / "notes.txt").write_text("mine")
    assert gatecrush("report", "day")[0] == 0
    assert gatecrush("verify", "day") == (0, "1 run read, 0 faults\n", "")


def test_changes_put_there_or_taken_away_are_named(day: Path, tmp_path: Path) -> None:
    (day / "changes.json").rename("kept.json")
    assert "changes.json: is missing" in gatecrush("verify", "day")[1]
    plain = keep(tmp_path / "plain")
    assert not (plain / "changes.json").exists()
    shutil.copy("kept.json", plain / "changes.json")
    assert "changes.json: was put there later" in gatecrush("verify", "plain")[1]


def test_a_run_replaces_an_earlier_one_as_a_whole(day: Path) -> None:
    (day / "notes").mkdir()
    (day / "notes" / "mine.txt").write_text("kept")
    (day / "film.webp").write_bytes(b"kept")
    keep(day, seed=5)
    assert read_day(day).summary["seed"] == 5
    assert not (day / "changes.json").exists()
    assert (day / "notes" / "mine.txt").read_text() == "kept"
    assert (day / "film.webp").read_bytes() == b"kept"
    assert [path.name for path in Path().iterdir()] == ["day"]
    assert list(faults_of_run(day)) == []


def test_a_run_into_the_folder_one_stands_in(day: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (day / "notes.txt").write_text("kept")
    monkeypatch.chdir(day)
    keep(Path(), seed=5)
    assert Path("notes.txt").read_text() == "kept"  # this is still the folder that is there
    assert list(faults_of_run(Path())) == []
    assert not Path("changes.json").exists()
    assert not list(Path().glob(".*"))


def test_what_cannot_be_replaced_stays_whole(day: Path) -> None:
    """A name that is taken by a folder: the new run cannot come, and the old one is all there."""
    before = {path.name: path.read_bytes() for path in day.iterdir()}
    with pytest.raises(UnusablePathError):
        keep(day / "summary.json", seed=5)
    assert {path.name: path.read_bytes() for path in day.iterdir()} == before


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"notes.txt": "mine"}, "holds other files (notes.txt) and no run"),
        ({"summary.json": "{}", "people.parquet": "mine"}, "holds other files (people.parquet)"),
        ({"manifest.json": "{}", "runs.parquet": ""}, "holds a sweep"),
    ],
)
def test_a_folder_that_is_not_a_runs_is_not_written_into(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    status, out, err = gatecrush("run", "account", "--set", "run.end=5.02", "--out", str(folder))
    assert (status, out) == (2, "")
    assert err.startswith(f"gatecrush: --out {folder}: {message}")
    assert {path.name: path.read_text() for path in folder.iterdir()} == files
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_empty_folder_and_an_earlier_run_may_be_used(day: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".hidden").write_text("")
    check_run_folder(tmp_path / "empty")
    check_run_folder(day)
    for name in ("summary.json", DIGESTS):  # damaged, or killed while they were replaced
        (day / name).write_text("torn")
        check_run_folder(day)


def test_a_sweep_is_not_made_in_the_folder_of_a_run(day: Path) -> None:
    words = ["sweep", "account", "--vary", "demand.factor=0.1,0.2", "--out", "day"]
    status, out, err = gatecrush(*words)
    assert (status, out) == (2, "")
    assert "--out day: holds a single run" in err
    with pytest.raises(UnusablePathError):
        check_folder_for_many(day)


def test_a_strange_summary_does_not_hide_a_sweep(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    (tmp_path / "summary.json").write_text("{}")
    status, _, err = gatecrush("report", str(tmp_path))
    assert status == 2
    assert "manifest.json: is not of a kind that this version reads" in err


@pytest.mark.parametrize("value", [None, 0.0, 0.5, 1e9])
def test_no_number_made_up_ends_in_a_traceback(day: Path, value: float | None) -> None:
    """Without digests a made-up number may be told, or named; it breaks nothing."""
    (day / DIGESTS).unlink()
    written = json.loads((day / "summary.json").read_text())
    for each in SUMMARY:
        if each.dtype == NUMBER:
            edited(day, **{**written, each.name: value})
            with suppress(DamagedRunError):
                found = read_day(day)
                assert day_sentences(found.summary, found.scenario)


def test_what_is_not_known_is_null_and_types_are_the_same_on_any_day(
    whole: Path, tmp_path: Path
) -> None:
    """A day with people and one to whom nobody came: the same columns, never a NaN."""
    nobody = {"run.end": 5.01, "demand.initial_numbered": 0, "demand.factor": 0}
    scenario = Scenario.load("calm").with_(**nobody)
    made_with = provenance("calm", seed=0, settings=(), begun=0)
    write_run(tmp_path / "empty", run(scenario, seed=0), scenario, made_with)
    for name in TABLES:
        table = pyarrow.parquet.read_table(whole / f"{name}.parquet")
        not_there = [
            each for each in table.columns
            if pyarrow.types.is_floating(each.type) and pc.any(pc.is_nan(each)).as_py()
        ]  # fmt: skip
        assert not_there == []
        empty = pyarrow.parquet.read_schema(tmp_path / "empty" / f"{name}.parquet")
        assert empty.equals(table.schema), name
    people = pyarrow.parquet.read_table(whole / "people.parquet")
    assert people["admission_time"].null_count > 0
