"""What ``gatecrush serve`` was told, for the page to read."""

from __future__ import annotations

import os
from pathlib import Path

SWEEPS = "GATECRUSH_SWEEPS"
SWEEPS_DEFAULT = "out"


def sweeps_folder() -> Path:
    """Return the folder whose sweeps may be opened from the page; it need not exist."""
    return Path(os.environ.get(SWEEPS) or SWEEPS_DEFAULT).absolute()
