"""Options that several commands share."""

from __future__ import annotations

import os
from typing import Any

import click

from ..sweeps.terms import DASK, DESIGNS, ENGINES, LOCAL
from .ensemble_words import ENSEMBLE, MEMBERS
from .messages import Number, Seed, unusable

LONGEST = 1e7
ONE_SCENARIO = click.argument("scenario")
HOW = (
    click.option("--jobs", metavar="J", type=click.IntRange(0, 1024), default=os.cpu_count() or 1,
                 show_default=True, help="Processes side by side; 0: this one."),
    click.option("--engine", type=click.Choice(ENGINES), default=LOCAL, show_default=True,
                 help="Processes on this machine, or workers of a Dask scheduler."),
    click.option("--scheduler", metavar="ADDRESS", help="Address of a Dask scheduler."),
    click.option("--time-limit", metavar="SECONDS", type=Number(0.001, LONGEST),
                 help="Stop a run that takes longer; it counts as failed."),
    click.option("--quiet", is_flag=True, help="Show no progress."),
)  # fmt: skip
WHAT = (
    click.option("--vary", metavar="KEY=VALUES", multiple=True,
                 help="Values a,b,c or low:high:count; several cross. low:high for drawn designs."),
    click.option("--set", "settings", multiple=True, metavar="KEY=VALUE",
                 help="Change a parameter at all points; may be repeated."),
    click.option("--plan", "plan_file", metavar="FILE", help="Read all of this from a TOML file."),
    click.option("--design", type=click.Choice(DESIGNS),
                 help="How points are placed.  [default: crossed]"),
    click.option("--samples", metavar="N", type=click.IntRange(1, 1_000_000),
                 help="Points drawn (morris: trajectories; saltelli: base points)."),
    click.option("--replications", metavar="R", type=click.IntRange(1, 1_000_000),
                 help="Runs at each point.  [default: 1]"),
    click.option("--seed", type=Seed(), metavar="ROOT",
                 help="Root of random numbers.  [default: 0]"),
    click.option("--independent", is_flag=True, default=None,
                 help="Random numbers of its own for each point, not common ones."),
    click.option("--until", metavar="OUTCOME=HALFWIDTH",
                 help="Replicate until its 95 % interval is so narrow at each point."),
    click.option("--most", metavar="N", type=click.IntRange(2, 1_000_000),
                 help="Runs of a point at most, with --until.  [default: 100]"),
    ENSEMBLE,
    MEMBERS,
)  # fmt: skip


def with_options(*options: Any) -> Any:
    """Return a decorator that gives a command several options."""

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def check_how(words: dict[str, Any]) -> None:
    """Make sure that the ways to carry out runs fit together, or end with status 2."""
    if words["scheduler"] and words["engine"] != DASK:
        unusable("--scheduler: needs --engine dask")
    if words["time_limit"] and words["jobs"] == 0 and words["engine"] == LOCAL:
        unusable("--time-limit: needs a process that can be stopped, --jobs 1 or more")
