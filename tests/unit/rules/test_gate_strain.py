"""Gates that are loaded, wear and fail, and guards who shout, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.rules.gate_strain import gate_fails, gate_wear, strain_gate

from .crowds_by_hand import full_strip


def test_gate_load_is_force_per_width():
    s = full_strip(3)
    strain_gate(s, 0, 1200.0, 3.0, 60.0)
    assert s.gate.load == pytest.approx(1000.0)


def test_a_ramp_breaks_the_gate_at_its_strength_never_before():
    s = full_strip(3, **{"gate.strength": 12.0, "gate.endurance": 0.0, "guards.shout_load": 0.0})
    for load in range(0, 20_000, 100):
        strain_gate(s, 0, (load + 1.0) * 1.2, 3.0, float(load))
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
        strain_gate(s, 0, 1.2 * (3_000.0 if now >= 30 else 1_900.0), 3.0, float(now))
        shouts.append(int(s.gate.shouts))
    assert shouts[9] == 0
    assert shouts[10] == shouts[29] == 1
    assert shouts[30] == 2
    assert shouts[-1] == 5
    relief = np.prod([1.0 - 0.5 * 0.8**k for k in range(5)])
    np.testing.assert_allclose(s.people.drive, relief)
