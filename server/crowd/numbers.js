// The four numbers that matter, in words; each says what it is and how it spreads when it is asked.

import { clockTime } from "./frames.js";

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const LOOKS_BACK = 1; // hours over which the worst load is told
const QUARTER = 0.25; // hours from spread to spread
const TINY = 1e-3; // hours that are no difference
let asked = 0;

const filled = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export class Numbers {
  constructor(layout, stage) {
    this.layout = layout;
    this.stage = stage;
    this.told = layout.numbers;
    this.column = layout.curves.indexOf("gate_load_peak");
    this.clock = element("span", { class: "gc-clock" });
    this.activity = element("span", { class: "gc-activity" });
    this.values = Object.fromEntries([...Object.keys(this.told), "out_of_turn"].map((name) => [name, element("b", { "data-number": name })]));
    this.fill = element("div", { class: "gc-load-fill" });
    const [low, high] = this.barriers;
    this.facts = { low, high, top: this.told.gate_load.top, wear: stage.gate_wear_load, strength: stage.gate_strength };
    this.meaning = element("span");
    this.spread = element("span", { class: "gc-spread" });
    this.strip = element("div", { class: "gc-strip-of-days", "aria-hidden": "true" }, ...["all", "half", "middle", "here"].map((part) => element("i", { class: `gc-of-days-${part}` })));
    this.explained = element("div", { class: "gc-explained", id: `gc-explained-${(asked += 1)}` }, this.meaning, " ", this.spread, this.strip);
    this.explained.hidden = this.strip.hidden = true;
    this.open = null;
    this.buttons = {};
    this.root = element("div", { class: "gc-numbers" }, element("div", { class: "gc-now" }, this.clock, this.activity), ...Object.keys(this.told).map((name) => this.number(name)), this.explained);
    this.wait();
  }

  number(name) {
    const { words, further } = this.told[name];
    const parts = [this.values[name], ` ${filled(words, this.facts)}`, ...(further ? [", ", this.values.out_of_turn, ` ${further}`] : []), " ", this.ask(name)];
    if (name !== "gate_load") return element("div", { class: "gc-number" }, ...parts);
    return element("div", { class: "gc-number gc-load" }, ...parts, this.bar());
  }

  ask(name) {
    const label = `${this.told[name].name || this.told[name].words}: what is this?`;
    const button = element("button", { type: "button", class: "gc-what", "data-ask": name, "aria-expanded": "false", "aria-controls": this.explained.id, "aria-label": label, title: label }, "?");
    button.addEventListener("click", () => this.explain(this.open === name ? null : name));
    return (this.buttons[name] = button);
  }

  // One number is explained at a time, below all of them.
  explain(name) {
    this.open = name;
    this.explained.hidden = name === null;
    for (const [each, button] of Object.entries(this.buttons)) button.setAttribute("aria-expanded", String(each === name));
    if (name !== null) this.meaning.textContent = filled(this.told[name].explained, this.facts);
    this.spreadKey = null;
  }

  // What barriers are made to bear stands on the bar as a band, the load as what fills it.
  bar() {
    const { low, high, top } = this.facts;
    const band = element("i", { class: "gc-load-band" });
    band.style.left = `${(100 * low) / top}%`;
    band.style.width = `${(100 * (high - low)) / top}%`;
    return element("div", { class: "gc-load-bar", "aria-hidden": "true" }, band, this.fill);
  }

  get barriers() {
    return this.layout.load_bands.slice(-2).map(([load]) => load);
  }

  // Until the first state is there nothing is known but the hour that is gone to.
  wait() {
    this.clock.textContent = clockTime(Math.max(this.stage.start, this.stage.hour ?? 0));
    this.activity.textContent = "this day is on its way";
    for (const node of Object.values(this.values)) node.textContent = "–";
  }

  show(hour, state, minutes, spreads) {
    const set = (node, text) => node.textContent !== text && (node.textContent = text);
    set(this.clock, clockTime(hour));
    set(this.activity, this.layout.activities[state.activity]);
    const now = { waiting: state.waiting, admitted: state.admitted, press_share: state.press_share, gate_load: this.worst(hour, minutes) };
    for (const [name, value] of Object.entries(now)) set(this.values[name], this.written(name, value));
    const share = state.admissions ? Math.round((100 * state.out_of_turn) / state.admissions) : 0;
    set(this.values.out_of_turn, `${share} %`);
    this.fill.style.width = `${Math.min(100, (100 * now.gate_load) / this.facts.top)}%`;
    this.fill.classList.toggle("gc-hot", now.gate_load >= this.barriers[0]);
    if (this.open !== null) this.showSpread(hour, now[this.open], spreads);
  }

  written(name, value) {
    const { percent, decimals } = this.told[name];
    return percent ? `${Math.round(100 * value)} %` : value.toFixed(decimals || 0);
  }

  // How the number that is asked for spreads over the thirty days, at the last quarter of an hour.
  showSpread(hour, value, spreads) {
    const known = spreads && spreads.of ? spreads : null;
    const at = known ? known.hours.findLastIndex((each) => each <= hour + TINY) : -1;
    const key = [this.open, at, known && known.of, known && hour > known.until + QUARTER, this.written(this.open, value)].join();
    if (!spreads || key === this.spreadKey) return; // in a notebook there are no other days
    this.spreadKey = key;
    const words = this.layout.spread;
    const found = known && at >= 0 && hour <= known.until + QUARTER ? known[this.open][at] : null;
    this.strip.hidden = !found;
    if (!known || at < 0) this.spread.textContent = words.early;
    else if (hour > known.until + QUARTER) this.spread.textContent = filled(words.late, { of: known.of, until: clockTime(known.until) });
    else if (!found) this.spread.textContent = filled(words.few, { of: known.of, hour: clockTime(known.hours[at]) });
    else this.spread.textContent = this.sentence(found, known, at);
    if (found) this.drawStrip(found, value);
  }

  sentence(found, known, at) {
    const { told, all, left } = this.layout.spread;
    const numbers = { of: known.of, days: known.days[at] };
    const [least, low, median, high, most] = found.map((value) => this.written(this.open, value));
    return filled(told, { hour: clockTime(known.hours[at]), days: filled(numbers.days < numbers.of ? left : all, numbers), least, low, median, high, most });
  }

  // From least to most a line, the middle half a bar, the median a tick, this day a dot.
  drawStrip([least, low, median, high, most], value) {
    let { top } = this.told[this.open];
    while (top < Math.max(most, value)) top *= 2;
    const [all, half, middle, here] = this.strip.children;
    const place = (node, from, to) => {
      node.style.left = `${(100 * from) / top}%`;
      if (to !== undefined) node.style.width = `${(100 * (to - from)) / top}%`;
    };
    place(all, least, most);
    place(half, low, high);
    place(middle, median);
    place(here, value);
  }

  worst(hour, minutes) {
    let worst = 0;
    for (let at = minutes.length - 1; at >= 0 && minutes[at][0] > hour - LOOKS_BACK; at -= 1) {
      if (minutes[at][0] <= hour) worst = Math.max(worst, minutes[at][this.column]);
    }
    return worst;
  }
}
