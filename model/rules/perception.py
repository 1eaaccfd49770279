"""Perception: each person's own view of the disorder, D = sqrt(V G).

V: running mean of pressing people / (people seen + 3) in sight; G: news of the gate, from
admissions seen, from the share of each batch that passed before one's turn, and from neighbors.
"""

from __future__ import annotations

import math

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import CALLED, HOLDING, PRESSING, SEEKING
from gatecrush.agents.waiter import moved_towards, share_seen

from ..situation import Situation
from .occupancy import cells_in, half_width
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
    """Let holders of numbers hear what neighbors know of the gate: G moves towards their mean.


    Changes: work.views.thinks, work.views.speaks, people.news.
    """
    people, place, stride = s.people, s.place, s.place.stride
    gain, reach = s.rules.waiters.word_of_mouth * elapsed, cells_in(MOUTH_TO_EAR, place.cell)
    rows = s.cells.size // stride
    if gain <= 0.0:
        return
    views = s.work.views  # what everybody thought before anybody listened
    for cell in range(views.size):
        views.thinks[cell] = views.speaks[cell] = 0
    for n in range(s.crowd.active):
        person = s.active[n]
        if has_view(people.conduct[person]):
            views.thinks[people.cell[person]] = people.news[person]
            views.speaks[people.cell[person]] = 1
    for n in range(s.crowd.active):
        person = s.active[n]
        if people.number[person] == 0:
            continue
        cell, heard, voices = people.cell[person], 0.0, 0
        row, column = cell // stride, cell % stride
        for r in range(max(0, row - reach), min(rows, row + reach + 1)):
            beside = half_width(MOUTH_TO_EAR, place.cell, r - row)
            for c in range(max(0, column - beside), min(stride, column + beside + 1)):
                there = r * stride + c
                if there != cell:
                    heard += views.thinks[there]
                    voices += views.speaks[there]
        if voices > 0:
            people.news[person] = moved_towards(people.news[person], heard / voices, gain)


@compiled
def learn_from_admission(s: Situation, number: int) -> None:
    """Let holders of numbers near the gate learn from one admission.

    News move towards 1 if the person had a later number than one's own, or none; else towards 0.

    Changes: people.news.
    """
    people, w = s.people, s.rules.waiters
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
def learn_from_closing(s: Situation) -> None:
    """Let holders learn, the likelier the nearer, which share of the batch passed before them.

    Changes: people.news.
    """
    people, gate, w = s.people, s.gate, s.rules.waiters
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
