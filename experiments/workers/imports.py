"""What every day needs, imported and looked up once before workers fork, so that they share it."""

import gc
import signal

import pyarrow.parquet

from gatecrush.model import day

from ..days import outcomes
from ..days import run as runner
from ..days.planned_run import code

__all__ = ["day", "outcomes", "pyarrow", "runner"]
code()
gc.collect()
gc.freeze()  # all this stays: who collects the garbage of a day need not look through it
if hasattr(signal, "SIGHUP"):  # a terminal that closes tells all; who asked for the work ends it
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
