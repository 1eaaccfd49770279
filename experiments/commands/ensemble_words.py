"""The ensemble that is asked for on the command line, and how many of its members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from .messages import Seed, say, unusable

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario

    from ..ensemble.table import Ensemble


def ensemble_from_words(
    word: str | None, scenario: Scenario, stated: Iterable[str]
) -> Ensemble | None:
    """Return the ensemble asked for as it varies a scenario, or end with status 2.

    Says which of its parameters stay as they are stated.

    Args:
        word: what follows ``--ensemble``; None: it is not there.
        scenario: what the members change.
        stated: names of parameters stated on the command line or in a plan.
    """
    if word is None:
        return None
    from ..ensemble.table import load

    with clear_words():
        found = load(SHIPPED if is_count(word) else word).for_scenario(scenario, set(stated))
    if found.fixed:
        listed = ", ".join(found.fixed)
        say(f"{listed}: as stated, not as in the ensemble, whose other parameters vary")
    return found


def number_of_members(word: str | None, members: int | None, ensemble: Ensemble) -> int:
    """Return how many members are to be drawn, or end with status 2."""
    number = int(word) if word is not None and is_count(word) else None
    if number is not None and members is not None and number != members:
        unusable(f"--ensemble {number} --members {members}: are two numbers of members")
    wanted = number if number is not None else members
    with clear_words():
        if wanted is None:
            return min(DRAWN, len(ensemble))
        ensemble.check_number(wanted)
    return wanted


def names_set(settings: Iterable[str]) -> list[str]:
    """Return the names in texts ``key=value``."""
    return [text.partition("=")[0].strip() for text in settings]


def refuse_members_alone(words: Mapping[str, Any]) -> None:
    """End with status 2 if ``--members`` stands there without ``--ensemble``."""
    if words["members"] is not None and words["ensemble"] is None:
        unusable("--members: needs --ensemble")


def is_count(word: str) -> bool:
    """Tell whether ``--ensemble`` is followed by a number of members."""
    return word.lstrip("+-").isdigit()


@contextmanager
def clear_words() -> Iterator[None]:
    """Turn what is wrong with an ensemble into one line and status 2."""
    from ..ensemble.table import EnsembleError

    try:
        yield
    except EnsembleError as error:
        unusable(f"--ensemble {error}")


SHIPPED: Final = "account"
"""The ensemble meant where none is named."""
DRAWN: Final = 40
"""Members drawn where no number is stated."""
ENSEMBLE = click.option(
    "--ensemble",
    is_flag=False,
    flag_value=SHIPPED,
    metavar="[N|TABLE]",
    help="Under N settings that are all consistent with the account, or those of a CSV file.",
)
MEMBERS = click.option(
    "--members",
    metavar="N",
    type=click.IntRange(1),
    help=f"How many members of the ensemble.  [default: {DRAWN}]",
)
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
