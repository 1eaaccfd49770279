"""A sweep in a process of its own: the command line, out of everybody's way.

It ends, with its workers, when whoever began it is gone: then its standard input ends.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Final

NICENESS: Final = 10
"""The page and the days that are watched go before."""


def main() -> None:
    """Run the command line with the words given to this process."""
    # A server in the background may have told its processes to overhear interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.nice(NICENESS)
    threading.Thread(target=_end_with_input, daemon=True).start()
    from gatecrush.experiments.commands.main import main as command_line

    command_line(sys.argv[1:])


def _end_with_input() -> None:
    while os.read(0, 1024):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
