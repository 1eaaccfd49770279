"""Calibration: distance, settings, successive halving, region; with days that cost nothing."""

import math
import zlib
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from gatecrush.experiments import calibration, calibration_day, calibration_search
from gatecrush.experiments.calibration_ranges import RANGES, Range, settings_of
from gatecrush.experiments.calibration_region import (
    FEWEST,
    influences,
    narrowings,
    never_met_together,
    region,
    trade_offs,
)
from gatecrush.experiments.calibration_search import (
    KEEP,
    SHIPPED,
    Search,
    days_to_come,
    replications_of_stages,
    survivors,
)
from gatecrush.experiments.calibration_target import (
    COUNTED,
    FARTHEST,
    QUANTITIES,
    TARGETS,
    certain_distance,
    distance,
    known_by,
    over_replications,
    quantities_of,
    shortfalls,
)
from gatecrush.experiments.design import PlannedRun
from gatecrush.experiments.outcomes import FURTHER, WITNESSES
from gatecrush.experiments.run_store import RunStore
from gatecrush.model.columns import SUMMARY, names
from gatecrush.model.scenario import Scenario

GOOD = {
    "press_share_morning": 0.02,
    "gate_load_peak_morning": 0.4,
    "onset_time": 15.0,
    "press_share_evening": 0.9,
    "admission_rate": 10.0,
    "gate_load_peak_evening": 4.0,
    "gate_failed": 0.0,
    "surge_ratio_evening": 3.0,
    "force_dose_share": 0.0,
    "witness_admitted_share": 0.4,
    "witness_hours_near": 6.0,
    "witness_ahead": 250.0,
    "witness_overtaken": 90.0,
    "unintercepted_share": 0.4,
    "out_of_turn_share": 0.5,
    "gate_density_evening": 4.0,
}
"""A day as the account tells it."""


def day_like(**changed):
    """What is kept of a day, as outcomes.outcomes gives it, made from quantities."""
    row = GOOD | {"run.end": 27.0, "cpu_seconds": 1.0} | changed
    near, ahead = row.pop("witness_hours_near"), row.pop("witness_ahead")
    gained = row.pop("witness_overtaken")
    return row | {
        "witness_admission_time": np.array([12.0, 24.5, 25.5, np.nan], np.float32),
        "witness_time_within_5_m": np.array([0.1, near, near, 3.0], np.float32),
        "witness_overtaken": np.array([-3.0, gained, gained, np.nan], np.float32),
        "witness_ahead": np.full(4, ahead, np.float32),
    }


def made_up_day(run):
    """A day whose morning is calm if people have high thresholds; noisy by setting and day."""
    values = run.scenario.flat()
    words = repr([values[each.parameter] for each in RANGES]).encode()
    noise = np.random.default_rng([run.replication, zlib.crc32(words)]).normal()
    z = (values["waiters.threshold_mean"] - 0.6) / 0.1 + 0.2 * noise
    return day_like(
        press_share_morning=0.04 * math.exp(-z),
        gate_load_peak_evening=values["pressure.push"] / 100,
        onset_time=15 + z,
    )


def made_up_part(run):
    row = made_up_day(run)
    row["abandoned_at"] = 13.0
    return row if calibration_day.is_hopeless(row) else row | {"abandoned_at": math.nan}


@pytest.fixture
def made_up(monkeypatch):
    """Days that cost nothing; gives the list of those run."""
    run = []

    def counted(simulate):
        def simulated(planned):
            run.append(planned)
            return simulate(planned)

        return simulated

    monkeypatch.setattr(calibration_search, "simulate_day", counted(made_up_day))
    monkeypatch.setattr(calibration_search, "day_or_part", counted(made_up_part))
    monkeypatch.setattr(calibration, "_compile", lambda *_, **__: None)
    return run


def searched(folder, count, replications=4):
    search = Search(Scenario(), settings_of(count, 0), seed=0, store=RunStore(folder / "days"))
    search.run(replications, jobs=0, quiet=True)
    return search


