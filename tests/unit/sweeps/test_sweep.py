"""Sweeps from Python: what values may be, what is refused, and what is told of runs that fail."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest

from gatecrush.experiments import sweep
from gatecrush.experiments.storage.run_columns import column_types, row_table
from gatecrush.experiments.sweeps.factors import FactorError, factor_of
from gatecrush.experiments.sweeps.plan import planned
from gatecrush.experiments.sweeps.sweep import NoRunFinishedError
from gatecrush.model.scenario.scenario import Scenario

KNOWN = Scenario.quantities()
SHORT = {"run.end": 5.02}
PROFILES = ([[5, 27, 20]], [[5, 27, 40]])


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("gate.batch_size", range(5, 20, 5), (5, 10, 15)),
        ("demand.factor", np.linspace(0.5, 1, 2), (0.5, 1.0)),
        ("gate.batch_size", list(np.arange(5, 7)), (5, 6)),
        ("demand.factor", pd.Series([0.5, 2.0], index=[7, 9]), (0.5, 2.0)),
        ("gate.batch_size", {20, 5, 10}, (5, 10, 20)),
        ("gate.batch_size", (n for n in (5, 6)), (5, 6)),
        ("gate.batch_size", {5: "a", 6: "b"}.keys(), (5, 6)),
        ("guards.clear_refused", True, (True,)),
        ("guards.clear_refused", np.array([True, False]), (True, False)),
        ("demand.factor", np.float32(0.5), (0.5,)),
        ("gate.batch_size", 7, (7,)),
        ("demand.profile", [np.array([[5, 27, 20]]), [[5, 27, 40]]], PROFILES),
    ],
)  # fmt: skip
def test_whatever_one_can_go_through_is_a_list_of_plain_values(name, values, expected):
    found = factor_of(name, values, KNOWN).values
    assert found == expected
    assert [type(each) for each in found] == [type(each) for each in expected]
    assert planned("account", {name: found}, {}).number_of_points == len(expected)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"seed": -1}, "seed=-1: must be a whole number, 0 to"),
        ({"seed": 2**63}, "seed="),
        ({"seed": 1.5}, "seed=1.5"),
        ({"seed": "7"}, "seed='7'"),
        ({"replications": 0}, "replications=0: must be a whole number, 1 to"),
        ({"jobs": -1}, "jobs=-1"),
        ({"jobs": True}, "jobs=True"),
        ({"time_limit": 5}, "needs a process that can be stopped"),
        ({"time_limit": -5, "jobs": 1}, "above 0"),
        ({"engine": "spark"}, "must be one of local, dask"),
        ({"scheduler": "tcp://here:1"}, "needs engine='dask'"),
        ({"shard": (3, 2)}, "share I"),
        ({"design": "grid"}, "must be one of crossed"),
        ({"design": "latin", "vary": {"demand.factor": "0:1"}}, "needs samples"),
        ({"vary": {"demand.factor": []}}, "demand.factor"),
        ({"vary": {"demand.factor": [None]}}, "demand.factor"),
        ({"vary": {"demand.factor": object()}}, "demand.factor"),
        ({"vary": {"demand.factor": {"low": 0, "high": 1}}}, "demand.factor"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_made(words, message, tmp_path):
    given = {"vary": {"demand.factor": [1.0]}, "jobs": 0, "quiet": True, **words}
    with pytest.raises(ValueError, match=message.replace("(", "\\(")):
        sweep("account", out=tmp_path / "out", settings=SHORT, **given)
    assert list(tmp_path.iterdir()) == []


def test_numbers_of_numpy_are_as_good(tmp_path):
    vary = {"demand.factor": np.array([1.0])}
    whole = {"seed": np.int64(3), "replications": np.int32(2), "jobs": np.int8(0)}
    assert (
        len(sweep("account", vary, out=tmp_path / "out", settings=SHORT, quiet=True, **whole)) == 2
    )


def break_days(monkeypatch, *, but: int) -> None:
    """Let all days fail but those of one replication."""

    def day(run):
        if run.replication != but:
            raise ValueError("no such day")
        return sweeps.day_and_series(run)

    from gatecrush.experiments.sweeps import sweep as sweeps

    carried = sweeps.carry_out_sweep
    monkeypatch.setattr(
        sweeps, "carry_out_sweep", lambda *given, **words: carried(*given, **words, simulate=day)
    )


def test_some_that_fail_are_warned_of_and_none_that_finishes_is_an_error(monkeypatch, tmp_path):
    words = {"vary": {"demand.factor": [1.0]}, "settings": SHORT, "jobs": 0, "quiet": True}
    break_days(monkeypatch, but=1)
    with pytest.raises(NoRunFinishedError, match=r"1 runs failed, the first: ValueError: no such"):
        sweep("account", **words, out=tmp_path / "none")
    with pytest.warns(RuntimeWarning, match=r"1 runs failed.*gatecrush status .*some"):
        assert len(sweep("account", **words, replications=2, out=tmp_path / "some")) == 1


def test_no_runs_have_the_columns_of_runs(tmp_path):
    words = {"settings": SHORT, "jobs": 0, "quiet": True}
    vary = {"demand.factor": [1.0]}
    none = sweep("account", vary, out=tmp_path / "out", shard=(2, 2), **words)
    one = sweep("account", vary, out=tmp_path / "out", shard=(1, 2), **words)
    assert (len(none), len(one)) == (0, 1)
    # A quarter of an hour has no evening: of this one day it is not known whether it collapsed.
    assert (one["collapsed"].isna().all(), none["collapsed"].dtype) == (True, bool)
    assert none.drop(columns="collapsed").dtypes.equals(one.drop(columns="collapsed").dtypes)


def columns(path: Path) -> list[tuple[str, str, int, bool]]:
    """Name, type, nulls, and whether a NaN is among its values, of each column."""
    table = pyarrow.parquet.read_table(path)
    return [
        (name, str(table[name].type), table[name].null_count, "nan" in str(table[name].to_pylist()))
        for name in table.column_names
    ]


def test_files_have_nulls_and_the_same_types_whatever_the_day(tmp_path):
    """Nobody comes on one day; neither has a morning, an evening, or a witness."""
    vary = {"demand.factor": [0.0, 5.0]}
    settings = {"run.end": 5.4, "demand.initial_numbered": 0, "families.count": 0}
    sweep("account", vary, out=tmp_path, settings=settings, jobs=0, quiet=True)
    for folder in ("runs.parquet", "series"):
        files = sorted((tmp_path / folder).glob("*.parquet"))
        types = {tuple(pyarrow.parquet.read_schema(path).types) for path in files}
        assert (len(files), len(types)) == (2, 1)
        assert "null" not in map(str, *types)
        for path in files:
            assert [name for name, _, _, has_nan in columns(path) if has_nan] == []
    rows = {name: nulls for name, _, nulls, _ in columns(files[0].parents[1] / "runs.parquet")}
    for name in ("press_share_evening", "witness_wait", "order_share_evening"):
        assert rows[name] == 2
    declared = column_types()
    for name, kind, _, _ in columns(tmp_path / "runs.parquet"):
        assert kind == str(declared[name]).replace("item", "element"), name


def test_what_is_not_known_is_null_of_its_type():
    row = {
        "collapsed": None,
        "onset_time": float("nan"),
        "seed": 1,
        "course_time": np.array([np.nan, 1]),
    }
    table = row_table(row)
    assert [str(each) for each in table.schema.types[:3]] == ["bool", "double", "int64"]
    assert [table[name].null_count for name in table.column_names] == [1, 1, 0, 0]
    assert table["course_time"].to_pylist() == [[None, 1.0]]


def test_lists_on_the_command_line_are_pointed_to_a_plan_file():
    with pytest.raises(FactorError, match="a plan file can vary"):
        factor_of("demand.profile", "[[5,27,20]],[[5,27,40]]", KNOWN)


def test_lists_of_texts_and_of_numbers_are_stored_as_they_are(tmp_path: Path) -> None:
    """What changes during a day and which gates are shut are texts, closures are numbers."""
    lists = {
        "run.changes": ('15.5 gate.shut=["1"]',), "gate.shut": ("1",), "gate.by_density": (),
        "gate.closures": ((9.0, 10.5),),
    }  # fmt: skip
    pyarrow.parquet.write_table(row_table(lists), tmp_path / "row.parquet")
    read = pyarrow.parquet.read_table(tmp_path / "row.parquet").to_pylist()
    as_lists = {name: [[*each] if isinstance(each, tuple) else each for each in value]
                for name, value in lists.items()}  # fmt: skip
    assert read == [as_lists]
    nothing = row_table(dict.fromkeys(lists, ()))
    assert nothing.schema == row_table(lists).schema
