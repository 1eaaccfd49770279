"""Whole days with two gates: shares, order, a gate that shuts."""

import numpy as np
import pytest

from gatecrush.model.day import Day

from ..conftest import COMPILED
from ..place.plan.places_by_hand import area
from ..rules.two_gates import square

pytestmark = pytest.mark.skipif(not COMPILED, reason="whole days in plain Python")
ORDERLY = {
    "demand.informed": 1.0,
    "waiters.never_push": 1.0,
    "waiters.patience": 100_000.0,
    "waiters.fatigue": 0.0,
    "guards.turned_back": 0.0,
    "volunteers.count": 0,
}


def ran(scenario, seed=5):
    day = Day(scenario, seed=seed)
    day.run_until(scenario.run.end)
    return day


@pytest.mark.parametrize("one_list", [True, False])
def test_in_the_orderly_limit_nobody_is_admitted_out_of_turn(one_list):
    settings = ORDERLY | {"run.end": 15.0, "gate.one_list": one_list, "gate.choice": "assigned"}
    day = ran(square({"cycle": [20, 50]}, {"cycle": 30, "batch": 4}, **settings))
    gates = day.record.gates
    assert gates["admitted"].min() > 30
    assert day.record.summary["out_of_turn_share"] == 0.0
    assert gates["gate_load_peak"].max() == 0.0


def test_gates_that_are_alike_share_those_who_are_called():
    """Batches go in turn: none gets ahead but for what the first openings are apart."""
    settings = ORDERLY | {"run.end": 20.0, "gate.batch_size": 5}
    gates = ran(square({"cycle": 30}, {"cycle": 30}, **settings)).record.gates
    assert abs(np.diff(gates["admitted"])[0]) <= 2 * 5


def test_who_is_assigned_to_gates_alike_comes_to_each_by_chance():
    """Parties are drawn one by one: n gate choices of p = 1/2, those of a party alike."""
    day = ran(square(**{"gate.choice": "assigned", "gate.one_list": False, "run.end": 20.0}))
    people = day.people[day.people.conduct == 7]
    parties = {int(party): int(gate) for party, gate in zip(people.party, people.gate, strict=True)}
    share, n = np.mean(list(parties.values())), len(parties)
    assert n > 60
    assert abs(share - 0.5) < 3 * 0.5 / np.sqrt(n)


def test_when_a_gate_shuts_those_who_press_turn_to_the_other():
    settings = {
        "demand.factor": 4.0, "waiters.telling": 0.0, "waiters.challenge": 0.0, "run.end": 9.0,
        "gate.changing": 0.05, "demand.initial_numbered": 0, "volunteers.count": 0,
    }  # fmt: skip
    shut = {"closures": [[7, 9]]}
    day = Day(square({}, shut, **settings), seed=5)
    day.run_until(7.0)
    before = (day.people.gate[day.people.conduct == 5] == 1).sum()
    day.run_until(8.0)
    after = (day.people.gate[day.people.conduct == 5] == 1).sum()
    assert before > 20
    assert after < 0.2 * before
    assert day.gates.turned_to[0] > 0.8 * before
    kept = Day(square({}, shut, **settings | {"gate.changing": 0.0}), seed=5)
    kept.run_until(8.0)
    assert (kept.people.gate[kept.people.conduct == 5] == 1).sum() >= before


def test_a_side_gate_opens_and_shuts_at_an_hour_or_by_hand():
    """Nobody goes through it before, and repeated with what was changed the day is the same."""
    lines = ["7 gate.shut=[]", '9 gate.shut=["east"]']
    settings = ORDERLY | {"gate.shut": ["east"], "gate.cycle_min": 10.0, "gate.cycle_max": 12.0}
    scenario = square(**settings, **{"run.changes": lines, "run.end": 11.0})
    day = ran(scenario)
    through = day.record.admissions["time"][day.admission_log.gate[: day.admission_count] == 1]
    assert through.between(7.0, 9.2).all()
    assert len(through) > 10
    again = Day(scenario.with_(**{"run.changes": ()}), seed=5, changes=day.changes)
    again.run_until(11.0)
    assert again.changes == day.changes
    assert again.minute_log.tobytes() == day.minute_log.tobytes()


def test_another_change_leaves_a_gate_as_a_rule_has_set_it():
    zone = area("zone", 0, 0, 40, 40, name="all")
    rules = {"gate.shut": ["east"], "gate.by_density": ["all above 0.001: open east"]}
    day = Day(square(zones=[zone], **rules), seed=5)
    day.run_until(5.1)
    assert day.gates.shut.tolist() == [0, 0]
    day.change(**{"gate.batch_size": 3})
    assert day.gates.shut.tolist() == [0, 0]
    day.change(**{"gate.shut": ["east"]})  # as in the scenario, but the rule has opened it since
    assert day.gates.shut.tolist() == [0, 1]
    assert day.changes[-1][1] == {"gate.shut": ("east",)}
