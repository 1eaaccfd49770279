"""A run is known by what its outcome depends on; replications share random numbers."""

from __future__ import annotations

import pytest

from gatecrush.experiments.days import planned_run as design
from gatecrush.experiments.days.planned_run import PlannedRun, code_files, digest_of
from gatecrush.experiments.studies.study import Point, in_order, planned_runs
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario


def test_key_names_scenario_seed_and_replication(account):
    keys = {
        PlannedRun(account, 0, 0).key,
        PlannedRun(account, 0, 1).key,
        PlannedRun(account, 1, 0).key,
        PlannedRun(account.with_(**{"gate.width": 1.2}), 0, 0).key,
    }
    assert len(keys) == 4
    assert PlannedRun(Scenario.load("account"), 0, 0).key in keys


def test_key_names_the_code(account, monkeypatch):
    before = PlannedRun(account, 0, 0).key
    monkeypatch.setattr(design, "code", lambda: "another")
    assert PlannedRun(account, 0, 0).key != before


def test_comments_and_docstrings_are_not_the_code(tmp_path):
    plain = tmp_path / "plain.py"
    plain.write_text("def f(x):\n    return x\n")
    told = tmp_path / "told.py"
    told.write_text('"""Told."""\n\n\ndef f(x):  # why\n    """Tell."""\n    return x\n')
    other = tmp_path / "other.py"
    other.write_text("def f(x):\n    return -x\n")
    plain_code, told_code, other_code = (digest_of([path]) for path in (plain, told, other))
    assert plain_code == told_code != other_code


def test_where_a_definition_stands_is_not_the_code(tmp_path):
    one, first, second = (tmp_path / name for name in ("one.py", "room_first.py", "second.py"))
    one.write_text("import math\n\nA = 1\n\n\ndef f(x):\n    return math.exp(A * x)\n")
    first.write_text("A = 1\n")
    second.write_text(
        "import math\nfrom room import A\n\n\ndef f(x):\n    return math.exp(A * x)\n"
    )
    assert digest_of([one]) == digest_of([second, first])
    first.write_text("A = 2\n")
    assert digest_of([one]) != digest_of([second, first])


def test_every_rule_is_in_the_code():
    """A folder that is looked for in the wrong place is empty without an error."""
    names = [path.name for path in code_files()]
    for name in ("waiter.py", "movement.py", "step.py", "outcomes.py"):
        assert names.count(name) == 1, name


def test_same_random_numbers_at_every_point(account):
    points = [Point({}, {"gate.batch_size": size}) for size in (5, 10, 20)]
    runs = planned_runs(account, points, replications=3, seed=7)
    for point in runs:
        assert [(run.seed, run.replication) for run in point] == [(7, 0), (7, 1), (7, 2)]
    assert [point[0].scenario.gate.batch_size for point in runs] == [5, 10, 20]


def test_runs_in_order_are_once_each_and_mix_the_points(account):
    points = [Point({}, {"gate.batch_size": size}) for size in (5, 10)]
    first = planned_runs(account, points, replications=2, seed=0)
    second = planned_runs(account, [Point({})], replications=3, seed=0)
    ordered = in_order([first, second])
    assert [run.replication for run in ordered] == [0, 0, 1, 1, 2]
    assert len({run.key for run in ordered}) == len(ordered)


def test_unusable_points_are_noticed_before_anything_runs(account):
    with pytest.raises(ScenarioError, match="did you mean"):
        planned_runs(account, [Point({}, {"gate.batch_sizes": 5})], replications=1, seed=0)


def test_words_repeat_the_run(account):
    run = PlannedRun(account.with_(**{"gate.width": 1.2}), 3, 4)
    words = run.words
    compile(words, "words", "exec")
    assert "'gate.width': 1.2" in words
    assert "seed=3" in words
    assert "replication=4" in words
