"""Force by hand: balances, ropes of people, gates that wear and fail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.agents.conduct import HOLDING, PRESSING
from gatecrush.agents.people import empty_people
from gatecrush.model.beginning import empty_situation
from gatecrush.model.place.site import build_place
from gatecrush.model.rules.entry import stand_on
from gatecrush.model.rules.gate import cycle_time, strain_gate
from gatecrush.model.rules.pressure import bear_load, gate_fails, gate_wear, own_push, pass_force
from gatecrush.model.scenario.scenario import Scenario

from .crowds_by_hand import COARSE

PUSH = 100.0
WIDTH = 3  # people abreast


def full_strip(ranks, **changes):
    """A strip three cells wide, before a gate of the same width, full from the gate back."""
    settings = {
        "site.length": 40.0,
        "site.drop_off_near": 10.0,
        "site.drop_off_far": 20.0,
        "site.strip_width": 1.2,
        "gate.width": 1.2,
        "demand.initial_numbered": 0,
        "pressure.push": PUSH,
        "pressure.transmission": 1.0,
        "pressure.wall_loss": 0.0,
    }
    scenario = Scenario().with_(**COARSE | settings | changes)
    place = build_place(scenario.site, scenario.gate.width)
    people = empty_people(WIDTH * ranks)
    people.conduct[:] = PRESSING
    people.assertiveness[:] = 1.0
    people.drive[:] = 1.0
    s = empty_situation(scenario, place, people, 1, 0)
    strip = np.flatnonzero(place.ground.in_strip == 1)
    nearest = strip[np.lexsort((place.x[strip], place.y[strip]))][: people.size]
    for person, cell in enumerate(nearest):
        stand_on(s, person, int(cell), 0.0)
    return s


@pytest.mark.parametrize("ranks", [1, 2, 5, 20])
def test_without_loss_everybodys_push_reaches_the_gate(ranks):
    s = full_strip(ranks)
    assert pass_force(s) == pytest.approx(WIDTH * ranks * PUSH)


def test_forces_balance_at_every_rank():
    ranks = 12
    s = full_strip(ranks)
    pass_force(s)
    load = s.people.load.reshape(ranks, WIDTH).sum(axis=1)
    behind = PUSH * WIDTH * np.arange(ranks)[::-1]
    np.testing.assert_allclose(load, behind, atol=1e-9)


def test_what_is_passed_on_shrinks_by_the_transmission():
    s = full_strip(4, **{"pressure.transmission": 0.5})
    assert pass_force(s) == pytest.approx(WIDTH * PUSH * (1 + 0.5 + 0.25 + 0.125))


def test_walls_take_their_share():
    free, walled = full_strip(6), full_strip(6, **{"pressure.wall_loss": 0.3})
    assert pass_force(walled) < pass_force(free)
    beside = walled.place.ground.wall_beside[walled.people.cell]
    # Three abreast: the two at the walls have three of their eight neighbors there.
    np.testing.assert_allclose(beside.reshape(-1, WIDTH), [[3 / 8, 0.0, 3 / 8]] * 6)


def test_who_can_walk_does_not_push():
    s = full_strip(5)
    s.people.conduct[:WIDTH] = HOLDING
    full = pass_force(s)
    assert full == pytest.approx(WIDTH * 4 * PUSH)
    gap = full_strip(5)
    for person in range(WIDTH):
        gap.cells.occupant[gap.people.cell[person]] = -1
    assert pass_force(gap) == 0.0
    second = slice(WIDTH, 2 * WIDTH)
    # The second rank could step forward and does not push; the third pushes on it.
    assert gap.people.load[second].sum() == pytest.approx(WIDTH * 3 * PUSH)


def test_nobody_presses_no_force():
    s = full_strip(5)
    s.people.conduct[:] = HOLDING
    s.people.load[:] = 5.0
    assert pass_force(s) == 0.0
    assert np.all(s.people.load == 0.0)


@given(st.floats(0.0, 1.0), st.floats(0.3, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_push_grows_with_assertiveness_and_drive(lean, a, drive, more):
    push = own_push(400.0, lean, a, drive)
    assert 400.0 * a * lean - 1e-9 <= push <= 400.0 * a + 1e-9
    assert own_push(400.0, lean, a, max(drive, more)) >= push - 1e-9
    assert own_push(400.0, lean, max(a, more), drive) >= push - 1e-9


def test_load_is_borne():
    s = full_strip(1, **{"pressure.tolerated": 600.0, "pressure.dangerous": 1100.0})
    for loads in ([500.0, 700.0, 1200.0], [500.0, 700.0, 1200.0], [700.0, 0.0, 1000.0]):
        s.people.load[:] = loads
        bear_load(s, 3.0)
    np.testing.assert_allclose(s.people.dose, [2100.0, 4200.0, 10_200.0])
    np.testing.assert_allclose(s.people.time_in_danger, [0.0, 0.0, 6.0])
    np.testing.assert_allclose(s.people.danger_run, 0.0)
    np.testing.assert_allclose(s.people.time_near, 9.0)


def test_gate_load_is_force_per_width():
    s = full_strip(3)
    strain_gate(s, 1200.0, 3.0, 60.0)
    assert s.gate.load == pytest.approx(1000.0)


def test_a_ramp_breaks_the_gate_at_its_strength_never_before():
    s = full_strip(3, **{"gate.strength": 12.0, "gate.endurance": 0.0, "guards.shout_load": 0.0})
    for load in range(0, 20_000, 100):
        strain_gate(s, (load + 1.0) * 1.2, 3.0, float(load))
        assert bool(s.gate.failed) == (load >= 12_000)
    assert s.gate.failed_at == 12_000.0
    assert s.gate.is_open == 0


def test_gate_wears_through_by_load_above_the_wearing_load():
    wear = 0.0
    for seconds in range(3, 300, 3):
        wear = gate_wear(wear, 6_500.0, 3.0, 4_500.0, 240_000.0)
        assert wear == pytest.approx(2_000.0 * seconds / 240_000.0)
        assert gate_fails(wear, 6_500.0, 12_000.0) == (wear >= 1.0)
    assert wear > 1.0


@given(st.floats(0.0, 1.0), st.floats(0.0, 2e4), st.floats(0.0, 2e4), st.floats(0.0, 1e6))
def test_wear_grows_with_load_and_never_heals(wear, load, more, endurance):
    worn = gate_wear(wear, load, 3.0, 4_500.0, endurance)
    assert worn >= wear
    assert gate_wear(wear, load + more, 3.0, 4_500.0, endurance) >= worn
    assert gate_wear(wear, min(load, 4_500.0), 3.0, 4_500.0, endurance) == wear


def test_guards_shout_above_their_load_with_a_pause():
    s = full_strip(3, **{"guards.shout_load": 2.0, "guards.shout_pause": 60.0})
    s.gate.last_shout = -np.inf
    shouts = []
    for now in range(0, 300, 3):
        strain_gate(s, 1.2 * (3_000.0 if now >= 30 else 1_900.0), 3.0, float(now))
        shouts.append(int(s.gate.shouts))
    assert shouts[9] == 0
    assert shouts[10] == shouts[29] == 1
    assert shouts[30] == 2
    assert shouts[-1] == 5
    relief = np.prod([1.0 - 0.5 * 0.8**k for k in range(5)])
    np.testing.assert_allclose(s.people.drive, relief)


def test_cycle_time_is_uniform_between_its_bounds():
    assert cycle_time(45.0, 75.0, 0.0) == 45.0
    assert cycle_time(45.0, 75.0, 0.5) == 60.0
    assert cycle_time(60.0, 60.0, 0.9) == 60.0
