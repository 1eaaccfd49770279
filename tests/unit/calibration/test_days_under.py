"""Days under an ensemble and what is made of them: spread, posterior, checks, the note."""

from __future__ import annotations

import json
import math
from functools import partial

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from gatecrush.experiments.calibration import checks as ensemble_checks
from gatecrush.experiments.calibration import days_under as ensemble_days
from gatecrush.experiments.calibration import note as ensemble_report
from gatecrush.experiments.calibration.checks import (
    CHECKS,
    DaysToCheck,
    as_table,
    checked,
    collapses,
    rises,
)
from gatecrush.experiments.calibration.days_under import spread
from gatecrush.experiments.calibration.distance import TARGETS
from gatecrush.experiments.calibration.posterior import (
    departure,
    influences,
    narrowings,
    quantile,
    shares_and_weights,
    trade_offs,
)
from gatecrush.experiments.calibration.ranges import RANGES
from gatecrush.experiments.commands.main import main
from gatecrush.experiments.days.outcomes import outcome
from gatecrush.experiments.drawing.ranges import ensemble_figure
from gatecrush.experiments.ensemble.table import how_it_was_made
from gatecrush.experiments.sweeps import sweep as sweeps


def test_an_onset_that_never_came_is_the_latest():
    found = spread(outcome("onset_time"), pd.Series([14.0, 15.0, 16.0, np.nan, np.nan]))
    assert found.middle == 16.0
    assert found.high == math.inf
    assert found.days == 5


def test_what_is_true_or_false_has_a_share():
    found = spread(outcome("collapsed"), pd.Series([True, True, True, False]))
    assert found.middle == 0.75
    assert math.isnan(found.low)


def test_what_is_unknown_is_left_out():
    found = spread(outcome("wait_mean"), pd.Series([1.0, 2.0, 3.0, np.nan]))
    assert (found.low, found.middle, found.high, found.days) == (1.0, 2.0, 3.0, 3)
    assert spread(outcome("wait_mean"), pd.Series([np.nan])).days == 0


@pytest.fixture
def made_up(monkeypatch, made_up_day):
    """The commands on made-up days; gives what was run."""
    run = []

    def simulate(planned):
        run.append(planned)
        return made_up_day(planned) | {"series": pd.DataFrame({"time": [5.0], "arrived": [0]})}

    monkeypatch.setattr(
        ensemble_days, "carry_out_sweep", partial(sweeps.carry_out_sweep, simulate=simulate)
    )
    monkeypatch.setattr(
        ensemble_checks, "carry_out_sweep", partial(sweeps.carry_out_sweep, simulate=simulate)
    )
    return run


def test_the_command_prints_spreads_and_goes_on(tmp_path, made_up):
    out = tmp_path / "days"
    words = ["run", "account", "--ensemble", "--members", "6", "--jobs", "0", "--quiet"]
    answer = CliRunner().invoke(main, [*words, "--out", str(out), "--json"])
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.stdout)
    assert found == json.loads((out / "ensemble.json").read_text())
    assert found["members"] == 6
    under = pd.read_parquet(out / "members" / "runs.parquet")
    alone = pd.read_parquet(out / "alone" / "runs.parquet")
    assert sorted(under["replication"]) == sorted(alone["replication"]) == list(range(6))
    assert "member" not in alone
    median = found["outcomes"]["order_lasted"]["ensemble"]["median"]
    assert under["order_lasted"].min() <= median <= under["order_lasted"].max()
    assert found["outcomes"]["collapsed"]["alone"]["share"] == alone["collapsed"].mean()
    count = len(made_up)
    assert count == 12
    words[4] = "8"
    answer = CliRunner().invoke(main, [*words, "--out", str(out)])
    assert answer.exit_code == 0, answer.output
    assert len(made_up) == count + 4
    assert "under 8 of the" in answer.stdout
    assert "onset_time" in answer.stdout


