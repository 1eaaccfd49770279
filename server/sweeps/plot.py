"""The plot of a sweep, drawn in the browser: a dot a day, means with a band, the tipping point."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import anywidget
import traitlets

PLOT: Final = Path(__file__).parent


class SweepPlot(anywidget.AnyWidget):
    """One outcome against one parameter; a dot that is clicked is ``picked``."""

    _esm = (PLOT / "plot.js").read_text(encoding="utf-8")
    _css = (PLOT / "plot.css").read_text(encoding="utf-8")

    curve = traitlets.Dict().tag(sync=True)
    """As ``sweep_curve.curve`` gives it."""
    tipping = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    points = traitlets.List(traitlets.Float()).tag(sync=True)
    """Values of the parameter that are planned."""
    planned = traitlets.Int(0).tag(sync=True)
    """Runs that are planned."""
    is_running = traitlets.Bool(False).tag(sync=True)
    picked = traitlets.Unicode("").tag(sync=True)
    """Key of the run that was chosen."""
