"""What the command line says, and with which status it ends."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ..sweeps.terms import LARGEST_SEED

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario

FAILED, UNUSABLE, INTERRUPTED = 1, 2, 130
LONGEST_LINE = 1000


def say(message: str) -> None:
    """Print one line of printable characters on standard error."""
    line = " ".join(message.split())
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line[:LONGEST_LINE])
    click.echo(f"gatecrush: {shown}", err=True)


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


def load(scenario: str, settings: Sequence[str]) -> Scenario:
    """Return a scenario named on the command line, or end with status 2; say what it may hide."""
    from gatecrush.model.scenario.door import ScenarioError
    from gatecrush.model.scenario.scenario import Scenario

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
    from ..storage.run_folder import (
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


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn what can go wrong with a folder or a cluster into one line and the right status."""
    from ..storage.day_folder import NoRunError
    from ..storage.lock import BusyError
    from ..storage.run_store import DamagedRunError
    from ..storage.whole_files import NotStoredError
    from ..sweeps.folder import NoSweepError, OtherPlanError
    from ..sweeps.precision import NoValueError
    from ..workers.processes import ClusterGoneError, NoClusterError

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


class Number(click.FloatRange):
    """A number in a range, which NaN is never: it is neither too small nor too large."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value} is no number.", param, ctx)
        return number
