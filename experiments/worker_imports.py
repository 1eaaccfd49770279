"""What every day needs, imported and looked up once before workers fork, so that they share it."""

import gc
import signal

import pyarrow.parquet

from gatecrush.experiments import outcomes, runner, sweeps
from gatecrush.experiments.design import code
from gatecrush.model import day

__all__ = ["day", "outcomes", "pyarrow", "runner", "sweeps"]

code()
gc.collect()
gc.freeze()  # all this stays: who collects the garbage of a day need not look through it
if hasattr(signal, "SIGHUP"):  # a terminal that closes tells all; who asked for the work ends it
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
