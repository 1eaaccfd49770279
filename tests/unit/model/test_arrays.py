"""Arrays of the situation are declared once: making and growing follow from it."""

import numpy as np
import pytest

from gatecrush.model.arrays import declared, grown
from gatecrush.model.beginning import begin
from gatecrush.model.situation import Situation, Work

LONGER = {"people": 9, "numbers": 10, "places": 3}
"""What grows in a day, and by how much here."""


@pytest.mark.parametrize("kind", [Situation, Work])
def test_what_grows_keeps_its_entries_and_is_filled_as_at_the_beginning(kind, lively):
    s = begin(lively, 5, 0)
    old = s if kind is Situation else s.work
    lengths = {"people": s.people.size, "numbers": s.holder.size, "places": s.batch.size}
    new = grown(old, **{axis: lengths[axis] + more for axis, more in LONGER.items()})
    for name, array in declared(kind).items():
        before, after = getattr(old, name), getattr(new, name)
        more = [LONGER.get(axis, 0) for axis in array.of]
        assert after.shape == tuple(np.add(before.shape, more)), name
        assert after.dtype == before.dtype
        kept = tuple(map(slice, before.shape))
        assert after[kept].tobytes() == before.tobytes(), name
        if any(more):
            added = np.ones(after.shape, bool)
            added[kept] = False
            assert after[added].tobytes() == array.made(*after.shape)[added].tobytes(), name
            assert (after is before) is False
        else:
            assert after is before


def test_nothing_becomes_shorter(lively):
    s = begin(lively, 5, 0)
    same = grown(s, people=1, numbers=1, places=1)
    assert all(one is other for one, other in zip(same, s, strict=True))


def test_a_record_that_grows_answers_to_its_fields(lively):
    s = grown(begin(lively, 5, 0), people=10_000)
    assert s.admission_log.time.size == 10_000
    assert np.isnan(s.minute_log.time).all()
    assert np.all(s.cells.occupant[s.people.cell[s.active[: s.crowd.active]]] >= 0)