def test_a_parameter_that_is_set_does_not_vary_and_it_says_so(tmp_path, made_up):
    words = ["run", "account", "--ensemble", "4", "--jobs", "0", "--quiet", "--json",
             "--set", "pressure.push=333"]  # fmt: skip
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 0, answer.output
    assert "pressure.push: as stated" in answer.stderr
    assert json.loads(answer.stdout)["as_stated"] == ["pressure.push"]
    assert {run.scenario.pressure.push for run in made_up} == {333.0}
    assert len({run.scenario.waiters.telling for run in made_up}) > 1


def test_new_days_are_held_against_the_account(tmp_path, made_up):
    out = tmp_path / "checks"
    words = ["--members", "12", "--at-rates", "3", "--jobs", "0", "--quiet", "--out", str(out)]
    answer = CliRunner().invoke(main, ["ensemble", "checks", *words])
    assert answer.exit_code == 0, answer.output
    found = json.loads((out / ensemble_checks.CHECKS_FILE).read_text())
    assert found["members"] == 12
    assert [each["days"] for each in found["a23"]["rates"]] == [3] * 5
    assert {each["key"] for each in found["checks"]} == {
        "A16", "A17", "A18", "A19", "A20", "A21", "A22", "A24", "A29", "A30", "A31", "A32",
        "A33",
    }  # fmt: skip
    assert found["a28"]["days"] == 3
    asked = [run.scenario.guards.number_check for run in made_up]
    assert (asked.count(1.0), len(asked)) == (3, 12 + 5 * 3 + 3)
    assert "A23" in answer.output
    assert "A28" in answer.output
    assert {run.seed for run in made_up} == {1}


def test_a_check_counts_the_members_within():
    onset = next(each for each in CHECKS if each.check == "A17")
    found = checked(onset, pd.DataFrame({"onset_time": [14.0, 15.0, 20.0, np.nan]}))
    assert found.value == 15.0
    assert found.share_within == 0.5
    assert found.passes
    never = checked(onset, pd.DataFrame({"onset_time": [np.nan, np.nan, 14.0]}))
    assert never.value is None
    assert not never.passes


def rates(*collapsed, days=20):
    factors = np.repeat(ensemble_checks.RATES, days)
    flags = np.concatenate([np.arange(days) < round(p * days) for p in collapsed])
    return pd.DataFrame(
        {"demand.factor": factors, "collapsed": flags, "replication": np.tile(np.arange(days), 5)}
    )


def test_collapse_must_rise_with_the_rate():
    assert rises(collapses(rates(0.0, 0.1, 0.5, 0.9, 1.0)))
    assert rises(collapses(rates(0.0, 0.15, 0.1, 0.9, 1.0)))
    assert not rises(collapses(rates(0.0, 0.9, 0.1, 0.9, 1.0)))
    assert not rises(collapses(rates(0.3, 0.4, 0.5, 0.9, 1.0)))
    assert not rises(collapses(rates(0.0, 0.1, 0.5, 0.6, 0.7)))


def a_posterior(n=2000, seed=0):
    """Members whose first parameter is narrowed, and whose first two trade off."""
    rng = np.random.default_rng(seed)
    shares = rng.random((n, 3))
    weights = np.exp(-0.5 * ((shares[:, 0] + 0.5 * shares[:, 1] - 0.6) / 0.08) ** 2)
    return {"a": shares[:, 0], "b": shares[:, 1], "c": shares[:, 2]}, weights / weights.sum()


def test_weights_narrow_a_parameter_and_leave_an_idle_one():
    found = {each.parameter: each for each in narrowings(*a_posterior())}
    assert found["a"].is_narrowed
    assert found["a"].width < 0.8
    assert not found["c"].is_narrowed
    assert found["c"].width == pytest.approx(1.0, abs=0.1)


def test_what_leads_away_from_the_account_shows_and_days_cut_short_are_the_farthest():
    rng = np.random.default_rng(1)
    shares = {name: rng.random(200) for name in ("a", "b")}
    far = np.where(shares["a"] < 0.5, np.inf, 1.0 - shares["a"])
    found = influences(shares, far)
    assert (found[0].first, found[0].is_certain) == ("a", True)
    assert found[0].rho < -0.8
    assert not found[1].is_certain


