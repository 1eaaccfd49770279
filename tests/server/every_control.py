"""Every control of a page, each used by a visitor of its own: what is found, used and expected.

A page is asked which controls it has, so that a new one cannot be forgotten: whoever adds one says
in EXPECTED what it is to do. Visits run beside each other in one browser.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from .looks_at_a_page import DRAWS_SELDOM, FIND, LOOK, OWN_FILE

Seen = dict[str, Any]
"""What can be seen of a page: see LOOK."""

PATIENCE: Final = 60_000
"""Longest time for a page to come up or for a control to act, ms."""
AFTERWARDS: Final = 2_000
"""How long after its control was used a page is looked at once more, ms."""
AT_A_TIME: Final = 2
"""Visits beside each other: more than the cores share only make each of them slower."""
FAULT: Final = "Something went wrong"

READY: Final = {
    "/": "window.__gate && window.__gate.people[0] > 0 && !window.__gate.jumping",
    "/compare": "window.__gate && window.__gate.people[1] > 0 && !window.__gate.jumping",
    "/witness": "document.querySelector('.gc-story') && window.__gate"
    " && window.__gate.people[0] > 0 && !window.__gate.jumping",
    "/sweep": "document.querySelector('.gc-command')",
    "/about": "document.querySelector('[data-parameter]')",
}
CROWD: Final = "document.querySelector('.gatecrush canvas') && window.__gate.people[0] > 0"
WITH_CROWD: Final = {
    "/": CROWD,
    "/compare": CROWD,
    "/witness": f"document.querySelector('.gc-nobody') || ({CROWD})",  # nobody in this day is so
}
BEGINS_ANEW: Final = re.compile(r"choice Scenario|text Seed.*")
"""Controls after which the witness page has another day, which plays as that of a fresh visit."""
HEAD: Final = ("gatecrush", "Live", "Compare", "Sweep", "Witness", "About")
HEADINGS: Final = {
    "/": "Will they keep",
    "/compare": "What would have kept",
    "/sweep": "Where does the order break",
    "/witness": "One person's day",
    "/about": "What this is",
}
LEFT_IN_OTHER_STATES: Final = re.compile(
    r"link |panel |lever B |text (Value|Or any)|choice Param|number |select (curve|volunteers)"
    r"|button (light|.* what is|How many|They|Scenario|Tables|Figure|Report|Film)"
)
"""Controls that know nothing of the day's clock: used in a fresh visit, and not in other states."""


@dataclass(frozen=True)
class Control:
    """A control, and what must be done to see it."""

    key: str
    is_inside: bool = False
    """Whether a panel must be opened first."""


@dataclass
class Visit:
    """A page as it was before and after, with what went wrong on it."""

    control: Control
    wrong: list[str]


def _asked(name: str) -> Callable[[Seen, Seen], bool]:
    """Expect a parameter to be in the address."""
    return lambda before, after: f"{name}=" in after["search"].replace(before["search"], "")


def _on_page(path: str) -> Callable[[Seen, Seen], bool]:
    return lambda _, after: after["path"] == path and HEADINGS[path] in after["heading"]


