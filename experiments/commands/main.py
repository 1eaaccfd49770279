"""The command line: data on standard output, progress and one-line messages on standard error.

Exit status: 0 all well; 1 something failed; 2 unusable words or scenario; 130 interrupted.
Everything heavy is imported inside the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final, cast

import click

from ..workers.interruption import interrupted_politely, was_interrupted
from .messages import FAILED, INTERRUPTED, UNUSABLE, say


def show_what_can_be_shown() -> None:
    """Let text replace what a terminal's encoding lacks, rather than end what it tells of."""
    for stream in (sys.stdout, sys.stderr):
        if getattr(stream, "errors", "") == "strict" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def leave_out_coverage() -> None:
    """Keep numba from importing coverage.py where that is installed, unless it measures already.

    Its import costs a tenth of a short run.
    """
    sys.modules.setdefault("coverage", cast(ModuleType, None))


def print_json(value: Any) -> None:
    """Print a value as JSON: in plain ASCII where standard output is not UTF-8."""
    from ..days.summary_row import as_json

    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("_", "-")
    click.echo(as_json(value, in_ascii=encoding not in ("utf-8", "utf8")), nl=False)


LATER = {
    "run": "gatecrush.experiments.commands.run",
    "glance": "gatecrush.experiments.commands.glance",
    "sweep": "gatecrush.experiments.commands.sweep",
    "transition": "gatecrush.experiments.commands.transition",
    "sensitivity": "gatecrush.experiments.commands.folder",
    "gather": "gatecrush.experiments.commands.folder",
    "status": "gatecrush.experiments.commands.folder",
    "verify": "gatecrush.experiments.commands.folder",
    "reproduce": "gatecrush.experiments.commands.folder",
    "figure": "gatecrush.experiments.commands.folder",
    "report": "gatecrush.experiments.commands.report",
    "film": "gatecrush.experiments.commands.film",
    "ensemble": "gatecrush.experiments.commands.ensemble",
    "studies": "gatecrush.experiments.commands.studies",
    "plan": "gatecrush.experiments.commands.plan",
    "validate": "gatecrush.experiments.commands.validate",
    "schema": "gatecrush.experiments.commands.schema",
    "serve": "gatecrush.server.serve_command",
}
"""Module in which each further command lives; imported when it is asked for.

The page is the one thing beyond this folder: it stands above the experiments and imports them."""


class Group(click.Group):
    """Commands that are imported when they are asked for, and found by their nearest name."""

    def __init__(self, *args: Any, later: Mapping[str, str] | None = None, **words: Any) -> None:
        """Take the commands.

        Args:
            args: as of ``click.Group``.
            later: module of each command that is imported later, by the command's name; followed
                by a colon and its name there if it has another.
            words: as of ``click.Group``.
        """
        super().__init__(*args, **words)
        self.later = dict(later or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return [*self.later, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        if cmd_name in self.later:
            place, _, name = self.later[cmd_name].partition(":")
            module = import_module(place)
            return cast(click.Command, getattr(module, name or cmd_name))
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command, or the one that was probably meant."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = _nearest(args[0], self.list_commands(ctx))
            hint = f"did you mean {near}?" if near else f"{ctx.command_path} --help lists them"
            raise click.UsageError(f"{args[0]}: there is no such command; {hint}", ctx)
        return super().resolve_command(ctx, args)


class Commands(Group):
    """All commands; whatever goes wrong ends in one line and the right exit status."""

    def main(self, args: Sequence[str] | None = None, *_: Any, **extra: Any) -> Any:
        """Run the command line and exit with its status."""
        extra |= {"prog_name": "gatecrush", "standalone_mode": False}
        show_what_can_be_shown()
        leave_out_coverage()
        try:
            with interrupted_politely():
                status = super().main(args, **extra) or 0
            sys.stdout.flush()
        except click.exceptions.NoArgsIsHelpError as error:
            status = UNUSABLE
            asked = error.ctx.command_path if error.ctx else "gatecrush"
            say(f"which command? {asked} --help lists them")
        except click.ClickException as error:
            status = error.exit_code
            say(_message(error))
        except BrokenPipeError:  # whoever read the output, such as head, has seen enough
            status = FAILED
            _silence_output()
        except OSError as error:
            status = FAILED
            _silence_output()
            say(f"failed: {error.strerror or error}" + _file_named(error))
        except MemoryError:
            status = FAILED
            say("failed: out of memory")
        sys.exit(status)

    def invoke(self, ctx: click.Context) -> Any:
        """Run one command."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, SystemError) as error:
            if not was_interrupted(error):
                raise
            say("interrupted")
            ctx.exit(INTERRUPTED)


def _message(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = _nearest(error.option_name, error.possibilities or [])
        hint = f"; did you mean {near}?" if near else ""
        return f"{error.option_name}: there is no such option{hint}"
    return error.format_message()


def _nearest(word: str, known: Sequence[str]) -> str:
    """Return the known word that was probably meant, or nothing."""
    from difflib import get_close_matches

    return "".join(get_close_matches(word[:60], known, n=1))


def _file_named(error: OSError) -> str:
    return f" ({Path(os.fsdecode(error.filename)).name})" if error.filename else ""


def _silence_output() -> None:
    """Keep the interpreter from failing again on what is still in the output's buffer."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


HELP: Final = {"help_option_names": ["-h", "--help"]}


@click.group(cls=Commands, later=LATER, context_settings=HELP)
@click.version_option(package_name="gatecrush", message="%(version)s")
def main() -> None:
    """When does a queue that people keep among themselves break into a pressing crowd?"""


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def parameters(as_json: bool) -> None:
    """List all parameters with unit, default, bounds, meaning and source."""
    from .listings import parameter_rows, parameter_table

    print_json(parameter_rows()) if as_json else click.echo(parameter_table())


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def scenarios(as_json: bool) -> None:
    """List the scenarios that ship."""
    from .listings import scenario_rows, scenario_table

    print_json(scenario_rows()) if as_json else click.echo(scenario_table())
