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
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

import click

from .interruption import interrupted_politely, was_interrupted
from .sweep_terms import LARGEST_SEED

if TYPE_CHECKING:
    from gatecrush.model.scenario import Scenario

FAILED, UNUSABLE, INTERRUPTED = 1, 2, 130
LONGEST_LINE = 1000


def say(message: str) -> None:
    """Print one line of printable characters on standard error."""
    line = " ".join(message.split())
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line[:LONGEST_LINE])
    click.echo(f"gatecrush: {shown}", err=True)


def show_what_can_be_shown() -> None:
    """Let text replace what a terminal's encoding lacks, rather than end what it tells of."""
    for stream in (sys.stdout, sys.stderr):
        if getattr(stream, "errors", "") == "strict" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def print_json(value: Any) -> None:
    """Print a value as JSON: in plain ASCII where standard output is not UTF-8."""
    from .run_folder import as_json

    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("_", "-")
    click.echo(as_json(value, in_ascii=encoding not in ("utf-8", "utf8")), nl=False)


LATER = {
    "run": "gatecrush.experiments.run_command",
    "sweep": "gatecrush.experiments.sweep_command",
    "transition": "gatecrush.experiments.transition_command",
    "sensitivity": "gatecrush.experiments.folder_commands",
    "status": "gatecrush.experiments.folder_commands",
    "verify": "gatecrush.experiments.folder_commands",
    "reproduce": "gatecrush.experiments.folder_commands",
    "figure": "gatecrush.experiments.folder_commands",
    "report": "gatecrush.experiments.report_command",
    "film": "gatecrush.experiments.film_command",
    "ensemble": "gatecrush.experiments.ensemble_command",
    "studies": "gatecrush.experiments.study_command",
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


class Seed(click.ParamType):
    """A root of random numbers: a whole number that a table's column can hold."""

    name = "seed"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        """Return the number, or end with status 2."""
        try:
            seed = int(value)
        except ValueError:
            seed = -1
        if not 0 <= seed <= LARGEST_SEED:
            unusable(f"--seed {value}: must be a whole number, 0 to {LARGEST_SEED}")
        return seed


HELP: Final = {"help_option_names": ["-h", "--help"]}


@click.group(cls=Commands, later=LATER, context_settings=HELP)
@click.version_option(package_name="gatecrush", message="%(version)s")
def main() -> None:
    """When does a queue that people keep among themselves break into a pressing crowd?"""


def load(scenario: str, settings: Sequence[str]) -> Scenario:
    """Return a scenario named on the command line, or end with status 2; say what it may hide."""
    from gatecrush.model.door import ScenarioError
    from gatecrush.model.scenario import Scenario

    try:
        loaded = Scenario.load(scenario, settings)
    except ScenarioError as error:
        unusable(str(error))
    for remark in loaded.remarks():
        say(remark)
    return loaded


def check_places(
    out: str | None, trajectories: str | None = None, *, for_a_run: bool = False
) -> None:
    """Make sure that results can be written where they are wanted, or end with status 2.

    Args:
        out: folder of the results.
        trajectories: file of the trajectories.
        for_a_run: whether the folder is for one run; it must not hold anything else then.
    """
    from .run_folder import (
        UnusablePathError,
        check_file,
        check_folder_for_many,
        check_run_folder,
    )

    for option, place, check in (
        ("--out", out, check_run_folder if for_a_run else check_folder_for_many),
        ("--trajectories", trajectories, check_file),
    ):
        try:
            if place is not None and not place.strip():
                raise UnusablePathError("the name is empty")
            if place is not None:
                check(Path(place))
        except UnusablePathError as error:
            unusable(f"{option} {error}")
    if out and trajectories:
        folder, file = Path(out).resolve(), Path(trajectories).resolve()
        if file in (folder, *folder.parents):
            unusable(f"--trajectories {trajectories}: is needed as a folder by --out {out}")


def unusable(message: str) -> NoReturn:
    """End with a message and status 2."""
    raise click.UsageError(message)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def parameters(as_json: bool) -> None:
    """List all parameters with unit, default, bounds, meaning and source."""
    from .parameter_table import parameter_rows, parameter_table

    print_json(parameter_rows()) if as_json else click.echo(parameter_table())


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def scenarios(as_json: bool) -> None:
    """List the scenarios that ship."""
    from .parameter_table import scenario_rows, scenario_table

    print_json(scenario_rows()) if as_json else click.echo(scenario_table())
