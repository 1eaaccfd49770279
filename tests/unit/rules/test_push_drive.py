"""Push drive by hand: it decays, and is handed to those who press behind."""

import numpy as np
import pytest

from gatecrush.agents.conduct import HOLDING, PRESSING
from gatecrush.model.rules.push_drive import hand_drive, note_handed, relax_drive

from .crowds_by_hand import crowd


def test_drive_decays_by_its_time_and_takes_in_the_greatest():
    s = crowd(2, [(0.2, 15.0), (0.2, 10.0)], **{"movement.drive_decay": 30.0})
    s.people.conduct[:] = PRESSING
    s.people.drive[:] = 1.0
    note_handed(s, 1, 0.99)
    for _ in range(100):
        relax_drive(s)
    decayed = np.exp(-100 * s.time_step / 30.0)
    assert s.people.drive[0] == pytest.approx(decayed)
    assert s.people.drive[1] == pytest.approx(decayed, rel=1e-12)
    note_handed(s, 0, 0.97)
    relax_drive(s)
    assert s.people.drive[0] == 0.97
    assert s.people.incoming_drive[0] == 0.0


def test_drive_is_handed_to_those_who_press_behind():
    """Behind the first stands one who presses and one who does not; ahead one who presses."""
    spots = [(0.2, 15.0), (0.2, 15.4), (0.6, 15.4), (0.2, 14.6)]
    s = crowd(4, spots, **{"movement.drive_handing": 0.5})
    s.people.conduct[:] = [PRESSING, PRESSING, HOLDING, PRESSING]
    hand_drive(s, s.people.cell[0], 0.5)
    assert s.people.incoming_drive.tolist() == [0.0, 0.5, 0.0, 0.0]
    hand_drive(s, s.people.cell[0], 0.3)
    assert s.people.incoming_drive[1] == 0.5
    assert s.crowd.handed == 1