# Distance


def test_a_day_as_in_the_account_is_at_no_distance():
    quantities = quantities_of(day_like())
    assert quantities == pytest.approx(GOOD)
    assert distance(shortfalls(quantities).values()) == 0


def test_distance_is_the_sum_of_squares_in_scales():
    quantities = GOOD | {"press_share_evening": 0.5, "onset_time": 22.0}
    assert shortfalls(quantities)["press_share_evening"] == pytest.approx(2.0)
    assert shortfalls(quantities)["onset_time"] == pytest.approx(1.5)
    assert distance(shortfalls(quantities).values()) == pytest.approx(2.0**2 + 1.5**2)


def test_no_term_counts_more_than_the_farthest_and_what_is_unknown_counts_as_much():
    far = GOOD | {"gate_load_peak_evening": 1e6, "surge_ratio_evening": math.nan}
    assert shortfalls(far)["gate_load_peak_evening"] == FARTHEST
    assert shortfalls(far)["surge_ratio_evening"] == FARTHEST
    assert shortfalls(GOOD | {"witness_hours_near": math.nan})["witness_hours_near"] == 1.0


def test_an_onset_that_never_comes_counts_as_the_end_of_the_day():
    assert quantities_of(day_like(onset_time=math.nan))["onset_time"] == 27.0


def test_what_is_only_shown_does_not_count():
    assert set(shortfalls(GOOD)) == {each.quantity for each in COUNTED} < set(QUANTITIES)
    odd = GOOD | {each.quantity: 1e9 for each in TARGETS if each.part == "watched"}
    assert distance(shortfalls(odd).values()) == 0


def test_replications_count_as_their_median_and_failures_as_their_share():
    days = [GOOD | {"onset_time": onset, "gate_failed": onset > 20} for onset in (14, 15, 27)]
    days[0]["surge_ratio_evening"] = math.nan
    combined = over_replications(days)
    assert combined["onset_time"] == 15
    assert combined["gate_failed"] == pytest.approx(1 / 3)
    assert combined["surge_ratio_evening"] == 3.0


def test_quantities_are_outcomes_of_a_day():
    kept = {*names(SUMMARY), *names(FURTHER), *names(WITNESSES)}
    assert set(QUANTITIES) - {"witness_hours_near"} <= kept


# A day that is abandoned


def test_only_what_can_no_longer_change_is_certain():
    bad = GOOD | {"press_share_morning": 0.25, "press_share_evening": 0.0, "onset_time": 9.0}
    assert certain_distance(bad, 12.0) == 0
    assert certain_distance(bad, 13.0) == pytest.approx(16.0)
    assert certain_distance(bad, 21.0) == pytest.approx(16.0 + FARTHEST**2)
    known = {name for name, value in known_by(bad, 13.0).items() if not math.isnan(value)}
    assert known == {"press_share_morning", "gate_load_peak_morning"}
    assert known_by(bad, math.nan) == bad
    whole = day_like(press_share_morning=0.9, abandoned_at=math.nan)
    assert not calibration_day.is_hopeless(whole)
    assert calibration_day.is_hopeless(whole | {"abandoned_at": 13.0})


@pytest.mark.parametrize(("morning", "hours"), [(0.5, [12.0, 13.0]), (0.0, [12.0, 13.0, 21.0])])
def test_a_hopeless_day_ends_early_and_no_other(monkeypatch, morning, hours):
    asked = []
    day = SimpleNamespace(run_until=asked.append, record=None)
    monkeypatch.setattr("gatecrush.model.day.Day", lambda *_, **__: day)
    kept = day_like(press_share_morning=morning)
    monkeypatch.setattr("gatecrush.experiments.outcomes.outcomes", lambda *_, **__: kept)
    row = calibration_day.day_or_part(PlannedRun(Scenario(), 0, 0))
    abandoned = calibration_day.abandoned_at(row)
    assert asked == (hours if morning else [*hours, 27.0])
    assert abandoned == 13.0 if morning else math.isnan(abandoned)


