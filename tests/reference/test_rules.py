"""Every kernel alone against its plain version on random crowds, with something to do in each."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gatecrush.agents.conduct import BESIDE, HOLDING, PRESSING, SEEKING
from gatecrush.model.rules import (
    absence,
    announcing,
    entry,
    gate,
    movement,
    norms,
    number_list,
    pen,
    perception,
    pressure,
    push_drive,
    settling,
    squeezing,
    telling,
    waiting_column,
)

from . import plain_gate, plain_list, plain_movement, plain_norms, plain_pushing
from .plain_world import World, assert_equal, copy_of
from .random_crowds import SITES, random_situation

CROWDS = 40
Fast = Callable[[Any, float], Any]
Plain = Callable[[World, float], Any]


def fast_moves(s: Any, _now: float) -> None:
    """Propose, settle conflicts, move, hand on the push drive and let it relax."""
    movement_count = movement.carry_out_steps(s, movement.propose_steps(s))
    push_drive.follow_up(s, movement_count)
    push_drive.relax_drive(s)


def plain_moves(world: World, _now: float) -> None:
    """Do the same in plain Python."""
    plain_pushing.follow_up(world, plain_movement.move(world))
    plain_pushing.relax_drive(world)


def fast_force(s: Any, now: float) -> None:
    """Pass the force, load the gate with it, sum up what people bear."""
    pressure.load_gates(s, 3.0, now)
    pressure.bear_load(s, 3.0)


def plain_force(world: World, now: float) -> None:
    """Do the same in plain Python."""
    plain_gate.strain_gate(world, plain_pushing.pass_force(world), 3.0, now)
    plain_pushing.bear_load(world, 3.0)


RULES: dict[str, tuple[Fast, Plain]] = {
    "arriving": (entry.let_arrive, plain_gate.let_arrive),
    "handing out": (
        lambda s, now: number_list.hand_out_numbers(s, entry.let_arrive(s, now), now),
        lambda w, now: plain_list.hand_out_numbers(w, plain_gate.let_arrive(w, now), now),
    ),
    "moving": (fast_moves, plain_moves),
    "squeezing": (
        lambda s, _: squeezing.squeeze(s, 0.9),
        lambda w, _: plain_pushing.squeeze(w, 0.9),
    ),
    "force": (fast_force, plain_force),
    "gate": (gate.work_gates, plain_gate.work_gate),
    "ranks": (number_list.update_ranks, plain_list.update_ranks),
    "writing": (number_list.write_numbers, plain_list.write_numbers),
    "settling": (lambda s, _: settling.settle(s), lambda w, _: plain_list.settle(w)),
    "telling": (
        lambda s, now: telling.hear_of_list(s, 0.9, now),
        lambda w, now: plain_norms.hear_of_list(w, 0.9, now),
    ),
    "patience": (telling.lose_patience, plain_norms.lose_patience),
    "reaching the gate": (telling.reach_the_gate, plain_norms.reach_the_gate),
    "looking around": (
        lambda s, _: perception.look_around(s, 60.0),
        lambda w, _: plain_norms.look_around(w, 60.0),
    ),
    "word of mouth": (
        lambda s, _: perception.hear_neighbors(s, 60.0),
        lambda w, _: plain_norms.hear_neighbors(w, 60.0),
    ),
    "announcing": (
        lambda s, now: announcing.announce(s, 60.0, now),
        lambda w, now: plain_norms.announce(w, 60.0, now),
    ),
    "news of an admission": (
        lambda s, _: perception.learn_from_admission(s, 0, s.list.last_number // 2),
        lambda w, _: plain_norms.learn_from_admission(w, w.list.last_number // 2),
    ),
    "news of a closing": (
        lambda s, _: perception.learn_from_closing(s, 0),
        lambda w, _: plain_norms.learn_from_closing(w),
    ),
    "deciding": (
        lambda s, now: norms.decide(s, 60.0, now),
        lambda w, now: plain_norms.decide(w, 60.0, now),
    ),
    "challenging": (
        lambda s, now: norms.challenge(s, 60.0, now),
        lambda w, now: plain_norms.challenge(w, 60.0, now),
    ),
    "volunteering": (
        lambda s, now: norms.volunteer(s, 60.0, now),
        lambda w, now: plain_norms.volunteer(w, now),
    ),
    "reneging": (
        lambda s, now: norms.renege(s, 60.0, now),
        lambda w, now: plain_norms.renege(w, 60.0, now),
    ),
    "leaving and coming again": (
        lambda s, now: [norms.renege(s, 60.0, now), absence.come_again(s, now + 60.0)],
        lambda w, now: [plain_norms.renege(w, 60.0, now), plain_norms.come_again(w, now + 60.0)],
    ),
}


def state_of(s: Any) -> tuple[bytes, ...]:
    """Return everything that a rule may change, to see whether it did."""
    return s.people.tobytes(), s.gate.tobytes(), s.list.tobytes(), s.crowd.tobytes()


@pytest.mark.parametrize("rule", RULES)
def test_rule_equals_its_plain_version(rule: str) -> None:
    fast, plain = RULES[rule]
    sites, changed = list(SITES), 0
    for seed in range(CROWDS):
        s = random_situation(seed, sites[seed % len(sites)])
        world = copy_of(s)
        for _ in range(3):
            s.crowd.step += 1
            world.count.step += 1
            now, before = s.crowd.step * s.time_step, state_of(s)
            fast(s, now)
            plain(world, now)
            assert_equal(world, s)
            changed += state_of(s) != before
    assert changed > 3


def test_asking_at_the_door_of_a_pen_equals_its_plain_version() -> None:
    """Dense crowds that press: somebody stands before the door now and then."""
    asking = {"guards.number_check": 1.0, "guards.clear_refused": True}
    sent = 0
    for seed in range(CROWDS):
        s = random_situation(seed, "pen", 300, **asking)
        world = copy_of(s)
        now, before = s.crowd.step * s.time_step, state_of(s)
        pen.ask_at_door(s, now)
        plain_norms.ask_at_door(world, now)
        assert_equal(world, s)
        sent += state_of(s) != before
    assert sent > 3


@pytest.mark.parametrize("site", SITES)
def test_conflicts_are_settled_as_in_plain_python(site: str) -> None:
    """A dense crowd in which everybody presses: again and again several want the same cell."""
    conflicts = 0
    for seed in range(8):
        s = random_situation(
            seed, site, most=240, **{"movement.friction": 0.4, "movement.yielding": 0.5}
        )
        s.people.conduct[s.active[: s.crowd.active]] = PRESSING
        s.people.drive[:] = 1.0
        world = copy_of(s)
        for _ in range(20):
            s.crowd.step += 1
            world.count.step += 1
            count = movement.propose_steps(s)
            claims = s.work.steps.cell[:count]
            conflicts += count - np.unique(claims).size
            movement.carry_out_steps(s, count)
            plain_movement.move(world)
            assert_equal(world, s)
            np.testing.assert_array_equal(s.cells.claims, 0)
    assert conflicts > 40


@pytest.mark.parametrize("site", SITES)
def test_exchanges_are_settled_as_in_plain_python(site: str) -> None:
    """A dense crowd of which half stand about: several want past the same person."""
    rivals = 0
    for seed in range(8):
        s = random_situation(seed, site, most=160, **{"movement.threading": 3.0})
        here = s.active[: s.crowd.active]
        here = here[s.people.conduct[here] != BESIDE]
        s.people.conduct[here[::2]] = HOLDING
        s.people.conduct[here[1::2]] = PRESSING
        s.people.settled[here] = 0
        s.people.target[here] = s.place.column[0]
        settling.list_restless(s)
        world = copy_of(s)
        for _ in range(6):
            s.crowd.step += 1
            world.count.step += 1
            wishes = plain_pushing.wishes(world, 0.9)
            named = [person for wish in wishes for person in wish[1:]]
            rivals += len(named) - len(set(named))
            squeezing.squeeze(s, 0.9)
            plain_pushing.squeeze(world, 0.9)
            assert_equal(world, s)
    assert rivals > 3


@pytest.mark.parametrize("site", SITES)
def test_openings_are_as_in_plain_python(site: str) -> None:
    """A pressing crowd at an open gate: some admitted, some turned back, families among them."""
    taken = 0
    for seed in range(4):
        often = {"gate.admission_interval": 0.3, "gate.always_open": False, "gate.batch_size": 8}
        often["gate.closures"] = ()
        s = random_situation(seed, site, most=120, **often | {"gate.closing_after": 10.0})
        here = s.active[: s.crowd.active]
        s.people.conduct[here[s.people.conduct[here] != BESIDE]] = PRESSING
        s.people.settled[here] = 0
        settling.list_restless(s)
        s.people.drive[:] = 0.0
        s.gate.failed, s.gate.next_opening = 0, 0.0
        world = copy_of(s)
        for _ in range(25):
            s.crowd.step += 1
            world.count.step += 1
            now = s.crowd.step * s.time_step
            gate.work_gates(s, now)
            plain_gate.work_gate(world, now)
            assert_equal(world, s)
            fast_moves(s, now)
            plain_moves(world, now)
            assert_equal(world, s)
        taken += world.count.admitted + world.count.turned_back
    assert taken > 10


def test_seekers_go_where_the_line_begins_when_the_marker_has_gone() -> None:
    """Whoever carried the marker was just admitted; it is missed within a second."""
    for seed, site in enumerate(SITES):
        s = random_situation(seed, site)
        gone = np.flatnonzero(s.people.cell < 0)
        s.people.conduct[s.active[: s.crowd.active]] = SEEKING
        if gone.size == 0:
            continue
        s.list.marker = gone[0]
        world = copy_of(s)
        for person in world.present:
            goal, target = movement.goal_of(s, person)
            wanted = plain_movement.goal_of(world, person)
            assert (goal == movement.STAY) == (wanted == plain_movement.STAY)
            if wanted[1] is not None:
                assert target == wanted[1][0] * s.place.stride + wanted[1][1]


def test_in_turn_and_places_equal_plain_python() -> None:
    for seed in range(CROWDS):
        s = random_situation(seed, list(SITES)[seed % len(SITES)])
        world = copy_of(s)
        stride = s.place.stride
        for person in world.present:
            assert number_list.is_in_turn(s, person) == plain_list.is_in_turn(world, person)
        for rank, holders in ((0, 1), (7, 20), (40, 41), (400, 500), (3, 5000)):
            row, column = plain_list.place_of_holder(world, 0, rank, holders)
            assert waiting_column.place_of_holder(s, 0, rank, holders) == row * stride + column


def test_what_is_computed_once_equals_plain_python() -> None:
    """Steps to the gate and along the lane, and the neighbors counted at every move."""
    for seed, site in enumerate(SITES):
        s = random_situation(seed, site)
        world = copy_of(s)
        sharpness = s.rules.movement.sharpness
        for cell, spot in world.spots.items():
            index = cell[0] * s.place.stride + cell[1]
            if spot.kind == 0:
                continue
            assert s.cells.neighbors[index] == world.crowding(cell)
            for k, there in enumerate(world.beside(cell)):
                gain, along = world.gain(cell, there), world.lane_gain(cell, there)
                pace = None if gain is None else gain * s.place.cell / s.place.lengths[k]
                weight = 0.0 if pace is None else np.exp(sharpness * pace)
                assert s.gate_weight[index, k] == pytest.approx(weight, rel=1e-12)
                through = world.gain(cell, there, through=True)
                assert s.place.gain[index, k] == (-1e9 if through is None else through)
                assert s.place.side_gain[index, k] == (-1e9 if along is None else along)


def test_a_plain_world_notices_a_difference() -> None:
    s = random_situation(1, "strip")
    world = copy_of(s)
    assert_equal(world, s)
    other = copy.deepcopy(world)
    other.people[0].drive += 1e-15
    with pytest.raises(AssertionError):
        assert_equal(other, s)
    s.gate.wear += 1e-15
    with pytest.raises(AssertionError):
        assert_equal(world, s)
