"""The scripts of the crowd view, as the one module that a widget or a page takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

CROWD: Final = Path(__file__).parent
STYLE: Final = CROWD / "crowd.css"
MODULES: Final = (
    "frames",
    "days",
    "ground",
    "people",
    "followed",
    "density",
    "numbers",
    "controls",
    "curves",
    "index",
)
"""The widget's modules, each after those it imports."""


def as_one_module(names: Sequence[str] = MODULES) -> str:
    """Return the widget's modules as the one that anywidget takes."""
    texts = [(CROWD / f"{name}.js").read_text(encoding="utf-8") for name in names]
    whole = re.sub(r"^import .*?;\n", "", "\n".join(texts), flags=re.MULTILINE)
    return re.sub(r"^export (?!default)", "", whole, flags=re.MULTILINE)
