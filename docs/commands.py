"""The commands as the command line declares them, as Markdown."""

from __future__ import annotations

import click
import tables

from gatecrush.experiments.cli import main


def names() -> list[str]:
    """Return the names of all commands, in the order in which they are listed."""
    return main.list_commands(click.Context(main))


def described(name: str) -> str:
    """Return usage, purpose and options of a command.

    Raises:
        LookupError: there is no such command.
    """
    context = click.Context(main, info_name="gatecrush")
    command = main.get_command(context, name)
    if command is None:
        raise LookupError(f"command {name}: must be one of {', '.join(names())}")
    usage = " ".join(command.collect_usage_pieces(click.Context(command)))
    rows = [
        [f"`{words}`", explanation]
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for words, explanation in [parameter.get_help_record(click.Context(command)) or ("", "")]
    ]
    parts = [f"```text\ngatecrush {name} {usage}\n```", command.help or ""]
    if rows:
        parts.append(tables.table(["Option", "What it does"], rows))
    return "\n\n".join(parts)
