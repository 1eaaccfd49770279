"""Perception: each person's own view of the disorder, D = (V + G)/2.

V: running mean of pressing people / (people seen + 3) in sight; G: news of the gate, from
admissions seen, from the share of each batch that passed before one's turn, and from neighbors.
"""

from __future__ import annotations

import math
from typing import Any

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import BESIDE, CALLED, HOLDING, PRESSING, SEEKING
from gatecrush.agents.waiter import moved_towards, share_seen

from .occupancy import LAST_BIT, cells_in, is_within
from .randomness import CLOSING_NEWS, draw
from .telling import disorder_of

MOUTH_TO_EAR = 2.0
"""Distance within which neighbors tell each other what they think, m."""


@inlined
def has_view(conduct: int) -> bool:
    """Tell whether somebody waits and so forms a view: seeking, holding, called or pressing."""
    return conduct == SEEKING or conduct == HOLDING or conduct == CALLED or conduct == PRESSING


@compiled
def note_positions(s: Any) -> tuple[int, int]:
    """Write down where everybody stands, those who press first; return (people, pressing)."""
    people, ground, count, pressing = s.people, s.place.ground, 0, 0
    for turn in range(2):
        for n in range(s.crowd.active):
            person = s.active[n]
            presses = people.conduct[person] == PRESSING
            if people.conduct[person] == BESIDE or presses != (turn == 0):
                continue
            cell = people.cell[person]
            s.proposers[count] = person
            s.positions[0, count] = ground.x[cell]
            s.positions[1, count] = ground.y[cell]
            s.positions[2, count] = ground.to_gate[cell]
            count += 1
            pressing += presses
    return count, pressing


@compiled
def count_in_sight(
    positions: Any, first: int, last: int, at: int, sight: float, deep: float
) -> int:
    """Count the people in rows first to last within ``sight`` of row ``at``, itself included.

    Args:
        positions: across, away from the gate, and walking distance to the gate, m, shape (3, n).
        first: first row counted.
        last: row after the last counted.
        at: who looks.
        sight: distance, m.
        deep: farthest walking distance to the gate at which people are noticed, m.
    """
    x, y, count = positions[0, at], positions[1, at], 0
    farthest = sight * sight + LAST_BIT
    for k in range(first, last):
        square = (positions[0, k] - x) ** 2 + (positions[1, k] - y) ** 2
        count += (square <= farthest) & (positions[2, k] <= deep)
    return count


@compiled
def look_around(s: Any, elapsed: float) -> None:
    """Let everybody who waits see what the people in sight do: the running mean V."""
    people, w = s.people, s.waiters
    count, pressing = note_positions(s)
    for k in range(count):
        person = s.proposers[k]
        if not has_view(people.conduct[person]):
            continue
        deep = s.positions[2, k] + w.sight_behind
        press = count_in_sight(s.positions, 0, pressing, k, w.sight, deep)
        others = count_in_sight(s.positions, pressing, count, k, w.sight, deep)
        seen = press + others - 1  # without oneself
        if people.conduct[person] == PRESSING:
            press -= 1
        share = share_seen(press, seen)
        people.seen[person] = moved_towards(people.seen[person], share, elapsed / w.memory)


@compiled
def hear_neighbors(s: Any, elapsed: float) -> None:
    """Let holders of numbers hear what neighbors think: the news G move towards their mean D."""
    people, place = s.people, s.place
    gain, reach = s.waiters.word_of_mouth * elapsed, cells_in(MOUTH_TO_EAR, place.cell)
    if gain <= 0.0:
        return
    views = people.claim_draw  # work space: what everybody thought before anybody listened
    for n in range(s.crowd.active):
        views[s.active[n]] = disorder_of(s, s.active[n])
    for n in range(s.crowd.active):
        person = s.active[n]
        if people.number[person] == 0:
            continue
        cell, heard, voices = people.cell[person], 0.0, 0
        for row in range(-reach, reach + 1):
            for column in range(-reach, reach + 1):
                there = cell + row * place.stride + column
                if there < 0 or there >= s.cells.size or row == column == 0:
                    continue
                other = s.cells.occupant[there]
                if other < 0 or not has_view(people.conduct[other]):
                    continue
                if is_within(place.ground.x, place.ground.y, cell, there, MOUTH_TO_EAR):
                    heard += views[other]
                    voices += 1
        if voices > 0:
            people.news[person] = moved_towards(people.news[person], heard / voices, gain)


@compiled
def learn_from_admission(s: Any, number: int) -> None:
    """Let holders of numbers near the gate learn from one admission.

    News move towards 1 if the person had a later number than one's own, or none; else towards 0.
    """
    people, w = s.people, s.waiters
    gain = w.skip_perception * w.witness_gain
    if gain <= 0.0:
        return
    for n in range(s.crowd.active):
        person = s.active[n]
        mine = people.number[person]
        if mine == 0 or s.place.ground.to_gate[people.cell[person]] > w.witness_reach:
            continue
        skipped = 1.0 if number == 0 or number > mine else 0.0
        people.news[person] = moved_towards(people.news[person], skipped, gain)


@compiled
def learn_from_closing(s: Any) -> None:
    """Let holders learn, the likelier the nearer, which share of the batch passed before them."""
    people, gate, w = s.people, s.gate, s.waiters
    gain = w.skip_perception * w.closing_gain
    if gain <= 0.0:
        return
    for n in range(s.crowd.active):
        person = s.active[n]
        mine = people.number[person]
        if mine == 0:
            continue
        distance = s.place.ground.to_gate[people.cell[person]]
        reached = math.exp(-distance / w.closing_reach)
        if draw(s.seed, s.crowd.step, person, CLOSING_NEWS) >= reached:
            continue
        skips, taken = 0, 0
        for k in range(min(gate.batch_passed, s.batch.size)):
            if s.batch[k] >= 0:
                taken += 1
                skips += s.batch[k] == 0 or s.batch[k] > mine
        if taken > 0:
            people.news[person] = moved_towards(people.news[person], skips / taken, gain)
