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
"""The view's modules, each after those it imports."""


def as_one_module(further: Sequence[Path] = ()) -> str:
    """Return the view's modules as one, and behind them others that stand on them."""
    files = [*(CROWD / f"{name}.js" for name in MODULES), *further]
    texts = [file.read_text(encoding="utf-8") for file in files]
    whole = re.sub(r"^import .*?;\n", "", "\n".join(texts), flags=re.MULTILINE)
    return re.sub(r"^export (?!default)", "", whole, flags=re.MULTILINE)