EXPECTED: Final[dict[str, Callable[[Seen, Seen], Any]]] = {
    r"link gatecrush|link Live": _on_page("/"),
    r"link Compare": _on_page("/compare"),
    r"link Sweep": _on_page("/sweep"),
    r"link Witness": _on_page("/witness"),
    r"link About": _on_page("/about"),
    r"link to this moment": lambda b, a: a["path"] == b["path"],  # opens a tab of its own
    r"button light or dark": lambda b, a: a["dark"] != b["dark"],
    r"button They will": lambda b, a: "You say they will." in a["words"],
    r"button They will not": lambda b, a: "You say they will not." in a["words"],
    r"button to the beginning": lambda b, a: a["hour"] < b["start"] + 0.5,
    r"button (Play|Pause)": lambda b, a: a["gate"]["playing"] != b["gate"]["playing"],
    r"button one step": lambda b, a: not a["gate"]["playing"] and a["hour"] > b["hour"] + 0.01,
    r"select speed": lambda b, a: a["value"] == "10",
    r"select what is shown": lambda b, a: a["scale"],
    r"button show the whole site.*": lambda b, a: a["named"] == "near the gate",
    r"time go to hour": lambda b, a: a["hour"] >= b["start"] + 0.3333,
    r"canvas hour of the day": lambda b, a: a["hour"] < b["start"] + 0.7,
    r"button .* what is this.*": lambda b, a: len(a["words"]) > len(b["words"]) + 40,
    r"button How many, from when.*": lambda b, a: "holds for the day" in a["words"],
    r"file .*": lambda b, a: "own=" in a["search"] and "mine.toml is shown." in a["words"],
    r"tile day 5": lambda b, a: "replication=4" in a["search"] and a["gate"]["replication"] == 4,
    r"card told": _asked("demand.informed"),
    r"button take away .*": lambda b, a: b["search"].count("set=") == a["search"].count("set=") + 1,
    r"number .*|select (volunteers from|curve)": lambda b, a: (
        a["value"] in ("1.5", "13", "queue_length")
        and a["search"].count("set=") == b["search"].count("set=")
    ),
    r"card people|lever (A |B )?How many people come": _asked("demand.factor"),
    r"card volunteers|lever (A |B )?Volunteers who.*": _asked("volunteers.count"),
    r"lever (A |B )?Volunteers from": _asked("volunteers.start"),
    r"card asked|lever (A |B )?How often guards.*": _asked("guards.number_check"),
    r"card batch|lever (A |B )?People let in.*": _asked("gate.batch_size"),
    r"card openings|lever (A |B )?Shortest time.*": _asked("gate.cycle_min"),
    r"lever (A |B )?Longest time.*": _asked("gate.cycle_max"),
    r"card strip|lever (A |B )?Width of the strip.*": _asked("site.strip_width"),
    r"panel .*": lambda b, a: a["open"] == b["open"] + 1,
    r"choice Parameter": lambda b, a: (
        ("From the hour" in b["words"] and "From the hour" not in a["words"])
        or "vary=volunteers.count=" in a["search"]
    ),
    r"text Value.*": lambda b, a: a["value"] == "1.5",
    r"button (Take this value|From the hour shown).*": _asked("demand.factor"),
    r"choice Scenario": lambda b, a: "scenario=calm" in a["search"],
    r"text Seed.*": lambda b, a: (
        "seed=5" in a["search"] and (a["gate"] is None or a["gate"]["seed"] == 5)
    ),
    r"switch show the same day.*": lambda b, a: a["gate"]["days"] == 3 - b["gate"]["days"],
    r"button Take them back.*": lambda b, a: (
        "change=" not in a["search"] and "Your changes" not in a["words"]
    ),
    r"button Link to this moment": lambda b, a: "at=" in a["link"],
    r"button (Scenario|Save .*)": lambda b, a: a["downloads"] > b["downloads"],
    r"button (Tables|Figure|Report|Film) of the whole day": lambda b, a: (
        "being made" in a["words"] or "Save " in a["words"]
    ),
    r"choice A A": lambda b, a: "A=demand.factor=0.5" in a["search"],
    r"choice B B": lambda b, a: "B=demand.factor=0.5" in a["search"],
    r"button (The one who|One who|A family|The last).*": lambda b, a: "person=" in a["search"],
    r"text Or any person.*": lambda b, a: a["person"] == "5",
    r"button show the crowd at this time.*": lambda b, a: a["gate"]["people"][0] > 0,
    r"text From": lambda b, a: "vary=demand.factor=1.5:2" in a["search"],
    r"text To": lambda b, a: "vary=demand.factor=0.2:1.5" in a["search"],
    r"text Points": lambda b, a: a["search"].count(":1.5"),
    r"text Days at each point": lambda b, a: "days=1.5" in a["search"],
    r"button Start the sweep": lambda b, a: "Stop" in a["words"] or "runs done" in a["words"],
    r"button How long will it take\?": lambda b, a: (
        "One day is being run" in a["words"] or "runs" in a["words"]
    ),
    r"button Look again": lambda b, a: "Stored sweeps" in a["words"],
    r"button Stop.*": lambda b, a: "Stopped:" in a["words"] or "Stopping" in a["words"],
    r"choice What of the day": lambda b, a: "onset" in a["words"] or "all evening" in a["words"],
    r"choice Open a stored sweep": lambda b, a: "open=" in a["search"],
}
"""What is to be seen after a control was used, by its key (a pattern)."""
WRITTEN: Final = {"Seed": "5", "Or any": "5", "Value": "1.5"}
SELECTED: Final = {
    "speed": "10", "what is shown": "density", "curve": "queue_length", "volunteers from": "13"
}  # fmt: skip
CHOSEN: Final = {
    "choice Scenario": "calm",
    "choice A A": "half of the people",
    "choice B B": "half of the people",
    "choice What of the day": "Days on which they press all evening",
}


