"""One time step in plain Python: the order of things, and nothing else."""

from __future__ import annotations

from .plain_gate import let_arrive, strain_gate, work_gate
from .plain_list import hand_out_numbers, settle, update_ranks, write_numbers
from .plain_movement import move
from .plain_norms import (
    announce,
    ask_at_door,
    challenge,
    come_again,
    decide,
    hear_neighbors,
    hear_of_list,
    look_around,
    lose_patience,
    reach_the_gate,
    renege,
    volunteer,
)
from .plain_pushing import bear_load, follow_up, pass_force, relax_drive, squeeze
from .plain_world import World


def is_due(world: World, interval: float) -> bool:
    """Tell whether the present step is the last to end by a multiple of an interval, s."""
    began = (world.count.step - 1e-6) * world.time_step
    return (began + world.time_step) // interval > began // interval


def take_step(world: World) -> None:
    """Advance a plain world by one step."""
    world.count.step += 1
    now = world.count.step * world.time_step
    hand_out_numbers(world, let_arrive(world, now), now)
    if is_due(world, 0.9):
        hear_of_list(world, 0.9, now)
        lose_patience(world, now)
        reach_the_gate(world, now)
        write_numbers(world, now)
        settle(world)
    if is_due(world, 60.0):
        update_ranks(world, now)
        look_around(world, 60.0)
        hear_neighbors(world, 60.0)
        announce(world, 60.0, now)
        decide(world, 60.0, now)
        challenge(world, 60.0, now)
        volunteer(world, now)
        ask_at_door(world, now)
        renege(world, 60.0, now)
        come_again(world, now)
    work_gate(world, now)
    follow_up(world, move(world))
    relax_drive(world)
    if is_due(world, 0.9):
        squeeze(world, 0.9)
    if is_due(world, 3.0):
        strain_gate(world, pass_force(world), 3.0, now)
        bear_load(world, 3.0)
    world.count.person_steps += len(world.present)
