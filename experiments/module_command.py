"""A command that is started as a module: one line on standard error, and the right status."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from .cli import INTERRUPTED, say


def run_as_module(command: click.Command, name: str) -> NoReturn:
    """Run a command and exit with its status.

    Args:
        command: returns its status.
        name: what it is called in its own help.
    """
    try:
        status = command.main(prog_name=name, standalone_mode=False)
    except click.ClickException as error:
        say(error.format_message())
        status = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("interrupted; the same command again goes on from here")
        status = INTERRUPTED
    sys.exit(status or 0)
