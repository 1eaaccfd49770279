"""A notebook cell that ends with the crowd view, run by a real kernel."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

pytest.importorskip("anywidget", reason="the view needs gatecrush[server]")
pytest.importorskip("ipykernel")
pytest.importorskip("nbclient")

import nbclient
import nbformat
import numpy as np

from gatecrush.server.days.frames import PERSON, STATE

VIEW = "application/vnd.jupyter.widget-view+json"
CELL = """
from gatecrush.model import BorderCrossing
from gatecrush.server.crowd.view import CrowdView

model = BorderCrossing("account", rng=3)
model.run_until(5.5)
CrowdView.of(model)
"""


async def run_cell() -> tuple[Any, dict[str, Any], list[Any]]:
    """Run the cell and ask its view for more as the browser does.

    Returns:
        The cell, the widgets' states as the notebook keeps them, and the view's answers.
    """
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    client = nbclient.NotebookClient(notebook, kernel_name="python3", timeout=120)
    async with client.async_setup_kernel():
        (cell,) = notebook.cells
        await client.async_execute_cell(cell, 0)
        view = cell.outputs[-1]["data"][VIEW]["model_id"]
        answers = []
        for until in (5.5, 5.6):
            want = {"type": "want", "serial": 1, "until": until, "every": 60, "shown": 5.5}
            data = {"method": "custom", "content": want}
            asked = client.kc.session.msg("comm_msg", {"comm_id": view, "data": data})
            client.kc.shell_channel.send(asked)
            answers.append(await answer(client, view))
        return cell, client.widget_state, answers


async def answer(client: Any, view: str) -> Any:
    """Return the next message of a view."""
    while True:
        message = await client.kc.get_iopub_msg(timeout=60)
        content = message["content"]
        if message["msg_type"] != "comm_msg" or content["comm_id"] != view:
            continue
        if content["data"].get("method") == "custom":
            return message


def test_cell_shows_the_crowd_and_goes_on_when_asked() -> None:
    cell, kept, answers = asyncio.run(run_cell())
    (output,) = (each for each in cell.outputs if VIEW in each.get("data", {}))
    assert output["data"]["text/plain"] == "CrowdView: account, seed 3, at 05:30"
    state = kept[cell.outputs[-1]["data"][VIEW]["model_id"]]
    assert state["_model_module"] == "anywidget"
    assert "export default" in state["_esm"]
    assert state["stages"][0]["seed"] == 3
    first, second = answers
    (day,) = first["content"]["data"]["content"]["days"]
    header = np.frombuffer(first["buffers"][0], STATE, count=1)[0]
    assert header["hour"] == pytest.approx(5.5, abs=1e-3)
    assert header["people"] > 20
    assert day["lengths"] == [STATE.itemsize + PERSON.itemsize * int(header["people"])]
    people = np.frombuffer(first["buffers"][0], PERSON, offset=STATE.itemsize)
    assert len(np.unique(people["id"])) == len(people)
    (day,) = second["content"]["data"]["content"]["days"]
    later = np.frombuffer(bytes(second["buffers"][0])[: STATE.itemsize], STATE)[0]
    assert later["hour"] == pytest.approx(5.5 + 60 / 3600, abs=1e-3)
    assert len(second["buffers"][0]) == sum(day["lengths"])
