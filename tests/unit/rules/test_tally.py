"""People in a square, by sums."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gatecrush.model.rules.tally import counted_around, sum_up


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), reach=st.integers(0, 9))
def test_sums_count_a_square(seed: int, reach: int) -> None:
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(1, 12, 2)
    standing = rng.integers(0, 2, (rows, columns))
    tally = np.zeros((rows + 1, columns + 1), np.int64)
    tally[1:, 1:] = standing
    sum_up(tally)
    for row in range(rows):
        for column in range(columns):
            inside = standing[
                max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1
            ]
            assert counted_around(tally, row, column, reach) == inside.sum()
