"""Parameters that change during a day act from that moment on, and the day can be repeated."""

import numpy as np
import pytest

from gatecrush.experiments import run
from gatecrush.model import BorderCrossing, Scenario
from gatecrush.model.scenario.door import ScenarioError

SHORT = {
    "run.start": 17.0,
    "run.end": 18.2,
    "demand.initial_numbered": 60,
    "volunteers.start": 17.0,
    "gate.cycle_min": 12.0,
    "gate.cycle_max": 18.0,
}
OTHER = {
    "demand.factor": 3.0,
    "demand.limit": 70,
    "guards.count": 4,
    "guards.number_check": 1.0,
    "guards.clear_refused": True,
    "guards.turned_back": 1.0,
    "guards.shout_load": 0.05,
    "guards.shout_effect": 1.0,
    "guards.shout_wear": 0.1,
    "guards.shout_pause": 1.0,
    "volunteers.count": 12,
    "volunteers.start": 17.5,
    "volunteers.reach": 0.0,
    "volunteers.success": 1.0,
    "volunteers.crowding": 0,
    "gate.batch_size": 25,
    "gate.cycle_min": 3.0,
    "gate.cycle_max": 40.0,
    "gate.changing": 0.5,
    "gate.reluctance": 0.0,
    "gate.shut": ["1"],
    "gate.closures": [[17.2, 17.4]],
    "gate.admission_interval": 9.0,
    "gate.closing_after": 5.0,
    "gate.processing_share": 0.1,
    "list.handed_out": 1.0,
    "list.announcements": 30.0,
    "waiters.closing_up": 1.0,
    "waiters.telling": 0.5,
    "waiters.fatigue": 1.0,
    "waiters.give_up_time": 0.5,
    "waiters.return_time": 0.5,
    "waiters.return_margin": 0.0,
    "waiters.skip_perception": 4.0,
    "waiters.press_perception": 0.0,
    "waiters.word_of_mouth": 1.0,
    "waiters.challenge": 1.0,
}
CHANGEABLE = [name for name, each in Scenario.quantities().items() if each.changeable]


def day(**options):
    settings = {**SHORT, **options.pop("settings", {})}
    return BorderCrossing(Scenario.load("account").with_(**settings), rng=5, **options)


def course(model):
    """What happened to everybody who came, whom the gate admitted, and every minute's row."""
    record = model.record
    drop = [name for name in record.summary if "." in name or name == "cpu_seconds"]
    return record.people, record.admissions, record.series, record.summary.frame.drop(columns=drop)


def same(one, other):
    return all(a.equals(b) for a, b in zip(course(one), course(other), strict=True))


def test_every_changeable_parameter_is_tried():
    assert sorted(OTHER) == sorted(CHANGEABLE)


@pytest.mark.parametrize("name", CHANGEABLE)
def test_changed_before_the_first_step_is_begun_with(name):
    setting = {name: OTHER[name]}
    if name == "gate.cycle_min":
        setting["gate.cycle_max"] = 18.0
    changed, begun = day(), day(settings=setting)
    changed.change(**setting)
    for model in (changed, begun):
        model.run_until(17.7)
    assert same(changed, begun)


@pytest.mark.parametrize("name", ["demand.factor", "gate.batch_size", "gate.cycle_max"])
def test_day_is_the_same_until_then_and_another_afterwards(name):
    plain, changed = day(), day(changes=[(17.5, {name: OTHER[name]})])
    for model in (plain, changed):
        model.run_until(17.5)
    assert course(plain)[2].equals(course(changed)[2])
    for model in (plain, changed):
        model.run_model()
    first = course(plain)[2]["time"] <= 17.5
    assert course(plain)[2][first].equals(course(changed)[2][first])
    assert not same(plain, changed)


@pytest.mark.parametrize("factor", [0.0, 0.3, 4.0])
def test_nobody_is_lost_when_the_rate_changes(factor):
    model = day(changes=[(17.4, {"demand.factor": factor}), (17.8, {"demand.factor": 1.5})])
    before = None
    while model.running:
        model.run_until(model.hour + 0.1)
        counts = model.counts
        assert counts.arrived == counts.admitted + counts.turned_back + counts.left + counts.active
        if model.hour < 17.4:
            before = model.record.people
    after = model.record.people.set_index("person")
    # Not their kind: who was on the way then may have become a line-jumper since.
    who = ["party", "arrival_time", "threshold", "assertiveness", "informed"]
    assert after.loc[before["person"], who].equals(before.set_index("person")[who])
    here = model.people.conduct > 0
    came = model.people.arrival_time[here] / 3600 + 17
    if factor == 0.0:
        walked = model.people.kind[here] != 2
        assert not ((came > 17.41) & (came < 17.79) & walked).any()


def test_more_people_come_after_the_rate_is_raised():
    plain, raised = day(), day(changes=[(17.5, {"demand.factor": 5.0})])
    for model in (plain, raised):
        model.run_model()
    later = [int((m.record.people["arrival_time"] > 17.5).sum()) for m in (plain, raised)]
    assert later[1] > 3 * later[0]


def test_raised_and_lowered_at_once_is_nothing():
    plain, changed = day(), day()
    for model in (plain, changed):
        model.run_until(17.5)
    changed.change(**{"demand.factor": 4.0})
    changed.change(**{"demand.factor": 1.0})
    for model in (plain, changed):
        model.run_model()
    assert same(plain, changed)


@pytest.mark.parametrize("seconds", [1.0, 60.0])
def test_day_with_changes_is_repeated_to_the_bit(seconds):
    lived = day()
    lived.run_until(17.31)
    lived.change(**{"volunteers.count": 7, "demand.factor": 2.0})
    lived.run_until(17.73)
    lived.change(**{"gate.batch_size": 3, "volunteers.count": 1})
    lived.run_model()
    again = day(changes=lived.changes, seconds_per_step=seconds)
    again.run_model()
    assert same(lived, again)
    assert again.changes == lived.changes == again.record.changes


def test_runner_passes_changes_on():
    scenario = Scenario.load("account").with_(**SHORT)
    record = run(scenario, seed=5, changes=[(17.5, {"guards.number_check": 1.0})])
    assert record.changes == ((pytest.approx(17.5, abs=1e-3), {"guards.number_check": 1.0}),)


def test_windows_of_volunteers_follow():
    model = day()
    model.run_until(17.2)
    for count in (6, 2):
        model.change(**{"volunteers.count": count})
        assert sum(type(agent).__name__ == "Volunteer" for agent in model.agents) == count
        model.run_until(model.hour + 0.1)
    assert np.isfinite(model.volunteers.x).all()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"site.strip_width": 2.0}, "cannot change during a day; these can: demand.factor"),
        ({"volunteers.cuont": 2}, "did you mean volunteers.count"),
        ({"guards.number_check": 2.0}, "must be at most 1"),
    ],
)
def test_change_that_cannot_be_is_refused_and_changes_nothing(settings, words):
    model, plain = day(), day()
    for each in (model, plain):
        each.run_until(17.3)
    with pytest.raises(ScenarioError, match=words):
        model.change(**settings)
    assert model.changes == ()
    with pytest.raises(ScenarioError, match=words):
        day(changes=[(17.5, settings)])
    for each in (model, plain):
        each.run_until(17.5)
    assert same(model, plain)


def test_value_that_a_parameter_has_is_no_change():
    model = day()
    model.change(**{"demand.factor": 1.0})
    assert model.changes == ()
