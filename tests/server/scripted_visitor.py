"""A visitor without a browser: speaks the page's protocol over a WebSocket and watches a day."""

from __future__ import annotations

import http.cookiejar
import itertools
import json
import struct
import time
import urllib.request
import uuid
from typing import Any

from websockets.sync.client import connect

LARGEST = 64 * 2**20


class ScriptedVisitor:
    """Opens the page, waits for the crowd view, and asks it for states as the browser does."""

    def __init__(self, address: str, path: str) -> None:
        self.seeds: set[int] = set()
        self.stages: list[dict[str, Any]] = []
        self.view = ""
        self.states: list[float] = []
        self.failures: list[str] = []
        self._session = str(uuid.uuid4())
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        opener.open(address + path, timeout=60).read()
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
        place = address.replace("http", "ws") + f"/jupyter/api/kernels/{uuid.uuid4()}/channels"
        self.socket = connect(
            f"{place}?session_id={self._session}",
            additional_headers={"Cookie": cookies, "Origin": address},
            max_size=LARGEST,
            open_timeout=60,
            ping_interval=None,  # as browsers do; the server asks its visitors by itself
        )
        self._send("kernel_info_request", {})
        control = uuid.uuid4().hex
        self._send("comm_open", {"comm_id": control, "target_name": "solara.control", "data": {}})
        arguments = {"path": path, "dark": False, "themes": {}, "appName": None}
        self._send("comm_msg", {"comm_id": control, "data": {"method": "run", "args": arguments}})

    def wait_for_the_crowd(self, patience: float = 90.0) -> None:
        """Wait until the page has shown the stage of its day."""
        end = time.monotonic() + patience
        while not self.stages:
            assert time.monotonic() < end, "the page never showed a day"
            self._hear(patience)

    def watch(self, until: float, every: float, patience: float = 90.0) -> None:
        """Ask for states, one answer after the other, until an hour of the day."""
        end = time.monotonic() + patience
        while not self.states or self.states[-1] < until - 0.01:
            known = len(self.states)
            want = {"type": "want", "serial": 1, "until": until, "every": every, "shown": until}
            data = {"method": "custom", "content": want}
            self._send("comm_msg", {"comm_id": self.view, "data": data})
            while len(self.states) == known:
                assert time.monotonic() < end, f"no answer after {self.states[-3:]}"
                self._hear(patience)

    def leave(self) -> None:
        """Close the page."""
        self.socket.close()

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "session": self._session,
            "username": "",
            "version": "5.2",
            "date": "2022-09-25T00:00:00Z",
        }
        whole = {"header": header, "content": content, "channel": "shell"}
        self.socket.send(json.dumps({**whole, "metadata": {}, "parent_header": {}, "buffers": []}))

    def _hear(self, patience: float) -> None:
        received = self.socket.recv(timeout=patience)
        if isinstance(received, str):
            message, buffers = json.loads(received), []
        else:
            (number,) = struct.unpack_from(">I", received)
            edges = [*struct.unpack_from(f">{number}I", received, 4), len(received)]
            parts = [received[a:b] for a, b in itertools.pairwise(edges)]
            message, buffers = json.loads(parts[0]), parts[1:]
        content = message.get("content", {})
        data = content.get("data", {})
        state = data.get("state", {}) if isinstance(data, dict) else {}
        if state.get("stages"):
            self.view, self.stages = content["comm_id"], state["stages"]
            self.seeds |= {stage["seed"] for stage in self.stages}
        custom = data.get("content", {}) if isinstance(data, dict) else {}
        if data.get("method") == "custom" and custom.get("type") == "states":
            assert content["comm_id"] == self.view
            at = 0
            for length in custom["days"][0]["lengths"]:
                self.states.append(struct.unpack_from("<f", buffers[0], at)[0])
                at += length
