"""Guards, by value and at the limits: whom they refuse, and what a shout is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.agents.guard import refuses, shout_relief

SHARES = st.floats(0.0, 1.0)


def test_guards_refuse_only_whom_they_ask_and_who_is_out_of_turn():
    assert refuses(False, 0.1, 0.2)
    assert not refuses(False, 0.2, 0.2)
    assert not refuses(True, 0.0, 1.0)
    assert not refuses(False, 0.0, 0.0)


@given(SHARES, SHARES, st.integers(0, 50))
def test_each_shout_takes_away_no_more_than_the_one_before(effect, wear, shouts):
    relief = shout_relief(effect, wear, shouts)
    assert 0.0 <= shout_relief(effect, wear, shouts + 1) <= relief <= effect


def test_shouts_wear_out():
    assert shout_relief(0.5, 0.8, 0) == 0.5
    assert shout_relief(0.5, 0.8, 2) == pytest.approx(0.32)
