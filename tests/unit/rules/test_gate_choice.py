"""Gate choice: nearest, assigned, or by what is seen; people may think again."""

import numpy as np
import pytest

from gatecrush.agents.conduct import ARRIVING, CALLED, FAMILY, HOLDING, PRESSING
from gatecrush.model.rules.gate_choice import (
    assigned_gate,
    best_gate,
    change_gates,
    choose_first_gate,
    cost_for_party,
    cost_of_gate,
    expected_time,
    flow_of_gate,
    gate_of_party,
    queue_before,
    sees_gate,
    thinks_again,
)

from .two_gates import square, standing

SEEN = {"gate.choice": "seen"}
CROWD = [(-1.5 + 0.35 * (n % 9), 1.5 + 0.35 * (n // 9)) for n in range(30)]
"""Thirty people before the south gate."""


def ready(scenario, places):
    """The square a while before either gate opens."""
    s = standing(scenario, places)
    s.gates.next_opening[:] = 1e6
    return s


def test_the_nearest_gate_is_the_one_with_the_shortest_way():
    s = ready(square(), [(0.0, 5.0), (18.0, 18.0), *CROWD])
    for person, gate in enumerate((0, 1)):
        choose_first_gate(s, person, s.people.cell[person])
        assert s.people.gate[person] == gate
    # However many stand before it.
    assert best_gate(s, 0, s.people.cell[0], -1) == 0


def test_who_sees_a_crowd_before_the_nearest_gate_goes_to_the_other():
    s = ready(square(**SEEN), [(5.0, 12.0), *CROWD])
    assert best_gate(s, 0, s.people.cell[0], -1) == 1
    empty = ready(square(**SEEN), [(5.0, 12.0)])
    assert best_gate(empty, 0, empty.people.cell[0], -1) == 0


def test_expected_time_is_the_way_and_the_queue():
    assert expected_time(10.0, 2.0, 6.0, 0.5) == 5.0 + 12.0
    s = ready(square({"batch": 4, "cycle": [10, 30]}, **SEEN), [(0.0, 12.0), *CROWD])
    cell = s.people.cell[0]
    assert flow_of_gate(s, 0) == pytest.approx(4 / 1200)
    assert queue_before(s, 0, 0, cell) == 30
    assert queue_before(s, 1, 0, cell) == 0
    way = s.place.approach.to_gate[cell]
    assert cost_of_gate(s, 0, 0, cell) == pytest.approx(way + 30 * 300)
    s.people.conduct[1:6] = HOLDING
    assert queue_before(s, 0, 0, cell) == 25


def test_a_gate_that_is_always_open_has_the_flow_of_its_width():
    s = ready(square(**{"gate.always_open": True}), [])
    assert flow_of_gate(s, 0) == pytest.approx(1.6 * (5 * 0.35 + 0.2))


def test_shares_of_those_assigned_are_equal_or_by_width():
    for shares, expected in (("equal", 0.5), ("width", 0.5)):
        s = ready(square(**{"gate.choice": "assigned", "gate.shares": shares}), [(0, 20)] * 400)
        gates = np.array([assigned_gate(s, person) for person in range(400)])
        assert gates.mean() == pytest.approx(expected, abs=3 * 0.5 / 20)
        s.people.party[:] = 7
        assert len({assigned_gate(s, person) for person in range(400)}) == 1
    s.gate_shares[:] = [0.9, 1.0]
    s.people.party[:] = np.arange(400)
    assert np.mean([assigned_gate(s, n) for n in range(400)]) == pytest.approx(0.1, abs=0.05)


def test_families_go_to_the_gate_of_the_lane():
    s = ready(square(), [(18.0, 18.0)])
    s.people.kind[0] = FAMILY
    choose_first_gate(s, 0, s.people.cell[0])
    assert s.people.gate[0] == s.place.lane_gate == 0


def test_who_sees_their_gate_shut_turns_to_the_other_at_a_rate():
    shut = {"closures": [[5, 9]]}
    s = ready(square(shut, **{"gate.changing": 0.01}), CROWD * 1)
    change_gates(s, 60.0)
    turned = int(s.people.gate.sum())
    assert turned == s.gates.turned_to[1]
    expected = 30 * (1 - np.exp(-0.6))
    assert turned == pytest.approx(expected, abs=3 * np.sqrt(expected * np.exp(-0.6)))
    never = ready(square(shut, **{"gate.changing": 0.0}), CROWD)
    change_gates(never, 60.0)
    assert not never.people.gate.any()
    assigned = ready(square(shut, **{"gate.choice": "assigned", "gate.changing": 10.0}), CROWD)
    change_gates(assigned, 60.0)
    assert not assigned.people.gate.any()


def test_another_gate_must_be_better_by_a_share():
    s = ready(square(**{"gate.changing": 10.0, "gate.reluctance": 0.5}), [(10.0, 9.0)])
    s.people.gate[0] = 1
    change_gates(s, 60.0)
    assert s.people.gate[0] == 1
    s.rules.gate.reluctance = 0.0
    change_gates(s, 60.0)
    assert s.people.gate[0] == 0


def test_nobody_turns_to_a_gate_out_of_sight_unless_theirs_is_shut():
    near = {"gate.changing": 10.0, "gate.reluctance": 0.0, "waiters.sight": 12.0}
    s = ready(square(**near | SEEN), [(5.0, 8.0), *CROWD])
    assert sees_gate(s, 0, s.people.cell[0])
    assert not sees_gate(s, 1, s.people.cell[0])
    change_gates(s, 60.0)
    assert s.people.gate[0] == 0
    shut = ready(square({"closures": [[5, 9]]}, **near | SEEN), [(5.0, 8.0)])
    change_gates(shut, 60.0)
    assert shut.people.gate[0] == 1


def test_a_party_turns_together():
    s = ready(square({"closures": [[5, 9]]}, **{"gate.changing": 0.01}), CROWD)
    s.people.party[:] = 0
    change_gates(s, 60.0)
    assert s.people.gate.all()


def test_a_party_split_over_two_crowds_is_not_called_back_and_forth():
    """Each of them stands well where they are; what is best for one is not for the other."""
    east = [(18.5 - 0.35 * (n // 9), 18.5 + 0.35 * (n % 9)) for n in range(30)]
    s = ready(square(**SEEN | {"gate.changing": 10.0}), [*CROWD[::-1], *east])
    s.people.party[30] = s.people.party[29]  # the first in the south, the first in the east
    s.people.gate[29:] = 1
    for _ in range(20):
        s.crowd.step += 1
        change_gates(s, 60.0)
    assert s.gates.turned_to.sum() <= 2


def test_who_comes_goes_where_others_of_the_party_went():
    s = ready(square(**SEEN), [(0.0, 8.0), (5.0, 12.0), (5.0, 12.5), *CROWD])
    s.people.party[:2] = 0
    assert gate_of_party(s, 1) == 0
    assert best_gate(s, 1, s.people.cell[1], -1) == 0
    assert gate_of_party(s, 2) == -1
    assert best_gate(s, 2, s.people.cell[2], -1) == 1
    s.people.conduct[0] = CALLED
    assert gate_of_party(s, 1) == -1


def test_a_gate_costs_a_party_what_it_costs_the_last_of_them():
    s = ready(square(**SEEN), [(0.0, 8.0), (5.0, 12.0), *CROWD])
    cells = s.people.cell
    costs = [cost_of_gate(s, 0, person, cells[person]) for person in (0, 1)]
    assert cost_for_party(s, 0, 0, cells[0]) == costs[0] < costs[1]
    s.people.party[:2] = 0
    assert cost_for_party(s, 0, 0, cells[0]) == costs[1]
    s.people.conduct[1] = CALLED
    assert cost_for_party(s, 0, 0, cells[0]) == costs[0]


def test_who_is_called_does_not_think_again():
    s = ready(square(), [(0.0, 5.0)])
    for conduct, again in ((ARRIVING, True), (PRESSING, True), (CALLED, False), (HOLDING, False)):
        s.people.conduct[0] = conduct
        assert thinks_again(s, 0) == again
    s.rules.gate.one_list = 0.0
    assert thinks_again(s, 0)
