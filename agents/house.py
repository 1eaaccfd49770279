"""Where the code lies: everything that looks for a folder of the house asks here."""

from __future__ import annotations

from pathlib import Path
from typing import Final

HOUSE: Final = Path(__file__).resolve().parent.parent
"""Folder that holds agents, model, experiments and server."""
