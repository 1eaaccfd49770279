"""What is asked of a page in its own language: which controls it has, and what can be seen."""

from __future__ import annotations

from typing import Any, Final

DRAWS_SELDOM: Final = (
    "window.requestAnimationFrame = (draw) => setTimeout(() => draw(performance.now()), 250);"
)
"""Four pictures a second: sixty would cost as much as all the rest of a visit."""
OWN_FILE: Final[Any] = {
    "name": "mine.toml",
    "mimeType": "text/plain",
    "buffer": b'extends = "account"\n[gate]\nbatch_size = 20\n[run]\nstart = 13.0\nend = 14.0\n',
}
"""A file of a visitor's own."""

FIND: Final = """() => {
  const found = {}, times = {};
  const all = "button, a[href], input, select, textarea, [role=slider]";
  const fifth = document.querySelectorAll(".gc-tile")[4]; // all thirty are one control
  for (const each of document.querySelectorAll(all)) {
    if (!each.offsetParent || each.closest(".v-menu__content")) continue;
    if (each.matches(".gc-tile") && each !== fifth) continue;
    const field = each.closest(".v-input"), lever = each.closest(".gc-lever");
    const sides = [...document.querySelectorAll(".gc-sides .v-card")];
    const side = sides.findIndex((card) => card.contains(each));
    const kind = each.matches(".v-expansion-panel-header") ? "panel"
      : each.matches(".gc-tile") ? "tile" : each.matches(".gc-take") ? "card"
      : each.matches("canvas") ? "canvas"
      : each.matches("[role=slider]") ? "lever" : each.matches("[role=switch]") ? "switch"
      : each.closest(".v-select") ? "choice" : each.tagName === "A" ? "link"
      : each.tagName === "INPUT" ? each.type : each.tagName.toLowerCase();
    let name = each.getAttribute("aria-label") || each.title
      || (lever && !each.closest(".v-input--switch") && lever.innerText.split("\\n")[0])
      || field?.querySelector("label")?.innerText || each.innerText;
    if (each.closest(".gc-link")) name = "to this moment";
    if (kind === "tile") name = "day 5";
    if (kind === "card") name = each.closest(".gc-card").dataset.card;
    const key = `${kind} ${side < 0 ? "" : "AB"[side] + " "}${name.trim()}`;
    times[key] = (times[key] || 0) + 1;
    const whole = times[key] > 1 ? `${key} #${times[key]}` : key;
    each.dataset.every = whole;
    found[whole] = kind;
  }
  return found;
}"""
"""Which controls there are, by what they are called."""
LOOK: Final = """(used) => {
  const gate = window.__gate && document.querySelector(".gatecrush") ? window.__gate : null;
  return {
    path: location.pathname, search: decodeURIComponent(location.search), gate,
    hour: gate && gate.hour, words: document.body.innerText,
    heading: document.querySelector("h1")?.innerText || "",
    value: used && used.isConnected ? used.value : null,
    named: used && used.isConnected ? used.innerText : null,
    field: used && used.isConnected ? used.closest(".v-input")?.innerText : null,
    dark: !!document.querySelector(".v-application.theme--dark"),
    open: document.querySelectorAll(".v-expansion-panel--active").length,
    link: document.querySelector(".gc-link a")?.getAttribute("href") || "",
    scale: !!document.querySelector(".gc-scale"),
    person: document.querySelector(".gc-story")?.dataset.person || null,
  };
}"""
"""What can be seen, and of the control that was used."""
