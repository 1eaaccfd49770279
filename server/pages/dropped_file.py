"""A file that a visitor drops or chooses: its bytes as they come in, within limits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from ..days.words import OWN_FILE
from ..errands.own_files import ENDINGS, LARGEST

HERE: Final = Path(__file__).parent
LONGEST_NAME: Final = 1000
"""Characters of a name that are listened to; less are shown."""
BUSY: Final = "busy"
WELL: Final = "well"
WRONG: Final = "wrong"


class DroppedFile(anywidget.AnyWidget):
    """Takes one file at a time; one that ends before it is whole is forgotten with the next."""

    _esm = (HERE / "dropped_file.js").read_text(encoding="utf-8")
    _css = (HERE / "dropped_file.css").read_text(encoding="utf-8")

    words = traitlets.Dict(OWN_FILE).tag(sync=True)
    endings = traitlets.List(traitlets.Unicode(), list(ENDINGS)).tag(sync=True)
    largest = traitlets.Int(LARGEST).tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    """What became of the last file."""
    kind = traitlets.Unicode("").tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        """Wait for a file."""
        self.on_file: Callable[[str, bytes], object] | None = None
        """Told of a file that is there as a whole: its name, and what it holds."""
        self._name, self._size, self._content = "", -1, bytearray()
        super().__init__(**traits)
        self.on_msg(self._hear)

    def say(self, words: str, kind: str) -> None:
        """Say what became of a file."""
        with self.hold_sync():
            self.said, self.kind = words, kind

    def _hear(self, _: Any, message: Any, buffers: Any) -> None:
        """Take in a piece; whatever a browser sends that makes no sense is passed over."""
        if not isinstance(message, dict) or self.kind == BUSY:
            return
        name, size = message.get("begin"), message.get("size")
        if isinstance(name, str) and isinstance(size, int) and 0 <= size <= LARGEST:
            self._name, self._size, self._content = name[:LONGEST_NAME], size, bytearray()
        elif message.get("piece") is True and self._size >= 0:
            self._content += b"".join(bytes(each) for each in (buffers or ())[:1])
        else:
            return
        if len(self._content) > self._size:
            self._forget()
        elif len(self._content) == self._size:
            name, content = self._name, bytes(self._content)
            self._forget()
            if self.on_file is not None:
                self.on_file(name, content)

    def _forget(self) -> None:
        self._name, self._size, self._content = "", -1, bytearray()
