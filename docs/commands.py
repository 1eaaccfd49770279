"""The commands as the command line declares them, as Markdown."""

from __future__ import annotations

import click
import tables

from gatecrush.experiments.cli import main


def all_described() -> str:
    """Return a section for each command."""
    context = click.Context(main, info_name="gatecrush")
    commands = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return "\n\n".join(
        f"## gatecrush {name}\n\n{described(name, command)}"
        for name, command in commands.items()
        if command is not None
    )


def described(name: str, command: click.Command) -> str:
    """Return usage, purpose and options of a command."""
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
