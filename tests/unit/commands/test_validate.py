"""The command validate: a table for people, JSON for programs, failures in plain sight."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gatecrush.experiments.commands.main import main
from gatecrush.experiments.commands.validate import as_table
from gatecrush.experiments.validation import crowds as validation

KEYS = {"data", "quantity", "unit", "measured", "modelled", "ratio", "low", "high", "passes"}


@pytest.fixture(autouse=True)
def _two_crowds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two measured crowds, one of them only shown; the model's flow is always 1.28 a second."""

    class Run:
        def __init__(self, scenario: Any, seed: int, replication: int) -> None:
            pass

        def repeat(self) -> Any:
            row = dict.fromkeys(("gate_density_peak", "start_order_tau"), 0.5)
            return SimpleNamespace(row={**row, "flow": 1.28, "gate_density_plateau": float("nan")})

    two = [each for each in validation.crowds() if each.name in ("crowd_queue_030", "pupils_080")]
    monkeypatch.setattr(validation, "PlannedRun", Run)
    monkeypatch.setattr(validation, "crowds", lambda: tuple(two))


def answered(*words: str) -> Result:
    """Return what the command answers."""
    return CliRunner().invoke(main, ["validate", *words])


def test_each_comparison_is_a_line_that_says_whether_it_passes() -> None:
    done = answered("--days", "2")
    head, *lines, last = done.stdout.splitlines()
    assert done.exit_code == 0
    assert head.split("  ")[0] == "data"
    assert [line.split()[-1] for line in lines] == ["passes", "FAILS", "FAILS", "passes", "shown"]
    assert lines[0].split()[-7:] == ["1.28", "1.28", "1.00", "1.16", "to", "1.41", "passes"]
    assert "not known" in lines[1]
    assert last == "2 of 4 within their bands"
    assert done.stderr.splitlines()[-1] == "gatecrush: 2 of 2 measured crowds compared"


def test_json_is_a_list_of_comparisons_and_nothing_else() -> None:
    done = answered("--days", "1", "--json", "--quiet")
    rows = json.loads(done.stdout)
    assert (done.exit_code, done.stderr) == (0, "")
    assert all(set(row) >= KEYS for row in rows)
    assert [row["passes"] for row in rows] == [True, False, False, True, None]
    assert rows[1]["modelled"] is None
    assert rows[0]["low"] < rows[0]["modelled"] < rows[0]["high"]
    assert all(row["source"] and row["use"] for row in rows)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--set", "gate.widht=2"], "there is no such parameter; did you mean gate.width?"),
        (["--set", "gate.width=99"], "must be at most 20"),
        (["--set", "gate.width"], "must be key=value"),
        (["--set", "demand.initial_positions=places.csv"], "must be a list"),
        (["--set", "gate.width=4"], "Pupils, opening 0.8 m: gate.width = 4: must not exceed site."),
        (["--days", "0"], "0 is not in the range"),
        (["--seed", "-1"], "must be a whole number"),
        (["account"], "unexpected extra argument"),
    ],
)
def test_unusable_words_are_told_in_one_line(words: list[str], told: str) -> None:
    done = answered(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_columns_are_as_wide_as_their_words() -> None:
    lines = as_table([["data", "quantity", ""], ["a long name", "flow", "passes"]])
    assert lines == ["data         quantity", "a long name  flow      passes"]


def test_the_note_and_its_figure_are_written_where_one_says(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "place"
    done = answered("--days", "1", "--out", str(folder))
    assert done.exit_code == 0
    assert (folder / "validation.png").read_bytes()[:4] == b"\x89PNG"
    text = (folder / "validation.md").read_text(encoding="utf-8")
    assert "**2 of 4 within their bands.**" in text
    assert "validation.png" in text
    assert sorted(path.name for path in folder.iterdir()) == ["validation.md", "validation.png"]


def test_a_place_that_cannot_be_written_is_told_before_any_day(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = answered("--out", str(tmp_path / "file"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "compared" not in done.stderr


def test_the_time_left_is_told() -> None:
    told = answered("--days", "1").stderr.splitlines()
    assert "left" in told[-2]
    assert "left" not in told[-1]