def expected(key: str) -> Callable[[Seen, Seen], Any]:
    """Return what a control is to do."""
    known = [what for pattern, what in EXPECTED.items() if re.fullmatch(pattern, key)]
    assert known, f"a new control: say in EXPECTED what is to be seen after it was used: {key}"
    return known[0]


async def use(page: Any, key: str) -> None:
    """Use a control as a visitor does."""
    control = page.locator(f'[data-every="{key}"]').first
    kind, _, name = key.partition(" ")
    if kind == "lever":
        await control.press(
            "ArrowRight" if re.search("Volunteers|How often", name) else "ArrowLeft"
        )
    elif kind == "select":
        await control.select_option(SELECTED[name])
    elif kind == "time":
        start = await page.evaluate("window.__gate ? Math.round(60 * startOf()) : 0")
        minutes = round(start) + 20
        await control.fill(f"{minutes // 60 % 24:02d}:{minutes % 60:02d}")
    elif kind == "canvas":
        await control.click(position={"x": 60, "y": 40})
    elif kind == "choice":
        await control.click(force=True)
        words = next((each for start, each in CHOSEN.items() if key.startswith(start)), None)
        options = page.locator(".menuable__content__active").get_by_role("option")
        option = options.filter(has_text=words).first if words else options.nth(1)
        await option.dispatch_event("click")  # wherever in the list it is scrolled to
    elif kind in ("text", "number"):
        text = next((each for start, each in WRITTEN.items() if name.startswith(start)), "1.5")
        await control.fill(text)
        await control.press("Enter")
    elif kind == "file":
        await control.set_input_files(OWN_FILE)
    elif kind == "switch":
        await control.click(force=True)
    else:
        if name.startswith("Take this value"):  # another than the day has
            await control.locator("xpath=preceding::input[1]").fill("1.5")
        await control.click()