# Settings


def test_ranges_hold_defaults_and_are_allowed():
    default = Scenario().flat()
    for each in RANGES:
        assert each.low <= default[each.parameter] <= each.high
    for end in (0.0, 1.0):
        Scenario().with_(**{each.parameter: float(each.at(end)) for each in RANGES})


@pytest.mark.parametrize("is_log", [False, True])
def test_shares_of_a_range_turn_back(is_log):
    searched = Range("x", 2.0, 30.0, is_log=is_log)
    share = np.linspace(0, 1, 7)
    assert searched.share_below(searched.at(share)) == pytest.approx(share)
    assert [float(searched.at(end)) for end in (0, 1)] == pytest.approx([2.0, 30.0])


def test_settings_fill_the_ranges_and_stay_when_there_are_more():
    settings = settings_of(64, 3)
    assert settings == settings_of(64, 3) == settings_of(100, 3)[:64]
    assert settings != settings_of(64, 4)
    for each in RANGES:
        shares = each.share_below(np.array([setting[each.parameter] for setting in settings]))
        counts, _ = np.histogram(shares, 8, (0, 1))
        assert counts.min() >= 6
        assert counts.max() <= 10


# Successive halving


@pytest.mark.parametrize(
    ("replications", "stages"), [(1, [1]), (2, [1, 2]), (4, [1, 2, 4]), (6, [1, 2, 4, 6])]
)
def test_stages_double_the_replications(replications, stages):
    assert replications_of_stages(replications) == stages


def test_the_nearest_survive_and_all_that_are_as_near():
    assert survivors({1: 3.0, 2: 0.0, 3: 1.0, 4: 1.0}, count=2) == [2, 3, 4]
    assert survivors({1: 0.0, 2: 0.0, 3: 0.0}, count=1) == [1, 2, 3]
    assert survivors({}, count=5) == []


def test_days_to_come_are_those_of_later_stages():
    assert days_to_come(100, [1, 2, 4]) == 40 + 2 * 16


def test_search_gives_more_days_to_near_settings(tmp_path, made_up):
    table = searched(tmp_path, 32).table().set_index("setting")
    assert table.loc[SHIPPED, "replications"] == 4
    settings = table.drop(index=SHIPPED)
    assert settings["abandoned"].any()
    assert (settings.loc[settings["abandoned"], "replications"] == 1).all()
    assert (settings["replications"] >= 2).sum() >= round(KEEP * 32)
    assert (settings.loc[settings["fits"], "replications"] == 4).all()
    assert settings["fits"].any()
    assert len(made_up) == table["replications"].sum()
    assert set(settings["implausibility"][settings["fits"]]) == {0.0}


def test_the_same_random_numbers_under_every_setting(tmp_path, made_up):
    searched(tmp_path, 16, 2)
    assert {run.seed for run in made_up} == {0}
    assert {run.replication for run in made_up} == {0, 1}


def test_days_once_run_are_not_run_again(tmp_path, made_up):
    first = searched(tmp_path, 16).table()
    count = len(made_up)
    pd.testing.assert_frame_equal(searched(tmp_path, 16).table(), first)
    assert len(made_up) == count
    next((tmp_path / "days").glob("*.parquet")).unlink()
    pd.testing.assert_frame_equal(searched(tmp_path, 16).table(), first)
    assert len(made_up) == count + 1


def test_a_day_abandoned_for_other_targets_is_run_again(tmp_path, made_up, monkeypatch):
    searched(tmp_path, 16, 1)
    count = len(made_up)
    monkeypatch.setattr(calibration_day, "certain_distance", lambda *_: 0.0)
    assert not searched(tmp_path, 16, 1).table()["abandoned"].any()
    assert len(made_up) > count


