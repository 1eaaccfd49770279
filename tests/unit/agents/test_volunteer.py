"""A volunteer is listened to the less, the more disorder one perceives."""

from hypothesis import given
from hypothesis import strategies as st

from gatecrush.agents.volunteer import turns_round

SHARES = st.floats(0.0, 1.0)


def test_volunteers_word_is_worth_the_order():
    for seen, disorder in ((0.0, 0.5), (0.5, 0.0), (0.5, 0.3)):
        assert turns_round(0.2, seen, disorder, 0.049)
        assert not turns_round(0.2, seen, disorder, 0.051)
    assert turns_round(0.2, 0.0, 0.0, 0.199)
    assert not turns_round(0.2, 0.0, 0.0, 0.2)
    assert not turns_round(1.0, 1.0, 0.0, 0.0)


@given(SHARES, SHARES, SHARES, SHARES, SHARES)
def test_who_listens_in_disorder_listens_in_order(success, seen, disorder, less, u):
    calm = min(disorder, less)
    assert not turns_round(success, seen, disorder, u) or turns_round(success, seen, calm, u)
