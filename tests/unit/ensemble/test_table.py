"""A table of members: read, drawn from, restricted, kept in a manifest; and the one that ships."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gatecrush.experiments.calibration.distance import TARGETS
from gatecrush.experiments.calibration.note import members_of
from gatecrush.experiments.calibration.ranges import RANGES
from gatecrush.experiments.ensemble.table import (
    Ensemble,
    EnsembleError,
    how_it_was_made,
    load,
    read_table,
)
from gatecrush.experiments.sweeps.factors import factor
from gatecrush.experiments.sweeps.plan import Plan, plan_of
from gatecrush.model.scenario.scenario import Scenario

TEXT = """member,weight,seed,waiters.telling,pressure.push
0,0.5,7,0.004,250
1,0.25,8,0.008,300
2,0.25,9,0.002,450
"""
ENSEMBLE = read_table("three", TEXT)
ACCOUNT = Scenario.load("account")


def test_columns_that_are_parameters_are_read_and_others_left():
    assert ENSEMBLE.parameters == ("waiters.telling", "pressure.push")
    assert ENSEMBLE.members == (0, 1, 2)
    assert ENSEMBLE.settings(1) == {"waiters.telling": 0.008, "pressure.push": 300.0}


def test_members_are_drawn_by_weight_from_the_start():
    for many in (8, 20, 1000):
        drawn = Counter(ENSEMBLE.member_of(r) for r in range(many))
        assert [drawn[m] / many for m in (0, 1, 2)] == pytest.approx([0.5, 0.25, 0.25], abs=0.13)
    drawn = Counter(ENSEMBLE.member_of(r) for r in range(1000))
    assert drawn[0] / 1000 == pytest.approx(0.5, abs=0.005)


def test_a_member_without_weight_is_never_drawn():
    table = read_table("some", "member,weight,pressure.push\n4,0,250\n5,1,300\n6,0,350\n")
    assert {table.member_of(r) for r in range(100)} == {5}


def test_what_a_scenario_or_a_word_states_stays():
    assert ENSEMBLE.for_scenario(ACCOUNT) == ENSEMBLE
    own = ACCOUNT.with_(**{"pressure.push": 222.0})
    assert ENSEMBLE.for_scenario(own).parameters == ("waiters.telling",)
    left = ENSEMBLE.for_scenario(ACCOUNT, ["waiters.telling", "gate.width"])
    assert left.parameters == ("pressure.push",)
    assert left.fixed == ("waiters.telling",)
    assert left.settings_of(0) == {"pressure.push": 300.0}
    with pytest.raises(EnsembleError, match="nothing that this scenario leaves open"):
        left.for_scenario(own)


def test_a_manifest_holds_the_whole_of_it():
    again = Ensemble.of_table(ENSEMBLE.without({"waiters.telling"}).as_table())
    assert again == ENSEMBLE.without({"waiters.telling"})
    factors = (factor("demand.factor=0.5,1", ACCOUNT.quantities()),)
    plan = Plan(ACCOUNT, factors, replications=5, ensemble=ENSEMBLE)
    keys = [run.key for run in plan.runs()]
    assert [run.key for run in plan_of(plan.as_table()).runs()] == keys
    assert len(set(keys)) == 10


def test_the_same_member_and_random_numbers_at_every_point():
    factors = (factor("demand.factor=0.5,1,2", ACCOUNT.quantities()),)
    plan = Plan(ACCOUNT, factors, replications=6, ensemble=ENSEMBLE)
    for replication in range(6):
        runs = [plan.run(point, replication) for point in range(3)]
        assert len({run.member for run in runs}) == 1
        assert {run.scenario.pressure.push for run in runs} == {
            ENSEMBLE.settings_of(replication)["pressure.push"]
        }
        assert [run.scenario.demand.factor for run in runs] == [0.5, 1, 2]
    longer = replace(plan, replications=9)
    assert {run.key for run in plan.runs()} < {run.key for run in longer.runs()}


def test_without_an_ensemble_nothing_changes():
    plan = Plan(ACCOUNT, (), replications=1)
    assert plan.run(0, 0).member is None
    assert "ensemble" not in plan.as_table()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no column that is a parameter"),
        ("member,weight\n1,1\n", "has no column that is a parameter"),
        ("waiters.teling\n1\n", "did you mean waiters.telling"),
        ("gate.batch_size\n3\n", "only parameters that are numbers"),
        ("pressure.push\n", "has no members"),
        ("pressure.push\nmuch\n", "line 2: is not numbers throughout"),
        ("pressure.push,waiters.telling\n300\n", "line 2: is not numbers throughout"),
        ("weight,pressure.push\n-1,300\n", "weights must be numbers of at least 0"),
        ("weight,pressure.push\n0,300\n", "not all 0"),
        ("pressure.push,pressure.push\n300,300\n", "is there twice"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(text, words):
    with pytest.raises(EnsembleError, match=words):
        read_table("mine", text)


def test_values_beyond_bounds_are_refused_before_anything_runs():
    wild = read_table("wild", "pressure.push\n300\n1e9\n")
    with pytest.raises(EnsembleError, match=r"wild: .*pressure\.push"):
        wild.for_scenario(ACCOUNT)


def test_what_is_no_ensemble_says_why(tmp_path):
    with pytest.raises(EnsembleError, match="did you mean account"):
        load("acount")
    with pytest.raises(EnsembleError, match="account ships, or name a CSV file"):
        load("everybody")
    with pytest.raises(EnsembleError, match="cannot be read"):
        load(tmp_path / "none.csv")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EnsembleError, match="UTF-8"):
        load(tmp_path / "bytes.csv")
    (tmp_path / "mine.csv").write_text(TEXT)
    assert load(tmp_path / "mine.csv").members == (0, 1, 2)
    with pytest.raises(EnsembleError, match="has 3 members, not 4"):
        ENSEMBLE.check_number(4)


@pytest.fixture(scope="module")
def shipped() -> pd.DataFrame:
    return members_of()


def test_every_member_that_ships_is_a_scenario(shipped):
    ensemble = load()
    assert ensemble.parameters == tuple(each.parameter for each in RANGES)
    assert ensemble.for_scenario(ACCOUNT) == ensemble
    for row in range(len(ensemble)):
        changed = ACCOUNT.with_(**ensemble.settings(row)).flat()
        assert {name: changed[name] for name in ensemble.parameters} == ensemble.settings(row)
    assert len(ensemble) == len(shipped) == how_it_was_made()["members"]


def test_members_that_ship_lie_within_the_prior_and_weigh_one(shipped):
    for each in RANGES:
        assert shipped[each.parameter].between(each.low, each.high).all()
    assert shipped["weight"].sum() == pytest.approx(1.0, abs=1e-4)
    assert (shipped["weight"] > 0).all()
    assert shipped["seed"].is_unique
    assert shipped["member"].tolist() == list(range(len(shipped)))


def test_members_that_ship_meet_what_the_note_says(shipped):
    made = how_it_was_made()
    assert (shipped["distance"] <= made["tolerance"] + 1e-9).all()
    facts = [f"meets_{each.quantity}" for each in TARGETS]
    assert (shipped[facts].all(axis=1) == (shipped["distance"] == 0)).all()
    meets = shipped[facts].to_numpy(float)
    assert np.allclose(meets.mean(axis=1), shipped["facts_met"], atol=1e-3)
    assert sum(each["days"] for each in made["rounds"]) == made["days"]
    assert sum(each["accepted"] for each in made["rounds"]) == made["members"]
