"""A run is known by what its outcome depends on; replications share random numbers."""

from __future__ import annotations

import pytest

from gatecrush.experiments.days import planned_run as design
from gatecrush.experiments.days.planned_run import PlannedRun, code_files, digest_of
from gatecrush.experiments.sweeps.listed import Listed
from gatecrush.experiments.sweeps.plan import planned
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
    listed = [Listed({"gate.batch_size": size}, 3) for size in (5, 10, 20)]
    plan = planned(account, listed=listed, seed=7)
    for point in range(3):
        runs = [run for run in plan.runs() if run.point == point]
        assert [(run.seed, run.replication) for run in runs] == [(7, 0), (7, 1), (7, 2)]
    assert [plan.run(point, 0).scenario.gate.batch_size for point in range(3)] == [5, 10, 20]


def test_listed_runs_are_once_each_and_mix_the_points(account):
    points = [Listed({"gate.batch_size": size}, 2) for size in (5, 10)]
    plan = planned(account, listed=[*points, Listed({}, 3)])
    ordered = list(plan.runs())
    assert len(ordered) == plan.runs_in_all == 5
    assert [run.replication for run in ordered] == [0, 0, 1, 1, 2]
    assert len({run.key for run in ordered}) == len(ordered)


def test_unusable_points_are_noticed_before_anything_runs(account):
    with pytest.raises(ScenarioError, match="did you mean"):
        planned(account, listed=[Listed({"gate.batch_sizes": 5}, 1)])


class Written:
    """A scenario whose parameters are not those of today, so that new ones do not matter here."""

    def flat(self):
        return {
            "name": "grün",
            "gate.width": 1.2,
            "demand.profile": ((5.0, 27.0, 20.0),),
            "guards.clear_refused": True,
        }


@pytest.mark.parametrize(
    ("seed", "replication", "key"),
    [
        (0, 0, "a2ce45c747026e9c5ac3"),
        (7, 3, "47fde8c847e574d26e54"),
        (2**63 - 1, 0, "d55ca0713f9a79982a64"),
    ],
)
def test_stored_runs_keep_their_keys(seed, replication, key, monkeypatch):
    """Written down before days could change on the way: a day without changes hashes the same."""
    monkeypatch.setattr(design, "code", lambda: "0123456789abcdef0123")
    monkeypatch.setattr(design, "_version", lambda: "0.1.0")
    run = PlannedRun(Written(), seed, replication)
    assert run.key == key
    changed = run.changed(12.0, {"gate.width": 1.0})
    assert changed.key != key
    assert changed.unchanged().key == key
    assert changed.changed(13.0, {"gate.width": 2.0}).key != changed.key


def test_a_line_of_python_repeats_the_day_with_its_changes(account):
    evening = {"run.start": 18.6, "run.end": 19.0, "demand.initial_numbered": 60}
    run = PlannedRun(account.with_(**evening), 3, 4).changed(18.8, {"gate.batch_size": 20})
    found: dict[str, object] = {}
    lines = run.python.rpartition("; ")
    exec(f"{lines[0]}; again = {lines[2]}", found)
    again, same = found["again"], run.repeat()
    assert again.changes == same.changes
    ((asked, wanted),), ((hour, done),) = run.conditions["changes"], same.changes
    assert done == wanted
    # At the time step nearest to the hour: it need not divide the time until then.
    assert hour == pytest.approx(asked, abs=0.501 * account.run.time_step / 3600, rel=0)
    assert again.series.equals(same.series)
