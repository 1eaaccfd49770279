"""The command ``sweep``: days under many settings, in a folder that can be gone on with."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from .cli import FAILED, Seed, check_places, say, unusable
from .counts_in_words import counted
from .ensemble_options import ENSEMBLE, MEMBERS
from .own_processes import start_imports
from .sweep_terms import DASK, DESIGNS, ENGINES, LOCAL, WHOLE, Share

LONGEST = 1e7

ONE_SCENARIO = click.argument("scenario")
HOW = (
    click.option("--jobs", metavar="J", type=click.IntRange(0, 1024), default=os.cpu_count() or 1,
                 show_default=True, help="Processes side by side; 0: this one."),
    click.option("--engine", type=click.Choice(ENGINES), default=LOCAL, show_default=True,
                 help="Processes on this machine, or workers of a Dask scheduler."),
    click.option("--scheduler", metavar="ADDRESS", help="Address of a Dask scheduler."),
    click.option("--time-limit", metavar="SECONDS", type=click.FloatRange(0.001, LONGEST),
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


@click.command()
@ONE_SCENARIO
@with_options(*WHAT, *HOW)
@click.option("--shard", metavar="I/N", help="Carry out share I of N (for batch systems).")
@click.option("--dry-run", is_flag=True, help="Say how many runs, how long, how large; run none.")
@click.option("--out", metavar="DIR", required=True, help="Folder of the sweep.")
def sweep(scenario: str, out: str, shard: str | None, dry_run: bool, **words: Any) -> None:
    """Run SCENARIO under many settings; the same command again finishes what is missing."""
    if not dry_run and words["jobs"] and words["engine"] == LOCAL:
        start_imports()
    from .sweep_words import plan_from_words, precision_from_words

    plan, until = plan_from_words(scenario, words), precision_from_words(words)
    how_words = {name: words[name] for name in ("jobs", "engine", "scheduler", "time_limit")}
    share = _share(shard)
    if until and share != WHOLE:
        unusable("--until: looks at all runs of a point and cannot be split with --shard")
    check_how(words)
    if dry_run:
        from .sweep_estimate import estimate

        click.echo(estimate(plan, Path(out), jobs=max(1, words["jobs"]), share=share))
        return
    check_places(out)
    from .sweeps import Carrying, carry_out_sweep

    how = Carrying(**how_words, share=share, quiet=words["quiet"])
    with clear_errors():
        from .sweep_folder import SweepFolder

        folder = SweepFolder(Path(out))
        failed = carry_out_sweep(plan, folder, how, made_with=made_with(), until=until)
    done = sum(1 for _ in folder.store.stored_keys())
    click.echo(f"{counted(done, 'run')} in {out}")
    if failed:
        say(f"{counted(failed, 'run')} failed: gatecrush status {shlex.quote(out)} says why")
        click.get_current_context().exit(FAILED)


def check_how(words: dict[str, Any]) -> None:
    """Make sure that the ways to carry out runs fit together, or end with status 2."""
    if words["scheduler"] and words["engine"] != DASK:
        unusable("--scheduler: needs --engine dask")
    if words["time_limit"] and words["jobs"] == 0 and words["engine"] == LOCAL:
        unusable("--time-limit: needs a process that can be stopped, --jobs 1 or more")


def made_with() -> dict[str, Any]:
    """Return where a sweep comes from, with the command that made it."""
    from .provenance import circumstances

    words = [Path(word).name if Path(word).is_absolute() else word for word in sys.argv[1:]]
    return {**circumstances(time.time()), "command": shlex.join(["gatecrush", *words])}


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn what can go wrong with a folder or a cluster into one line and the right status."""
    from .appearing import NotStoredError
    from .folder_lock import BusyError
    from .precision import NoValueError
    from .run_store import DamagedRunError
    from .stored_day import NoRunError
    from .sweep_folder import NoSweepError, OtherPlanError
    from .workers import ClusterGoneError, NoClusterError

    try:
        yield
    except (BusyError, OtherPlanError, NoSweepError, NoRunError, NoClusterError) as error:
        unusable(str(error))
    except NoValueError as error:
        unusable(f"{error}; the days that were run are kept")
    except DamagedRunError as error:
        raise click.ClickException(str(error)) from None
    except ClusterGoneError as error:
        raise click.ClickException(
            f"{error}; what was stored before is safe, and the same command goes on"
        ) from None
    except NotStoredError as error:
        raise click.ClickException(
            f"{error.filename}: {error.strerror}; what was stored before is safe, and the same "
            "command goes on once there is room"
        ) from None


def _share(text: str | None) -> Share:
    if text is None:
        return WHOLE
    number, slash, of = text.partition("/")
    if not (slash and number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of) <= 100_000):
        unusable(f"--shard {text}: must be I/N, such as 1/4: share I, from 1, of N")
    return Share(int(number), int(of))
