// The few numbers that matter, in words.

import { clockTime } from "./frames.js";

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const NUMBERS = [
  ["waiting", "waiting"],
  ["admitted", "let in"],
  ["out_of_turn", "of them out of turn"],
  ["press_share", "of those near the gate press"],
];
const LOOKS_BACK = 1; // hours over which the worst load is told
const MOST = 6; // kN/m at the end of the bar
let asked = 0;

export class Numbers {
  constructor(layout, stage) {
    this.layout = layout;
    this.stage = stage;
    this.column = layout.curves.indexOf("gate_load_peak");
    this.clock = element("span", { class: "gc-clock" });
    this.activity = element("span", { class: "gc-activity" });
    this.values = Object.fromEntries([...NUMBERS.map(([name]) => name), "gate_load"].map((name) => [name, element("b", { "data-number": name })]));
    this.fill = element("div", { class: "gc-load-fill" });
    const explained = element("p", { class: "gc-explained", id: `gc-explained-${(asked += 1)}` }, this.explanation());
    const ask = element("button", { type: "button", class: "gc-what", "aria-expanded": "false", "aria-controls": explained.id, "aria-label": "what these numbers say", title: "what these numbers say" }, "?");
    explained.hidden = true;
    ask.addEventListener("click", () => {
      explained.hidden = !explained.hidden;
      ask.setAttribute("aria-expanded", String(!explained.hidden));
    });
    this.root = element(
      "div",
      { class: "gc-numbers" },
      element("div", { class: "gc-now" }, this.clock, this.activity),
      ...NUMBERS.map(([name, words]) => element("div", { class: "gc-number" }, this.values[name], ` ${words}`)),
      element("div", { class: "gc-number gc-load" }, this.values.gate_load, ` kN/m, worst load of the last hour; barriers bear ${this.barriers.join(" to ")} `, ask, this.bar()),
      explained,
    );
    this.wait();
  }

  // What barriers are made to bear stands on the bar as a band, the load as what fills it.
  bar() {
    const [low, high] = this.barriers;
    const band = element("i", { class: "gc-load-band" });
    band.style.left = `${(100 * low) / MOST}%`;
    band.style.width = `${(100 * (high - low)) / MOST}%`;
    return element("div", { class: "gc-load-bar", "aria-hidden": "true" }, band, this.fill);
  }

  get barriers() {
    return this.layout.load_bands.slice(-2).map(([load]) => load);
  }

  explanation() {
    const [low, high] = this.barriers;
    const { gate_wear_load: wear, gate_strength: strength } = this.stage;
    return (
      "Waiting: everybody on the site who wants to get in. Out of turn: let in before somebody with a smaller number, families aside. " +
      `Press: go for the gate instead of waiting to be called, of all who wait within 15 m of it. Load: people lean on the gate for about a minute after each opening, so the present moment says little; this is the worst of the last hour, on a bar from 0 to ${MOST} kN/m. ` +
      `Crowd barriers are made to bear ${low} to ${high} kN/m (shaded); above ${wear} this gate wears, at ${strength} it gives way.`
    );
  }

  // Until the first state is there nothing is known but the hour that is gone to.
  wait() {
    this.clock.textContent = clockTime(Math.max(this.stage.start, this.stage.hour ?? 0));
    this.activity.textContent = "this day is on its way";
    for (const node of Object.values(this.values)) node.textContent = "–";
  }

  show(hour, state, minutes) {
    const set = (node, text) => node.textContent !== text && (node.textContent = text);
    set(this.clock, clockTime(hour));
    set(this.activity, this.layout.activities[state.activity]);
    set(this.values.admitted, String(state.admitted));
    set(this.values.waiting, String(state.waiting));
    const share = state.admissions ? Math.round((100 * state.out_of_turn) / state.admissions) : 0;
    set(this.values.out_of_turn, `${share} %`);
    set(this.values.press_share, `${Math.round(100 * state.press_share)} %`);
    const load = this.worst(hour, minutes);
    set(this.values.gate_load, load.toFixed(1));
    this.fill.style.width = `${Math.min(100, (100 * load) / MOST)}%`;
    this.fill.classList.toggle("gc-hot", load >= this.barriers[0]);
  }

  worst(hour, minutes) {
    let worst = 0;
    for (let at = minutes.length - 1; at >= 0 && minutes[at][0] > hour - LOOKS_BACK; at -= 1) {
      if (minutes[at][0] <= hour) worst = Math.max(worst, minutes[at][this.column]);
    }
    return worst;
  }
}
