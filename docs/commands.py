"""The commands as the command line declares them, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

import click
import tables

from gatecrush.experiments.commands.main import main


def all_described() -> str:
    """Return a section for each command."""
    return "\n\n".join(
        f"## gatecrush {name}\n\n{described(name, command)}" for name, command in _below(main)
    )


def _below(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """Yield all commands of a group, those of groups in it after these, with their full names."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", each) for inner, each in _below(command))


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
