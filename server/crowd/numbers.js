// The few numbers that matter, in words.

import { clockTime } from "./frames.js";

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const NUMBERS = [
  ["admitted", "let in"],
  ["waiting", "waiting"],
  ["out_of_turn", "let in out of turn"],
  ["press_share", "of those near the gate press"],
  ["density", "people per m² at the gate"],
];

export class Numbers {
  constructor(layout, stage) {
    this.layout = layout;
    this.stage = stage;
    this.clock = element("span", { class: "gc-clock" });
    this.activity = element("span", { class: "gc-activity" });
    this.values = Object.fromEntries(NUMBERS.map(([name]) => [name, element("b", { "data-number": name })]));
    this.fill = element("div", { class: "gc-load-fill" });
    this.load = element("b", { "data-number": "gate_load" });
    const strength = stage.gate_strength;
    const wear = element("i", { class: "gc-load-mark", title: `above ${stage.gate_wear_load} kN/m the gate wears` });
    wear.style.left = `${Math.min(100, (100 * stage.gate_wear_load) / strength)}%`;
    const bar = element("div", { class: "gc-load-bar", title: `load on the gate; it breaks at ${strength} kN/m` }, this.fill, wear);
    this.root = element(
      "div",
      { class: "gc-numbers" },
      element("div", { class: "gc-now" }, this.clock, this.activity),
      ...NUMBERS.map(([name, words]) => element("div", { class: "gc-number" }, this.values[name], ` ${words}`)),
      element("div", { class: "gc-number gc-load" }, this.load, " kN/m on the gate", bar),
    );
    this.wait();
  }

  // Until the first state is there nothing is known but the hour that is gone to.
  wait() {
    this.clock.textContent = clockTime(Math.max(this.stage.start, this.stage.hour ?? 0));
    this.activity.textContent = "this day is on its way";
    for (const node of [...Object.values(this.values), this.load]) node.textContent = "–";
  }

  show(hour, state, peak) {
    const set = (node, text) => node.textContent !== text && (node.textContent = text);
    set(this.clock, clockTime(hour));
    set(this.activity, this.layout.activities[state.activity]);
    set(this.values.admitted, String(state.admitted));
    set(this.values.waiting, String(state.waiting));
    const share = state.admissions ? Math.round((100 * state.out_of_turn) / state.admissions) : 0;
    set(this.values.out_of_turn, `${share} %`);
    set(this.values.press_share, `${Math.round(100 * state.press_share)} %`);
    set(this.values.density, `${state.gate_density.toFixed(1)} (level ${this.level(state.gate_density)})`);
    const load = Math.max(state.gate_load, 0);
    set(this.load, load.toFixed(1));
    this.fill.style.width = `${Math.min(100, (100 * load) / this.stage.gate_strength)}%`;
    this.fill.classList.toggle("gc-hot", load >= this.stage.gate_wear_load);
    this.fill.title = `peak of the last minute ${peak.toFixed(1)} kN/m`;
  }

  level(density) {
    let found = "A";
    for (const [low, name] of this.layout.levels_of_service) if (density >= low) found = name;
    return found;
  }
}
