// Play, step, speed, the hour, what is shown: buttons that a keyboard reaches, too.

import { clockTime } from "./frames.js";
import { element } from "./numbers.js";

const SPEEDS = [
  [1 / 60, "as it was"],
  [0.25, "15 s a second"],
  [1, "1 min a second"],
  [5, "5 min a second"],
  [10, "10 min a second"],
  [30, "30 min a second"],
  [60, "1 h a second"],
];
const OVERLAYS = [
  ["none", "people"],
  ["density", "people and density"],
  ["force", "people by the force they bear"],
];

const ICONS = {
  play: "M7 4v16l13-8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  first: "M5 4h3v16H5zM20 4v16L9 12z",
  step: "M4 4v16l10-8zM16 4h3v16h-3z",
};

function icon(name) {
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  shape.setAttribute("viewBox", "0 0 24 24");
  shape.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  shape.append(path);
  return shape;
}

export class Controls {
  constructor(days, view) {
    this.days = days;
    this.playButton = button(icon("play"), "Play", () => days.play(!days.playing));
    this.playButton.classList.add("gc-play");
    this.speed = choice("speed", SPEEDS, String(days.speed), (value) => {
      days.speed = Number(value);
      view.say({ type: "speed", speed: days.speed });
    });
    const overlay = choice("what is shown", OVERLAYS, "none", (value) => (view.overlay = value));
    this.reach = button("whole site", "show the whole site or what is near the gate", () => {
      view.isWide = !view.isWide;
      this.reach.textContent = view.isWide ? "near the gate" : "whole site";
    });
    this.until = element("input", { type: "time", "aria-label": "go to hour", class: "gc-until" });
    this.until.addEventListener("change", () => this.goTo());
    const extra = [element("label", {}, "go to ", this.until), overlay, this.reach];
    for (const each of extra) each.classList.add("gc-extra");
    this.root = element(
      "div",
      { class: "gc-controls", role: "toolbar", "aria-label": "the day" },
      button(icon("first"), "to the beginning", () => days.jump(days.start)),
      this.playButton,
      button(icon("step"), "one step", () => days.step()),
      this.speed,
      this.more(),
      ...extra,
    );
  }

  // On a phone, where the bar stays in sight, all but the first of it is unfolded.
  more() {
    const made = button("⋯", "more controls", () => {
      const isOpen = this.root.classList.toggle("gc-all-of-it");
      made.setAttribute("aria-expanded", String(isOpen));
    });
    made.classList.add("gc-more");
    made.setAttribute("aria-expanded", "false");
    return made;
  }

  goTo() {
    const [hours, minutes] = this.until.value.split(":").map(Number);
    if (!Number.isFinite(hours)) return;
    let hour = hours + minutes / 60;
    if (hour < this.days.start) hour += 24;
    this.days.jump(hour);
  }

  // Show how the day stands, on the timeline, too.
  show(timeline) {
    const { days } = this;
    const words = days.playing ? "Pause" : "Play";
    if (this.playButton.title !== words) {
      this.playButton.replaceChildren(icon(days.playing ? "pause" : "play"));
      this.playButton.setAttribute("aria-label", words);
      this.playButton.title = words;
    }
    timeline.setAttribute("aria-valuemin", days.start);
    timeline.setAttribute("aria-valuemax", days.end);
    timeline.setAttribute("aria-valuenow", days.shown.toFixed(2));
    timeline.setAttribute("aria-valuetext", clockTime(days.shown));
    const speed = this.speed.querySelector("select");
    if (Number(speed.value) !== days.speed) speed.value = String(days.speed);
  }
}

function button(text, label, act) {
  const made = element("button", { type: "button", "aria-label": label, title: label, class: "gc-button" }, text);
  made.addEventListener("click", act);
  return made;
}

export function choice(label, options, chosen, act) {
  const select = element("select", { "aria-label": label });
  for (const [value, words] of options) {
    const option = element("option", { value: String(value) }, words);
    option.selected = String(value) === chosen;
    select.append(option);
  }
  select.addEventListener("change", () => act(select.value));
  return element("label", { class: "gc-choice" }, select);
}
