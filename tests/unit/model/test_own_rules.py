"""Rules of one's own: they act at full minutes, reproducibly, and leave no trace if they do not."""

import numpy as np
import pytest

from gatecrush.agents.conduct import HOLDING, PRESSING, SEEKING
from gatecrush.experiments import run
from gatecrush.model import BorderCrossing
from gatecrush.model.rules import randomness
from gatecrush.model.rules.turning_round import send_to_list

OWN_PURPOSE = 1000
"""Purposes of draws from here on are nobody's: those who write rules of their own take them."""


def day(scenario, *rules, seconds_per_step=1.0, changes=()):
    """A day run to its end with rules of one's own."""
    model = BorderCrossing(
        scenario, rng=3, seconds_per_step=seconds_per_step, changes=changes, rules=rules
    )
    while model.running:
        model.step()
    return model


def course(model):
    """What happened to everybody, to the bit."""
    return [model.people[name].tobytes() for name in model.people.dtype.names]


def turn_half_round(model):
    """Turn every second person who presses round, by a draw of one's own."""
    s, step = model.situation, model.situation.crowd.step
    for person in np.flatnonzero(model.people.conduct == PRESSING):
        if randomness.draw(s.seed, step, person, OWN_PURPOSE) < 0.5:
            send_to_list(s, person, model.seconds)


def test_a_rule_acts(lively):
    pressing = []

    def rule(model):
        before = model.people.conduct == PRESSING
        turn_half_round(model)
        turned = before & (model.people.conduct != PRESSING)
        assert np.isin(model.people.conduct[turned], (HOLDING, SEEKING)).all()
        pressing.append((before.sum(), turned.sum()))

    acted = day(lively, rule)
    assert len(pressing) == int((lively.run.end - lively.run.start) * 60 + 1e-9)
    # In plain Python the day is too short for anybody to have pressed for a minute.
    if sum(there for there, _ in pressing):
        assert sum(turned for _, turned in pressing) > 0
        assert course(acted) != course(day(lively))


def test_a_rule_that_does_nothing_leaves_no_trace(lively):
    assert course(day(lively, lambda model: None)) == course(day(lively))


@pytest.mark.parametrize("seconds", [0.175, 7.0, 60.0])
def test_a_rule_acts_alike_however_the_day_is_stepped(lively, seconds):
    whole = day(lively, turn_half_round)
    assert course(day(lively, turn_half_round, seconds_per_step=seconds)) == course(whole)


@pytest.mark.parametrize("time_step", [0.175, 0.17, 0.1])
def test_rules_act_at_the_last_step_of_each_minute(lively, time_step):
    seconds = []
    scenario = lively.with_(**{"run.time_step": time_step})
    day(scenario, lambda model: seconds.append(model.seconds))
    early = 60.0 * np.arange(1, len(seconds) + 1) - np.array(seconds)
    assert len(seconds) == int((lively.run.end - lively.run.start) * 60 + 1e-9)
    assert (early > -1e-6).all()
    assert (early < time_step).all()


def test_changes_that_a_rule_makes_are_remembered(lively):
    def larger_batches(model):
        if model.gate.opening >= 1:
            model.change(**{"gate.batch_size": 9})

    ruled = day(lively, larger_batches)
    assert len(ruled.changes) <= 1
    assert course(day(lively, changes=ruled.changes)) == course(ruled)


def test_run_takes_rules(lively):
    hours = []
    run(lively, rules=[lambda model: hours.append(model.hour)])
    assert len(hours) == int((lively.run.end - lively.run.start) * 60 + 1e-9)
    minutes = lively.run.start + np.arange(1, len(hours) + 1) / 60
    assert hours == pytest.approx(minutes, abs=lively.run.time_step / 3600, rel=0)


def test_purposes_of_ones_own_are_free():
    taken = [
        value
        for name, value in vars(randomness).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, int)
    ]
    assert len(taken) > 20
    assert max(taken) < OWN_PURPOSE