class EveryControl:
    """Visits to one address, one for every control found there."""

    def __init__(self, context: Any, address: str, path: str, state: str) -> None:
        """Visit an address.

        Args:
            context: Playwright's, asynchronous; each of its tabs is a visit of its own.
            address: of the server.
            path: of the page, with its query.
            state: "fresh" or "paused, looking back".
        """
        self.context, self.address, self.path, self.state = context, address, path, state
        self.page_path = path.partition("?")[0]
        self.room = asyncio.Semaphore(AT_A_TIME)

    async def open_page(self, page: Any) -> list[str]:
        """Let a page come up, in the state wanted; return what goes wrong on it."""
        wrong: list[str] = []
        page.on("console", lambda line: line.type == "error" and wrong.append(line.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        start = self.start
        await page.add_init_script(f"window.startOf = () => {start}")
        await page.goto(self.address + self.path)
        await page.wait_for_function(READY[self.page_path], timeout=PATIENCE)
        if "paused" in self.state:
            await page.get_by_role("button", name="Pause").click()
        if "looking back" in self.state:
            await page.get_by_label("go to hour").fill(self.clock(start + 0.05))
            await page.wait_for_function(f"window.__gate.hour < {start + 0.4}", timeout=PATIENCE)
        return wrong

    @property
    def start(self) -> float:
        """Hour at which the day of the address begins."""
        found = re.search(r"run\.start=([\d.]+)", self.path)
        return float(found[1]) if found else 5.0

    @staticmethod
    def clock(hour: float) -> str:
        """Return an hour as a time field takes it."""
        minutes = round(60 * hour)
        return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"

    async def find(self) -> list[Control]:
        """Return the controls of the page, those in its panels, too."""
        page = await self.context.new_page()
        await self.open_page(page)
        outside = await page.evaluate(FIND)
        await open_panels(page)
        every = await page.evaluate(FIND)
        await leave(page)
        return [Control(key, key not in outside) for key in {**outside, **every}]

    async def visit(self, control: Control) -> Visit:
        """Use a control in a visit of its own."""
        visit = Visit(control, [])
        async with self.room:
            page = await self.context.new_page()
            try:
                await self._visit(page, visit)
            except Exception as error:
                visit.wrong.append(f"{type(error).__name__}: {error}".splitlines()[0])
            finally:
                await leave(page)
        return visit

    async def _visit(self, page: Any, visit: Visit) -> None:
        key, downloads = visit.control.key, []
        visit.wrong = wrong = await self.open_page(page)
        page.on("download", lambda each: downloads.append(each))
        if visit.control.is_inside:
            await open_panels(page)
        await page.evaluate(FIND)
        used = await page.locator(f'[data-every="{key}"]').first.element_handle(timeout=PATIENCE)

        async def look() -> Seen:
            seen: Seen = await page.evaluate(LOOK, used)
            return {**seen, "downloads": len(downloads), "start": self.start}

        before = await look()
        await use(page, key)
        what = expected(key)
        for _ in range(PATIENCE // 100):
            after = await look()
            if what(before, after) or FAULT in after["words"]:
                break
            await page.wait_for_timeout(100)
        else:
            wrong.append("what was asked for did not happen")
        await page.wait_for_timeout(AFTERWARDS)
        if self.page_path == (await look())["path"] and self.page_path in WITH_CROWD:
            wrong += await self.unless(page, WITH_CROWD[self.page_path], "the crowd is gone")
        wrong += self.afterwards(before, await look(), key)
        later = await look()
        if later["gate"] and later["gate"]["playing"] and later["path"] in WITH_CROWD:
            runs = f"window.__gate.hour !== {later['hour']} || !window.__gate.playing"
            wrong += await self.unless(page, runs, "the clock stands still")

    @staticmethod
    async def unless(page: Any, comes_true: str, wrong: str) -> list[str]:
        """Return what is wrong unless a condition comes true."""
        try:
            await page.wait_for_function(comes_true, timeout=PATIENCE)
        except Exception:
            return [wrong]
        return []

    def afterwards(self, before: Seen, after: Seen, key: str) -> list[str]:
        """Return what is not as it should be two seconds after a control was used."""
        wrong = []
        if FAULT in after["words"]:
            wrong.append(FAULT)
        if after["path"] != before["path"]:
            return wrong
        changes_clock = re.fullmatch(r"button (Play|Pause|one step)", key) or (
            after["path"] == "/witness" and BEGINS_ANEW.fullmatch(key)
        )
        if after["gate"] and before["gate"] and not changes_clock and not after["gate"]["over"]:
            if after["gate"]["playing"] != before["gate"]["playing"]:
                wrong.append(f"playing: {after['gate']['playing']}, before it was not so")
        return wrong


async def leave(page: Any) -> None:
    """Close a tab as a visitor does: the page tells the server, which forgets the visit at once."""
    await page.goto("about:blank")
    await page.close()


async def open_panels(page: Any) -> None:
    """Open all that is folded away."""
    for panel in await page.locator(".v-expansion-panel-header").all():
        await panel.click()
    await page.wait_for_timeout(600)


def use_every_control(
    address: str, path: str, state: str = "fresh", only: str = ".*", least: int = 1
) -> None:
    """Use every control of a page, and assert that nothing goes wrong.

    Args:
        address: of the server.
        path: of the page, with its query.
        state: what a visitor did before.
        only: pattern of the controls' keys.
        least: controls that are found at least.
    """
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        ThreadPoolExecutor(1) as thread,  # Playwright's other interface has a loop in this one
    ):
        visits = thread.submit(asyncio.run, _every(profile, address, path, state, only)).result()
    assert len(visits) >= least, [visit.control.key for visit in visits]
    wrong = "\n".join(f"{each.control.key}: {each.wrong}" for each in visits if each.wrong)
    assert not wrong, wrong


async def _every(profile: str, address: str, path: str, state: str, only: str) -> Sequence[Visit]:
    from playwright.async_api import async_playwright

    from .conftest import BROWSERS, FLAGS

    program = next(filter(None, map(shutil.which, BROWSERS)))
    async with async_playwright() as started:
        # A profile on disk, so that the page's scripts are fetched and compiled once.
        context = await started.chromium.launch_persistent_context(
            profile,
            executable_path=program,
            args=FLAGS,
            headless=True,
            viewport={"width": 1400, "height": 1000},
        )
        await context.add_init_script(DRAWS_SELDOM)
        every = EveryControl(context, address, path, state)
        found = [each for each in await every.find() if re.match(only, each.key)]
        if state != "fresh":
            found = [each for each in found if not LEFT_IN_OTHER_STATES.match(each.key)]
        visits = await asyncio.gather(*map(every.visit, found))
        await context.close()
    return visits
