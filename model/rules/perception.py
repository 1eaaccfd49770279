"""Perception: what each person sees and believes, from which the disorder follows, D = sqrt(V G).

V: running mean of pressing people / (people seen + 3) in sight; G: the mean of two beliefs, that
pressing pays (from admissions seen) and that holders are passed over (from the share of each batch
that went before one's turn), both told to neighbors.
"""

from __future__ import annotations

import math

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import CALLED, HOLDING, PRESSING, SEEKING
from gatecrush.agents.waiter import moved_towards, share_seen

from ..situation import Situation
from .occupancy import cells_in
from .randomness import CLOSING_NEWS, draw
from .sight import draw_circle, line_up, people_in_sight, show_as_deep

MOUTH_TO_EAR = 2.0
"""Distance within which neighbors tell each other what they think, m."""


@inlined
def has_view(conduct: int) -> bool:
    """Tell whether somebody waits and so forms a view: seeking, holding, called or pressing."""
    return conduct == SEEKING or conduct == HOLDING or conduct == CALLED or conduct == PRESSING


@compiled
def look_around(s: Situation, elapsed: float) -> None:
    """Let everybody who waits see what the people in sight do: the running mean V.

    Changes: work.shown, people.seen.
    """
    people, place, w = s.people, s.place, s.rules.waiters
    columns, count, done = draw_circle(s, w.sight), line_up(s), 0
    s.work.shown[:] = 0
    for n in range(count):
        person = s.work.lists.in_line[n]
        if not has_view(people.conduct[person]):
            continue
        cell = people.cell[person]
        done = show_as_deep(s, done, count, place.ground.to_gate[cell] + w.sight_behind)
        seen, press = people_in_sight(s, cell, columns)
        if people.conduct[person] == PRESSING:
            press -= 1
        share = share_seen(press, seen - 1)  # without oneself
        people.seen[person] = moved_towards(people.seen[person], share, elapsed / w.memory)


@compiled
def hear_neighbors(s: Situation, elapsed: float) -> None:
    """Let holders of numbers hear what neighbors believe: beliefs move towards their mean.

    They tell each other what they know of the gate, not how they feel.

    Changes: work.views.pays, work.views.passed_over, work.views.speaks, people.pays,
        people.passed_over.
    """
    people, place, stride = s.people, s.place, s.place.stride
    gain, reach = s.rules.waiters.word_of_mouth * elapsed, cells_in(MOUTH_TO_EAR, place.cell)
    rows = s.cells.size // stride
    if gain <= 0.0:
        return
    draw_circle(s, MOUTH_TO_EAR)
    views = s.work.views  # what everybody believed before anybody listened
    for cell in range(views.size):
        views.pays[cell] = views.passed_over[cell] = 0.0
        views.speaks[cell] = 0
    for n in range(s.crowd.active):
        person = s.active[n]
        if has_view(people.conduct[person]):
            cell = people.cell[person]
            views.pays[cell] = people.pays[person]
            views.passed_over[cell] = people.passed_over[person]
            views.speaks[cell] = 1
    for n in range(s.crowd.active):
        person = s.active[n]
        if people.number[person] == 0:
            continue
        cell, pays, passed_over, voices = people.cell[person], 0.0, 0.0, 0
        row, column = cell // stride, cell % stride
        for r in range(max(0, row - reach), min(rows, row + reach + 1)):
            beside = s.work.circle[abs(r - row)]
            for c in range(max(0, column - beside), min(stride, column + beside + 1)):
                there = r * stride + c
                if there != cell:
                    pays += views.pays[there]
                    passed_over += views.passed_over[there]
                    voices += views.speaks[there]
        if voices > 0:
            people.pays[person] = moved_towards(people.pays[person], pays / voices, gain)
            people.passed_over[person] = moved_towards(
                people.passed_over[person], passed_over / voices, gain
            )


@compiled
def learn_from_admission(s: Situation, gate: int, number: int) -> None:
    """Let holders of numbers near a gate learn from one admission whether pressing pays.

    The belief moves towards 1 if the person had a later number than one's own, or none; else
    towards 0.

    Changes: people.pays.
    """
    people, w, field = s.people, s.rules.waiters, gate * s.cells.size
    gain = w.skip_perception * w.witness_gain
    if gain <= 0.0:
        return
    for n in range(s.crowd.active):
        person = s.active[n]
        mine = people.number[person]
        away = s.place.approach.to_gate[field + people.cell[person]]
        if mine == 0 or away > w.witness_reach:
            continue
        skipped = 1.0 if number == 0 or number > mine else 0.0
        people.pays[person] = moved_towards(people.pays[person], skipped, gain)


@compiled
def learn_from_closing(s: Situation, number: int) -> None:
    """Let holders learn, the likelier the nearer, which share of a gate's batch passed them over.

    Changes: people.passed_over.
    """
    people, gate, w = s.people, s.gates[number], s.rules.waiters
    batch, field = s.batches[number], number * s.cells.size
    gain = w.skip_perception * w.closing_gain
    if gain <= 0.0:
        return
    for n in range(s.crowd.active):
        person = s.active[n]
        mine = people.number[person]
        if mine == 0:
            continue
        distance = s.place.approach.to_gate[field + people.cell[person]]
        reached = math.exp(-distance / w.closing_reach)
        if draw(s.seed, s.crowd.step, person, CLOSING_NEWS) >= reached:
            continue
        skips, taken = 0, 0
        for k in range(min(gate.batch_passed, batch.size)):
            if batch[k] >= 0:
                taken += 1
                skips += batch[k] == 0 or batch[k] > mine
        if taken > 0:
            people.passed_over[person] = moved_towards(
                people.passed_over[person], skips / taken, gain
            )
