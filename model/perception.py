"""Perception: each person's own view of the disorder, D = (V + G)/2.

V: running mean of pressing people / (people seen + 3) in sight; G: news of the gate, from
admissions seen, from the share of each batch that passed before one's turn, and from neighbors.
"""

from __future__ import annotations

import math
from typing import Any

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import ARRIVING, BESIDE, CALLED, HOLDING, PRESSING, SEEKING
from gatecrush.agents.waiter import moved_towards, share_seen

from .randomness import CLOSING_NEWS, draw
from .telling import disorder_of

MOUTH_TO_EAR = 2.0
"""Distance within which neighbors tell each other what they think, m."""


@inlined
def has_view(conduct: int) -> bool:
    """Tell whether somebody waits and so forms a view: seeking, holding, called or pressing."""
    return conduct == SEEKING or conduct == HOLDING or conduct == CALLED or conduct == PRESSING


@compiled
def look_around(s: Any, elapsed: float) -> None:
    """Let everybody who waits see what the people in sight do, and hear what neighbors think."""
    people, place, w = s.people, s.place, s.waiters
    active = s.active[: s.crowd.active]
    views = s.people.claim_draw  # work space: what everybody thought before anybody listened
    for person in active:
        views[person] = disorder_of(s, person)
    for person in active:
        if not has_view(people.conduct[person]):
            continue
        cell = people.cell[person]
        x, y = place.ground.x[cell], place.ground.y[cell]
        farthest = place.ground.to_gate[cell] + w.sight_behind
        seen, pressing, heard, voices = 0, 0, 0.0, 0
        for other in active:
            there = people.cell[other]
            square = (place.ground.x[there] - x) ** 2 + (place.ground.y[there] - y) ** 2
            conduct = people.conduct[other]
            if other == person or conduct == BESIDE or square > w.sight * w.sight:
                continue
            if place.ground.to_gate[there] <= farthest:
                seen += 1
                pressing += conduct == PRESSING
            if square <= MOUTH_TO_EAR * MOUTH_TO_EAR and conduct != ARRIVING:
                heard += views[other]
                voices += 1
        share = share_seen(pressing, seen)
        people.seen[person] = moved_towards(people.seen[person], share, elapsed / w.memory)
        if voices > 0 and people.number[person] > 0:
            gain = w.word_of_mouth * elapsed
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
