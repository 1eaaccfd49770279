"""Stored sweeps that may be opened from the page: by name, from one folder, and nothing else."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from gatecrush.experiments.sweeps.folder import MANIFEST, RUNS, NoSweepError, SweepFolder
from gatecrush.experiments.sweeps.terms import CROSSED, TRANSITION

from ..door.settings import sweeps_folder

FIGURE_OF_TRANSITION = "transition.png"


def stored_sweeps(root: Path | None = None) -> list[str]:
    """Return the names of the sweeps that may be opened, in order.

    Args:
        root: where they are; None: where the server was told.
    """
    root = root or sweeps_folder()
    try:
        return sorted(path.name for path in root.iterdir() if _may_be_opened(path, root))
    except OSError:
        return []


def opened(name: str, root: Path | None = None) -> SweepFolder:
    """Return the folder of a stored sweep.

    Raises:
        NoSweepError: there is none of that name.
    """
    root = root or sweeps_folder()
    if name not in stored_sweeps(root):
        raise NoSweepError("There is no stored sweep of that name.")
    return SweepFolder(root / name)


def _may_be_opened(path: Path, root: Path) -> bool:
    """Tell whether a folder holds a sweep and nothing of it lies elsewhere."""
    inside = root.resolve()
    parts = (path, path / MANIFEST, path / RUNS, path / FIGURE_OF_TRANSITION)
    return (
        not path.name.startswith(".")
        and path.name.isprintable()
        and path.is_dir()
        and (path / MANIFEST).is_file()
        and all(each.resolve().is_relative_to(inside) for each in parts)
    )


def factor_of_curve(manifest: dict[str, Any]) -> str | None:
    """Return the one number that a sweep varies; None if it is another kind of sweep."""
    from gatecrush.model.scenario.scenario import Scenario

    vary, known = manifest["plan"]["vary"], Scenario.quantities()
    if manifest["plan"]["design"] != CROSSED or len(vary) != 1:
        return None
    (name,) = vary
    is_number = name in known and known[name].kind in ("number", "whole number")
    return name if is_number else None


def figure_of(place: Path) -> bytes:
    """Return the figure of a sweep as a PNG picture; slow, so for another process.

    Raises:
        NoSweepError: there is nothing to draw.
    """
    folder = SweepFolder(place)
    if folder.manifest()["plan"]["design"] == TRANSITION:
        try:
            return (place / FIGURE_OF_TRANSITION).read_bytes()
        except OSError:
            raise NoSweepError("This search has no figure yet.") from None
    from gatecrush.experiments.drawing.sweep import sweep_figure

    runs = folder.runs()
    if not len(runs):
        raise NoSweepError("No run of it has ended yet.")
    whole = io.BytesIO()
    sweep_figure(folder.plan(), runs).savefig(whole, dpi=110)
    return whole.getvalue()
