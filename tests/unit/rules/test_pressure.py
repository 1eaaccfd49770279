"""Force by hand: balances, ropes of people, what bodies bear."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.agents.conduct import HOLDING
from gatecrush.model.rules.gate import cycle_time
from gatecrush.model.rules.pressure import bear_load, own_push, pass_force

from .crowds_by_hand import PUSH, WIDTH, full_strip


@pytest.mark.parametrize("ranks", [1, 2, 5, 20])
def test_without_loss_everybodys_push_reaches_the_gate(ranks):
    s = full_strip(ranks)
    assert pass_force(s, 0) == pytest.approx(WIDTH * ranks * PUSH)


def test_forces_balance_at_every_rank():
    ranks = 12
    s = full_strip(ranks)
    pass_force(s, 0)
    load = s.people.load.reshape(ranks, WIDTH).sum(axis=1)
    behind = PUSH * WIDTH * np.arange(ranks)[::-1]
    np.testing.assert_allclose(load, behind, atol=1e-9)


def test_what_is_passed_on_shrinks_by_the_transmission():
    s = full_strip(4, **{"pressure.transmission": 0.5})
    assert pass_force(s, 0) == pytest.approx(WIDTH * PUSH * (1 + 0.5 + 0.25 + 0.125))


def test_walls_take_their_share():
    free, walled = full_strip(6), full_strip(6, **{"pressure.wall_loss": 0.3})
    assert pass_force(walled, 0) < pass_force(free, 0)
    beside = walled.place.ground.wall_beside[walled.people.cell]
    # Three abreast: the two at the walls have three of their eight neighbors there.
    np.testing.assert_allclose(beside.reshape(-1, WIDTH), [[3 / 8, 0.0, 3 / 8]] * 6)


def test_who_can_walk_does_not_push():
    s = full_strip(5)
    s.people.conduct[:WIDTH] = HOLDING
    full = pass_force(s, 0)
    assert full == pytest.approx(WIDTH * 4 * PUSH)
    gap = full_strip(5)
    for person in range(WIDTH):
        gap.cells.occupant[gap.people.cell[person]] = -1
    assert pass_force(gap, 0) == 0.0
    second = slice(WIDTH, 2 * WIDTH)
    # The second rank could step forward and does not push; the third pushes on it.
    assert gap.people.load[second].sum() == pytest.approx(WIDTH * 3 * PUSH)


def test_nobody_presses_no_force():
    s = full_strip(5)
    s.people.conduct[:] = HOLDING
    s.people.load[:] = 5.0
    assert pass_force(s, 0) == 0.0
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


def test_cycle_time_is_uniform_between_its_bounds():
    assert cycle_time(45.0, 75.0, 0.0) == 45.0
    assert cycle_time(45.0, 75.0, 0.5) == 60.0
    assert cycle_time(60.0, 60.0, 0.9) == 60.0
