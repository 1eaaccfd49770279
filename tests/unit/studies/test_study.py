"""Every study: its design, and its table and figure from made-up days."""

from __future__ import annotations

import ast
import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gatecrush.experiments.statistics import tipping
from gatecrush.experiments.statistics.comparison import compared, readable
from gatecrush.experiments.studies import (
    NAMES,
    ablations,
    batch_size,
    early_signs,
    flat_demand,
    hysteresis,
    strip_width,
    study_named,
)
from gatecrush.experiments.studies.study import (
    Order,
    carry_out_studies,
    observed,
    stored_studies,
)
from gatecrush.experiments.sweeps.folder import OtherPlanError, SweepFolder

STUDIES = tuple(map(study_named, NAMES))
MOST_RUNS = 1250
"""Days of some 4 CPU seconds that two cores do in less than an hour, with room to spare."""


@pytest.fixture
def store(made_up_day):
    """A store in which every run is there."""

    class MadeUp:
        def read(self, runs):
            return pd.DataFrame([made_up_day(run) for run in runs])

    return MadeUp()


@pytest.fixture(autouse=True)
def _few_resamples(monkeypatch):
    monkeypatch.setattr(tipping, "RESAMPLES", 20)


@pytest.fixture
def order(account, out):
    return Order(out=out, scenario=account, replications=2, jobs=0, quiet=True)


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.name)
def test_table_and_figure(study, order, account, store):
    runs = observed(study, order, store)
    table, words = study.tables(runs)
    assert len(table) > 0
    assert "nan of" not in words
    assert len(words.splitlines()) > 3
    study.figure(runs, table).draw_without_rendering()


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.name)
def test_one_day_a_point_is_enough_to_look(study, account, out, store):
    order = Order(out=out, scenario=account, replications=1, jobs=0)
    runs = observed(study, order, store)
    table, words = study.tables(runs)
    assert len(table) > 0
    assert len(words) > 0


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.name)
def test_points_are_told_apart(study, account):
    labels = [tuple(point.labels.items()) for point in study.points(account)]
    assert len(set(labels)) == len(labels)
    assert sum(point.baseline for point in study.points(account)) <= 1


def test_all_studies_fit_into_an_hour_and_share_the_days_of_the_account(account, out):
    order = Order(out=out, scenario=account)
    days = order.plan(STUDIES).runs_in_all
    assert days <= MOST_RUNS
    assert days <= sum(order.plan([study]).runs_in_all for study in STUDIES) - 80


def test_an_account_day_changed_for_all_points(account, out):
    changed = account.with_(**{"waiters.telling": 0.005})
    order = Order(out=out, scenario=changed, replications=1)
    for study in STUDIES:
        told = [point[0].scenario.waiters.telling for point in order.runs(study)]
        assert told.count(0.005) >= len(told) - 1


def test_each_rule_is_off_by_one_parameter(account):
    default = account.flat()
    for point in ablations.points(account)[1:]:
        ((name, value),) = point.settings.items()
        assert default[name] != value
        assert account.with_(**{name: value}).flat() == {**default, name: value}


def test_memory_per_hour_is_held_fixed(account):
    base = account.waiters.closing_gain
    points = batch_size.points(account)
    held = [point for point in points if point.labels[batch_size.MEMORY] == "per hour"]
    assert len(held) > 1
    for point in held:
        scenario = account.with_(**point.settings)
        per_hour = 60 / scenario.gate.cycle_min
        kept = (1 - scenario.waiters.closing_gain) ** per_hour
        assert kept == pytest.approx((1 - base) ** (60 / account.gate.cycle_min))
        capacity = scenario.gate.batch_size / scenario.gate.cycle_max
        assert capacity == pytest.approx(account.gate.batch_size / account.gate.cycle_max)


def test_flat_demand_brings_as_many_people(account):
    same = flat_demand.points(account)[1 + flat_demand.FACTORS.index(1.0)]
    ((begin, end, rate),) = same.settings["demand.profile"]
    people = sum((stop - start) * each for start, stop, each in account.demand.profile)
    assert (end - begin) * rate == pytest.approx(people)


def day_of(onset, waiting, pressing):
    """A day whose order breaks at an hour, with people waiting and pressing near all day."""
    hours = 5 + np.arange(1, 22 * 60 + 1) / 60
    near = np.full(len(hours), 40.0)
    flat = {
        "waiting_near": near,
        "press_share": pressing / near,
        "queue_length": waiting + 0 * near,
    }
    flat |= {"time": hours, "gate_load_mean": 0 * near, "disorder": 0 * near}
    courses = {f"course_{name}": values.astype(np.float32) for name, values in flat.items()}
    return {"onset_time": onset, "alarm_time": np.nan, **courses}


def test_a_sign_is_asked_of_days_whose_order_stands():
    """Six days break at 13:30 with three pressing, six keep their order with as many waiting."""
    broken = [day_of(13.5, 200.0, np.full(22 * 60, 3.0)) for _ in range(6)]
    kept = [day_of(22.0 if n else np.nan, 200.0, np.full(22 * 60, 0.5)) for n in range(6)]
    table, _ = early_signs.tables(pd.DataFrame(broken + kept))
    at = table.set_index(["hour", "of"])
    assert at.loc[(13, early_signs.PRESSING), "value"] == 1.0
    assert at.loc[(13, "people who wait"), "value"] == 0.5
    assert at.loc[(13, "2 to 4"), ["days", "break_later", "value"]].tolist() == [6, 6, 1]
    assert at.loc[(13, "fewer than 1"), ["days", "break_later", "value"]].tolist() == [6, 0, 0]
    assert at.loc[(13, "2 to 4"), "hours_left"] == pytest.approx(0.5)
    assert at.loc[(14, early_signs.PRESSING), ["days", "break_later"]].tolist() == [6, 0]


