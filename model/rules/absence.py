"""Absence: of those who leave, some come again after a while, with their number or without it."""

from __future__ import annotations

import math

import numpy as np

from gatecrush.agents.compiled import compiled, index
from gatecrush.agents.conduct import LEFT, SEEKING

from ..situation import Situation
from .entry import leave_site, wait_outside
from .randomness import ABSENCE, COMING_AGAIN, draw


@compiled
def go_away(s: Situation, person: int, now: float) -> None:
    """Let a person leave for good, or for a time that is exponential with mean ``absence``.

    Who leaves for a time counts as left until they come again, and knows of the list then if they
    did before. Their number is kept for them, or is lost.

    Changes: people.since, people.informed, people.number, holder, list.lost, away, crowd.away.
    """
    people, rules = s.people, s.rules.waiters
    number, sought = people.number[person], people.conduct[person] == SEEKING
    leave_site(s, person, LEFT, now)
    if draw(s.seed, s.crowd.step, person, COMING_AGAIN) >= rules.coming_again:
        return
    u = draw(s.seed, s.crowd.step, person, ABSENCE)
    people.since[person] = now - rules.absence * math.log(1.0 - u)
    if sought or number > 0:
        people.informed[person] = 1
    room = s.holder.size - 1 - people.size
    if number > 0 and s.rules.list.kept == 0.0 and s.list.lost < room:
        people.number[person] = 0
        s.holder[number] = -1
        s.list.lost += 1
    place = s.crowd.away
    while place > 0 and people.since[s.away[place - 1]] > people.since[person]:
        s.away[place] = s.away[place - 1]
        place -= 1
    s.away[place] = person
    s.crowd.away += 1


@compiled
def come_again(s: Situation, now: float) -> None:
    """Let those who were away come again whose time is over: they come on foot, as at first.

    Changes: away, crowd.away, crowd.left, crowd.arrived, people.exit_time, list.first_waiting.
    """
    crowd, people, back = s.crowd, s.people, 0
    while back < crowd.away and people.since[s.away[back]] <= now:
        person = index(s.away[back])
        back += 1
        crowd.left -= 1
        crowd.arrived -= 1  # they arrived once
        people.exit_time[person] = np.nan
        number = people.number[person]
        if number > 0:
            s.list.first_waiting = min(s.list.first_waiting, number)
        wait_outside(s, person)
    for n in range(back, crowd.away):
        s.away[n - back] = s.away[n]
    crowd.away -= back
