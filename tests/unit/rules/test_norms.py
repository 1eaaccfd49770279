"""Norms by hand: who gives up the order, who comes back, who objects, whom volunteers bring."""

import math

import numpy as np
import pytest

from gatecrush.agents.conduct import ARRIVING, HOLDING, LEFT, PRESSING, SEEKING
from gatecrush.model.rules.norms import (
    challenge,
    decide,
    objection_rate,
    prepare_objections,
    renege,
    volunteer,
)

from .crowds_by_hand import crowd

ROW = [(0.2, 20.0), (0.2, 19.2), (0.2, 18.4), (0.2, 17.6)]
CERTAIN = 1e9
"""A time so long that whatever has a rate happens in it, s."""
OBJECTING = {
    "waiters.fatigue": 0.0,
    "waiters.challenge": 0.6,
    "waiters.challenge_reach": 2.0,
    "waiters.challenge_ahead": 0.37,
    "waiters.challenge_bystanders": 3.0,
    "waiters.challenge_time": 10.0,
}
ONE = 0.6 / 60.0
"""Rate of one objector behind a lone fresh intruder, 1/s."""


def thinking(disorder, conduct, **changes):
    """Four people who perceive so much disorder, with thresholds of 0.3 that do not wear down."""
    s = crowd(4, ROW, **{"waiters.fatigue": 0.0, "waiters.return_margin": 0.1} | changes)
    s.people.conduct[:] = conduct
    s.people.threshold[:] = 0.3
    s.people.number[:] = np.arange(1, 5)
    s.people.seen[:] = s.people.pays[:] = s.people.passed_over[:] = disorder
    return s


def test_who_perceives_more_than_they_bear_gives_up_and_takes_the_party_along():
    s = thinking([0.31, 0.0, 0.31, 0.29], HOLDING)
    s.people.party[:] = [0, 0, 1, 2]
    s.people.never_push[2] = 1
    decide(s, CERTAIN, 60.0)
    assert s.people.conduct.tolist() == [PRESSING, PRESSING, HOLDING, HOLDING]
    assert s.people.pressing_since[:2].tolist() == [60.0, 60.0]


def test_who_perceives_less_by_a_margin_comes_back_if_they_have_a_number():
    s = thinking([0.19, 0.21, 0.19, 0.35], PRESSING)
    s.people.number[2] = 0
    decide(s, CERTAIN, 60.0)
    assert s.people.conduct.tolist() == [HOLDING, PRESSING, PRESSING, PRESSING]


def test_nobody_decides_in_no_time():
    s = thinking([0.31, 0.31, 0.0, 0.0], [HOLDING, HOLDING, PRESSING, PRESSING])
    decide(s, 0.0, 60.0)
    assert s.people.conduct.tolist() == [HOLDING, HOLDING, PRESSING, PRESSING]


@pytest.mark.parametrize(("rate", "gone"), [(0.0, 0), (10.0, 3)])
def test_whoever_waits_may_leave_for_good(rate, gone):
    s = thinking([0.0] * 4, [SEEKING, HOLDING, PRESSING, ARRIVING], **{"waiters.reneging": rate})
    renege(s, CERTAIN, 60.0)
    assert (s.people.conduct == LEFT).sum() == s.crowd.left == gone
    assert s.people.conduct[3] == ARRIVING
    assert s.crowd.active == 4 - gone


def intruded(conducts, at=0.0, threshold=1.0):
    """A row of four from far to near; those who press began to at the given times, s."""
    s = crowd(4, ROW, **OBJECTING)
    s.people.conduct[:] = conducts
    s.people.threshold[:] = threshold
    s.people.pressing_since[:] = at
    return s


@pytest.mark.parametrize(
    ("conducts", "began", "rate"),
    [
        # Behind the intruder, ahead of them, one of each; and out of reach nobody.
        ([HOLDING, PRESSING, ARRIVING, ARRIVING], 0.0, ONE),
        ([ARRIVING, PRESSING, HOLDING, ARRIVING], 0.0, 0.37 * ONE),
        ([HOLDING, PRESSING, HOLDING, ARRIVING], 0.0, 1.37 * ONE),
        ([ARRIVING, PRESSING, ARRIVING, ARRIVING], 0.0, 0.0),
        # After the time in which an intruder becomes accepted 1/e is left.
        ([HOLDING, PRESSING, ARRIVING, ARRIVING], -600.0, math.exp(-1.0) * ONE),
        # Beside one who has long been accepted the other is silenced: (1/2)^3.
        ([HOLDING, PRESSING, PRESSING, ARRIVING], [0.0, 0.0, -1e9, 0.0], ONE / 8.0),
    ],
)
def test_objections_by_hand(conducts, began, rate):
    s = intruded(conducts, began)
    prepare_objections(s, 0.0)
    assert objection_rate(s, 1) == pytest.approx(rate)


def test_who_no_longer_cares_objects_to_nobody():
    s = intruded([HOLDING, PRESSING, ARRIVING, ARRIVING], threshold=0.0)
    prepare_objections(s, 0.0)
    assert objection_rate(s, 1) == 0.0


def test_an_intruder_who_is_challenged_goes_to_the_list():
    s = intruded([HOLDING, PRESSING, HOLDING, ARRIVING])
    s.people.number[1] = 0
    challenge(s, CERTAIN, 0.0)
    assert s.people.conduct.tolist() == [HOLDING, SEEKING, HOLDING, ARRIVING]
    assert s.crowd.challenges == 1


@pytest.mark.parametrize(("reach", "turned"), [(30.0, [3]), (3.0, [])])
def test_a_volunteer_speaks_to_the_nearest_who_presses(reach, turned):
    changes = {"volunteers.count": 1, "volunteers.start": 0.0, "volunteers.success": 1.0}
    s = thinking([0.0] * 4, PRESSING, **changes | {"volunteers.reach": reach})
    volunteer(s, 60.0, 60.0)
    assert np.flatnonzero(s.people.conduct == HOLDING).tolist() == turned
    assert s.crowd.turned_round == len(turned)


@pytest.mark.parametrize(("crowding", "turned"), [(1.0, [3]), (0.5, [])])
def test_a_volunteer_reaches_nobody_who_stands_more_densely(crowding, turned):
    """One person on the nine cells within 0.6 m, 0.4 m wide each, is 0.69 per m^2."""
    changes = {"volunteers.count": 1, "volunteers.start": 0.0, "volunteers.success": 1.0}
    changes |= {"volunteers.reach": 30.0, "volunteers.crowding": crowding}
    s = thinking([0.0] * 4, PRESSING, **changes)
    volunteer(s, 60.0, 60.0)
    assert np.flatnonzero(s.people.conduct == HOLDING).tolist() == turned


def test_two_volunteers_speak_to_two_people():
    changes = {"volunteers.count": 2, "volunteers.start": 0.0, "volunteers.success": 1.0}
    s = thinking([0.0] * 4, PRESSING, **changes | {"volunteers.reach": 30.0})
    volunteer(s, 60.0, 60.0)
    assert s.volunteers.person.tolist() == [3, 2]


def test_volunteers_come_at_their_hour():
    s = thinking([0.0] * 4, PRESSING, **{"volunteers.start": 17.0, "volunteers.reach": 30.0})
    volunteer(s, 60.0, 60.0)
    assert np.all(s.volunteers.person == -1)