def test_a_sign_is_that_of_the_half_hour_before():
    """Thirty press from 12:30 on: seen at 13:00 in full, at 12:00 and on days that broke not."""
    hours = 5 + np.arange(1, 22 * 60 + 1) / 60
    late = day_of(np.nan, 200.0, np.where(hours > 12.5 + 1e-9, 30.0, 0.0))
    seen = {
        day.hour: day.signs[early_signs.PRESSING] for day in early_signs.asked(pd.DataFrame([late]))
    }
    assert seen[12] == pytest.approx([0.0])
    assert seen[13] == pytest.approx([30.0])


def test_ramp_goes_up_and_down_without_gaps():
    spans = hysteresis.profile()
    assert all(a[1] == b[0] for a, b in itertools.pairwise(spans))
    rates = [rate for _, _, rate in spans[1:-1]]
    assert rates == rates[::-1]
    assert spans[len(spans) // 2][:2] == (hysteresis.PEAK - hysteresis.STEP, hysteresis.PEAK)


def test_strip_keeps_road_and_column(account):
    for point in strip_width.points(account):
        site = account.with_(**point.settings).site
        road = float(point.labels[strip_width.ROAD].removesuffix(" m"))
        assert site.column_width == account.site.column_width
        assert site.column_width + site.path_width == pytest.approx(road)
        assert (site.open_width if site.layout == "open_area" else road) == pytest.approx(road)
        assert point.baseline == (account.with_(**point.settings) == account)


def test_differences_are_taken_within_replications(account):
    """What all days of a replication have in common drops out of the difference."""
    days = [0.0, 1.0, 2.0, 3.0, 4.0]
    rows = [
        {"point": point, "baseline": point == 0, "replication": r, "arm": "ab"[point],
         "order_tau": 10 * days[r] + point}
        for point in (0, 1)
        for r in range(5)
    ]  # fmt: skip
    table = compared(pd.DataFrame(rows), ["arm"], ["order_tau"])
    assert table["difference"].isna().tolist() == [True, False]
    found = table.loc[1, ["difference", "difference_low", "difference_high"]].tolist()
    assert found == pytest.approx([1, 1, 1])
    assert table.loc[1, "mean_high"] - table.loc[1, "mean_low"] > 10
    assert "+1 [+1, +1]" in readable(table, ["arm"], differences=True)


def test_a_study_from_command_to_files(order, capsys, made_up_day):
    study = next(study for study in STUDIES if study.name == "flat_demand")
    assert carry_out_studies([study], order, simulate=made_up_day) == 0
    assert {path.name for path in order.out.iterdir()} == {
        "runs.parquet", "series", "manifest.json", ".lock", ".lock-1-of-1",
        "flat_demand.parquet", "flat_demand.txt", "flat_demand.png",
    }  # fmt: skip
    assert capsys.readouterr().out.startswith("flat_demand: without a surge")
    assert len(pd.read_parquet(order.out / "flat_demand.parquet")) > 10


def test_studies_asked_for_later_share_the_days_that_are_there(order, made_up_day, account):
    """The folder is for both then; a day that both want is run once."""
    run = []

    def day(planned):
        run.append(planned.key)
        return made_up_day(planned)

    ablation, flat = study_named("ablations"), study_named("flat_demand")
    folder = SweepFolder(order.out)
    assert carry_out_studies([flat], order, simulate=day) == 0
    assert [each.name for each, _ in stored_studies(folder)] == ["flat_demand"]
    there = len(run)
    assert carry_out_studies([ablation], order, simulate=day) == 0
    assert len(run) == len(set(run)) == folder.plan().runs_in_all
    assert len(run) - there == order.plan([ablation]).runs_in_all - 2  # the account, twice
    found = {each.name: len(runs) for each, runs in stored_studies(folder)}
    assert found == {"flat_demand": there, "ablations": len(run) - there + 2}
    other = replace(order, scenario=account.with_(**{"gate.batch_size": 11}))
    with pytest.raises(OtherPlanError, match="choose another --out"):
        carry_out_studies([flat], other, simulate=day)


def test_every_file_of_a_question_is_among_the_studies():
    folder = Path(flat_demand.__file__).parent
    files = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    files -= {"study"}  # what a study is
    assert files == {study.name for study in STUDIES}
    for name in files:
        said = ast.get_docstring(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8")))
        assert all(word in said for word in ("Design:", "Outcomes:", "Held fixed:"))


def test_alarms_are_counted_false_where_the_order_holds():
    """Two of four days that hold, or break at night, raised one; of three that break one none."""
    runs = pd.DataFrame(
        {
            "alarm_time": [10.0, 11.0, None, None, 12.0, 13.0, None],
            "onset_time": [None, None, 23.0, None, 13.0, 13.5, 14.0],
        }
    )
    words = early_signs.alarms(runs)
    assert "raised on 2 of 3 days that break, and falsely on 2 of 4" in words
    assert "0.5 [0.15, 0.85] of these" in words
    assert words.endswith("warning 45 min, 10 to 90 % of days 33 to 57 min")
    assert "warning" not in early_signs.alarms(runs.iloc[:4])
