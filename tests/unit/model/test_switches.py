"""Every rule can be switched off by one parameter: the day still runs, and is another day."""

import pytest

from gatecrush.model import BorderCrossing

SWITCHES = {
    "waiters.telling": 0.0,
    "waiters.fatigue": 0.0,
    "waiters.challenge": 0.0,
    "waiters.word_of_mouth": 0.0,
    "waiters.skip_perception": 0.0,
    "waiters.press_perception": 0.0,
    "waiters.reneging": 0.0,
    "waiters.wandering": 0.0,
    "volunteers.count": 0,
    "guards.shout_load": 0.0,
    "guards.turned_back": 0.0,
    "families.count": 0.0,
    "movement.friction": 0.0,
    "movement.squeezing": 0.0,
    "movement.threading": 0.0,
    "movement.step_back": 0.0,
    "movement.drive_handing": 0.0,
    "pressure.push": 0.0,
    "pressure.lean": 0.0,
    "pressure.transmission": 0.0,
    "pressure.wall_loss": 0.0,
}


INTERVENTIONS = {
    "list.handed_out": ({"list.handed_out": 1e-12}, {"list.handed_out": 0.5}),
    "list.announcements": (
        {"list.announcements": 60.0, "list.announcement_reach": 0.0},
        {"list.announcements": 60.0},
    ),
    "demand.limit": ({"demand.limit": 100_000}, {"demand.limit": 40}),
    "gate.closures": (
        {"gate.closures": ((3.0, 5.0), (9.0, 10.0))},
        {"gate.closures": ((5.1, 5.15), (5.3, 5.4))},
    ),
    "gate.shut": ({"gate.shut": ()}, {"gate.shut": ("1",)}),
    "run.changes": (
        {"run.changes": ["5.01 guards.number_check=0.0"]},
        {"run.changes": ["5.01 guards.number_check=1.0", "5.02 gate.batch_size=3"]},
    ),
    "site.pen_length": ({"site.pen_door": 2.0}, {"site.pen_length": 3.0}),
    "families.priority": ({"families.priority": 1e-12}, {"families.priority": 0.5}),
    "waiters.coming_again": (
        {"waiters.absence": 1.0, "list.kept": True},
        {"waiters.reneging": 8.0, "waiters.coming_again": 1.0, "waiters.absence": 1.0},
    ),
    "list.kept": (
        {"list.kept": False},
        {
            "waiters.reneging": 8.0,
            "waiters.coming_again": 1.0,
            "waiters.absence": 1.0,
            "list.kept": False,
        },
    ),
    "waiters.closing_up": ({"waiters.closing_up": 1e-12}, {"waiters.closing_up": 1.0}),
}
"""Settings under which an intervention does nothing, and under which it does something."""


def run(scenario):
    """A day run to its end."""
    model = BorderCrossing(scenario, rng=3)
    model.run_until(scenario.run.end)
    return model


def course(model):
    """What happened to everybody, what they bore, and what was noted every minute."""
    names = (
        "cell",
        "conduct",
        "number",
        "exit_time",
        "load",
        "dose",
        "drive",
        "pays",
        "passed_over",
        "seen",
    )
    return [*(model.people[name].tobytes() for name in names), model.minute_log.tobytes()]


@pytest.fixture(scope="module")
def whole(lively):
    """The day with every rule."""
    return run(lively)


@pytest.mark.parametrize("switch", SWITCHES)
def test_rule_switches_off(switch, whole, lively, compiled):
    model = run(lively.with_(**{switch: SWITCHES[switch]}))
    counts = model.counts
    assert counts.arrived == counts.admitted + counts.turned_back + counts.left + counts.active
    assert counts.admitted > 0
    # In plain Python the day is too short for every rule to have come to bear.
    assert not compiled or course(model) != course(whole)


@pytest.mark.parametrize("intervention", INTERVENTIONS)
def test_nothing_intervenes_unless_told_to(intervention, whole, lively, compiled):
    """With the default the day is, to the bit, the one on which the intervention can do nothing."""
    idle, at_work = INTERVENTIONS[intervention]
    assert course(run(lively.with_(**idle))) == course(whole)
    model = run(lively.with_(**at_work))
    counts = model.counts
    present = counts.active + counts.outside
    assert counts.arrived == counts.admitted + counts.turned_back + counts.left + present
    # In plain Python the day is too short for everything to have come to bear.
    assert not compiled or course(model) != course(whole)


def test_a_switched_off_rule_leaves_no_trace(lively):
    off = {
        "waiters.challenge": 0.0,
        "waiters.telling": 0.0,
        "demand.informed": 0.0,
        "volunteers.count": 0,
        "guards.shout_load": 0.0,
        "guards.turned_back": 0.0,
        "waiters.reneging": 0.0,
        "pressure.push": 0.0,
        "families.count": 0.0,
    }
    model = run(lively.with_(**off))
    counts = model.counts
    assert counts.challenges == counts.turned_round == counts.turned_back == counts.left == 0
    assert model.gate.shouts == 0
    assert model.gate.load == 0.0
    assert model.people.load.max() == 0.0
    assert counts.families_admitted == 0
    # Nobody was told: nobody took a number.
    assert model.number_list.last_number == lively.demand.initial_numbered