def test_weighted_quantiles_are_those_of_repeated_members():
    rng = np.random.default_rng(0)
    values, times = rng.random(200), rng.integers(1, 9, 200)
    for share in (0.05, 0.5, 0.95):
        known = np.quantile(np.repeat(values, times), share)
        assert quantile(values, times / times.sum(), share) == pytest.approx(known, abs=0.01)


def test_chance_alone_seldom_narrows():
    """At 5 %, some 5 of 100 uniform samples depart so far."""
    rng = np.random.default_rng(0)
    p = [departure(rng.random(100), np.full(100, 0.01)) for _ in range(400)]
    assert np.mean(np.array(p) < 0.05) == pytest.approx(0.05, abs=0.035)


def test_what_makes_up_for_what_shows():
    strongest = trade_offs(*a_posterior())[0]
    assert (strongest.first, strongest.second) == ("a", "b")
    assert strongest.rho < -0.6
    assert strongest.is_certain
    assert not any(each.is_certain for each in trade_offs(*a_posterior())[1:])


def members(n=60):
    rng = np.random.default_rng(0)
    table = {each.parameter: each.at(rng.random(n)) for each in RANGES}
    meets = {f"meets_{each.quantity}": 1 for each in TARGETS}
    frame = pd.DataFrame({"member": range(n), "weight": rng.random(n), "distance": 0.0, **table})
    frame["weight"] /= frame["weight"].sum()
    return frame.assign(**meets, facts_met=1.0)


MADE = {
    "tolerance": 0.0, "days": 300, "cpu_seconds": 900.0, "members": 60, "effective_number": 44.4,
    "command": "python", "version": "0", "commit": None, "rules": "0", "made_at": "2022-09-25",
    "facts": [{"quantity": each.quantity, "acceptable": each.fact.interval} for each in TARGETS],
    "rounds": [
        {"tolerance": None, "days": 128, "cut_short": 80, "accepted": 5, "acceptance": 0.04},
        {"tolerance": 1.5, "days": 172, "cut_short": 20, "accepted": 55, "acceptance": 0.32},
    ],
}  # fmt: skip


def test_the_note_says_all_there_is_to_say(tmp_path):
    days = pd.DataFrame({each.quantity: np.full(10, each.low + 0.001) for each in CHECKS})
    honored = pd.DataFrame({"collapsed": np.arange(20) < 7})
    table = as_table(DaysToCheck(days, rates(0, 0.1, 0.5, 0.9, 1), honored), 1)
    assert table["a28"]["passes"]
    text = ensemble_report.note(members(), MADE, table)
    for each in RANGES:
        assert f"| {each.parameter} " in text
    for each in TARGETS:
        assert each.fact.measured in text
    for key in ("A16", "A17", "A18", "A19", "A20", "A21", "A22", "A23", "A24", "A28", "A29"):
        assert f"| {key} " in text
    assert "300 days, 100 of them cut short" in text
    assert "nan" not in text
    assert "What the distance depends on" not in text
    depends = {"influences": [{"parameter": "waiters.telling", "rho": -0.5, "p": 1e-9}]}
    near = ensemble_report.note(members(), MADE | {"tolerance": 0.5} | depends, None)
    assert "| waiters.telling | -0.50 | 1e-09 | yes" in near
    assert "within a distance of 0.5" in near
    assert "Not looked at" in near


def test_the_figure_draws_every_parameter(tmp_path):
    from PIL import Image

    ensemble_figure(members(), tmp_path / "drawn.png")
    with Image.open(tmp_path / "drawn.png") as drawn:
        assert drawn.width > 1000
        assert len(drawn.convert("RGB").getcolors(1 << 24)) > 50


def test_the_note_that_ships_is_that_of_the_table():
    assert ensemble_report.note(
        ensemble_report.members_of(), how_it_was_made(), ensemble_report.checks_of()
    ) == (ensemble_report.NOTES / ensemble_report.NOTE).read_text(encoding="utf-8")


def test_shares_are_those_of_the_prior():
    shares, weights = shares_and_weights(members())
    assert list(shares) == [each.parameter for each in RANGES]
    assert weights.sum() == pytest.approx(1.0)
