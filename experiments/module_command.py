"""A command that is started as a module: one line on standard error, and the right status."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from .cli import INTERRUPTED, Seed, say, show_what_can_be_shown

SEED = click.option(
    "--seed",
    type=Seed(),
    default=0,
    show_default=True,
    metavar="S",
    help="Root of the days' random numbers and of the settings.",
)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(0),
    default=2,
    show_default=True,
    metavar="J",
    help="Processes side by side (0: this one); they change no result.",
)
QUIET = click.option("--quiet", is_flag=True, help="Show no progress.")


def run_as_module(command: click.Command, name: str) -> NoReturn:
    """Run a command and exit with its status.

    Args:
        command: returns its status.
        name: what it is called in its own help.
    """
    show_what_can_be_shown()
    try:
        status = command.main(prog_name=name, standalone_mode=False)
    except click.ClickException as error:
        say(error.format_message())
        status = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("interrupted; the same command again goes on from here")
        status = INTERRUPTED
    sys.exit(status or 0)