def test_a_day_that_fails_costs_only_its_setting(tmp_path, made_up, monkeypatch):
    def failing(run):
        if run.scenario.waiters.threshold_mean > 0.7:
            raise ValueError("broken")
        return made_up_part(run)

    monkeypatch.setattr(calibration_search, "day_or_part", failing)
    search = searched(tmp_path, 16)
    table = search.table()
    assert search.failed
    assert len(table) == 17 - search.failed
    assert table["waiters.threshold_mean"].max() <= 0.7


# The region that fits


def uniform_table(n=400):
    """Settings of two parameters a and b; those with a + b within a band fit."""
    rng = np.random.default_rng(1)
    shares = {name: rng.random(n) for name in ("a", "b", "c")}
    return shares, np.abs(shares["a"] + shares["b"] - 0.7) < 0.1


def test_a_narrowed_parameter_shows_and_an_idle_one_does_not():
    shares, _ = uniform_table()
    found = {each.parameter: each for each in narrowings(shares, shares["a"] < 0.3)}
    assert found["a"].is_narrowed
    assert found["a"].high < 0.3
    assert found["a"].width < 0.35
    assert not found["c"].is_narrowed
    assert found["c"].width == pytest.approx(1.0, abs=0.15)


def test_what_makes_up_for_what_shows():
    shares, chosen = uniform_table()
    strongest = trade_offs(shares, chosen)[0]
    assert (strongest.first, strongest.second) == ("a", "b")
    assert strongest.rho < -0.8
    assert strongest.is_certain


def test_abandoned_settings_rank_behind_all_others():
    shares, _ = uniform_table()
    low = shares["a"] < 0.5
    moved = influences(shares, np.where(low, 9.0, 20 + shares["a"]), low)
    assert moved[0].first == "a"
    assert moved[0].rho < -0.5


def a_table(n, fits, fits_day):
    return pd.DataFrame(
        {
            "fits": np.arange(n) < fits,
            "fits_day": np.arange(n) < fits_day,
            "abandoned": np.arange(n) >= n - 3,
            "replications": 1,
            "distance": np.arange(n, dtype=float),
        }
    )


def test_the_region_says_from_what_it_is_described():
    assert region(a_table(60, 25, 30)).chosen.sum() == 25
    assert region(a_table(60, 5, 30)).chosen.sum() == 30
    nearest = region(a_table(60, 5, 6))
    assert nearest.chosen.tolist() == [True] * FEWEST + [False] * (60 - FEWEST)
    assert "too few" in nearest.name
    assert region(a_table(6, 0, 0)).chosen.sum() == 3


def test_facts_that_exclude_each_other_show():
    table = pd.DataFrame({f"shortfall.{each.quantity}": [0.0, 0.0, 0.0] for each in COUNTED})
    table["abandoned"] = [False, False, True]
    table["shortfall.onset_time"] = [0.0, 1.0, 0.0]
    table["shortfall.press_share_evening"] = [2.0, 0.0, 0.0]
    assert never_met_together(table) == [("onset_time", "press_share_evening")]


# The command


def calibrate(*words):
    return calibration.calibration.main(["--jobs", "0", *words], standalone_mode=False)


def test_command_writes_table_report_and_figure(tmp_path, made_up, capsys):
    out = tmp_path / "out"
    words = ("--settings", "24", "--replications", "2", "--out", str(out), "--quiet")
    assert calibrate(*words) == 0
    files = {path.name for path in out.iterdir()}
    assert files == {"days", "settings.parquet", "calibration.md", "calibration.png"}
    table = pd.read_parquet(out / "settings.parquet")
    assert sorted(table["setting"]) == [SHIPPED, *range(24)]
    text = (out / "calibration.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out.strip() == text.strip()
    assert str(tmp_path) not in text
    for each in RANGES:
        assert f"--set {each.parameter}=" in text
    count = len(made_up)
    assert calibrate(*words) == 0
    assert len(made_up) == count


def test_command_refuses_what_it_cannot_use(tmp_path, made_up, monkeypatch, capsys):
    words = ["calibration", "--out", str(tmp_path / "out"), "--set", "gate.widht=2"]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit) as end:
        calibration.main()
    assert end.value.code == 2
    assert "gate.width" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
