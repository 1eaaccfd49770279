// The crowd view: the site from above, the numbers, the curves, the controls, for one or two days.

import { Controls } from "./controls.js";
import { Curves } from "./curves.js";
import { Days } from "./days.js";
import { DensityVeil } from "./density.js";
import { clockTime } from "./frames.js";
import { Lens, drawGate, drawGround } from "./ground.js";
import { element, Numbers } from "./numbers.js";
import { Dots } from "./people.js";
import { drawFollowed } from "./followed.js";

const NEAR = 36; // meters shown unless the whole site is
const KEEP_EVERY = 500; // milliseconds from one moment in the address to the next
const NARROW = 620; // pixels below which the gate is at the top
const TALLEST = 0.6; // of the window's height, for all sites together where the gate is at the top

class CrowdView {
  constructor(model, root) {
    this.model = model;
    this.layout = model.get("frame_format");
    this.overlay = "none";
    this.isWide = false;
    this.pointer = null;
    this.drawn = 0;
    this.keptAt = 0;
    this.marks = [];
    this.root = root;
    root.classList.add("gatecrush");
    this.days = new Days(this.layout, (message) => this.say(message));
    this.days.speed = model.get("speed");
    this.days.passive = model.get("passive");
    this.controls = new Controls(this.days, this);
    this.sites = element("div", { class: "gc-sites" });
    this.legend = element("div", { class: "gc-legend", role: "group", "aria-label": "legend" });
    this.curveCanvas = element("canvas", { class: "gc-curves", role: "slider", tabindex: "0", "aria-label": "hour of the day" });
    this.curves = new Curves(this.curveCanvas, this.days);
    this.chart = element("div", { class: "gc-chart" }, this.curveCanvas, this.curves.choice);
    this.notice = element("div", { class: "gc-notice", role: "status", "aria-live": "polite" });
    const bar = element("div", { class: "gc-bar" }, this.controls.root, this.chart);
    root.replaceChildren(this.notice, this.sites, bar, this.legend);
    this.controls.root.classList.toggle("gc-hidden", this.days.passive);
    root.tabIndex = 0;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", "the day, played");
    this.listen();
    this.stage();
    this.last = performance.now();
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  say(message) {
    this.model.send(message);
  }

  listen() {
    const { model, days } = this;
    this.onMessage = (message, buffers) => this.hear(message, buffers);
    model.on("msg:custom", this.onMessage);
    model.on("change:stages", () => this.stage());
    model.on("change:playing", () => days.play(model.get("playing")));
    this.drag();
    this.root.addEventListener("keydown", (event) => {
      if (event.target.closest("input, select, button, textarea")) return;
      const act = {
        " ": () => days.play(!days.playing),
        ArrowRight: () => days.step(),
        ArrowLeft: () => days.jump(days.shown - days.speed / 60),
        PageUp: () => days.jump(days.shown + 1),
        PageDown: () => days.jump(days.shown - 1),
        Home: () => days.jump(days.start),
        End: () => days.jump(days.end),
      }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
  }

  // The chart is the timeline: pressed or dragged it goes to an hour, if need be once it is let go.
  drag() {
    const { days, curveCanvas: canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      if (this.days.passive) return;
      canvas.setPointerCapture(event.pointerId);
      days.jump(this.curves.hourAt(event.offsetX));
    });
    canvas.addEventListener("pointermove", (event) => {
      const hour = this.curves.hourAt(event.offsetX);
      if (canvas.hasPointerCapture(event.pointerId) && hour <= days.frontier) days.jump(hour);
    });
    canvas.addEventListener("pointerup", (event) => {
      const hour = this.curves.hourAt(event.offsetX);
      if (canvas.hasPointerCapture(event.pointerId) && hour > days.frontier) days.jump(hour);
    });
  }

  hear(message, buffers) {
    if (message.type === "states") this.days.receive(message, buffers);
    if (message.type === "jump") this.days.jump(message.hour);
    if (message.type === "mark") this.marks.push(message);
    if (message.type === "notice") this.notice.textContent = message.words;
  }

  // Begin with new days: everything known so far is forgotten.
  stage() {
    const { days, model } = this;
    const wasPlaying = days.playing || (days.isOver && days.shown >= days.end - 1e-6);
    days.begin(model.get("stages"));
    this.marks = [];
    this.notice.textContent = "";
    this.views = days.stages.map((stage, place) => {
      const canvas = element("canvas", { class: "gc-site", role: "img", "aria-label": "the site from above" });
      const numbers = new Numbers(this.layout, stage);
      const hover = element("div", { class: "gc-hover" });
      const title = element("div", { class: "gc-title" }, model.get("titles")[place] || "");
      const holder = element("div", { class: "gc-holder" }, canvas, hover);
      this.sites.append(element("section", { class: "gc-day" }, title, numbers.root, holder));
      canvas.addEventListener("pointermove", (event) => (this.pointer = { place, at: [event.offsetX, event.offsetY] }));
      canvas.addEventListener("pointerleave", () => (this.pointer = null));
      return { stage, canvas, hover, numbers, dots: new Dots(), veil: new DensityVeil(), ground: null, counts: {} };
    });
    this.sites.replaceChildren(...[...this.sites.children].slice(this.sites.children.length - days.stages.length));
    this.sites.classList.toggle("gc-two", days.stages.length > 1);
    const hour = days.stages.length ? days.stages[0].hour : 0;
    if (hour > days.start) days.jump(hour);
    else days.demand();
    // Who paused, or wants little to move, finds the next day at rest, too.
    const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (this.began ? wasPlaying : model.get("playing") && !isStill) days.play(true);
    this.began = true;
  }

  tick(now) {
    if (!this.root.isConnected && this.wasConnected) return;
    this.wasConnected ||= this.root.isConnected;
    const seconds = Math.min(0.25, (now - this.last) / 1000);
    this.last = now;
    this.days.tick(seconds);
    if (this.root.clientWidth > 0 && !document.hidden) this.draw();
    this.publish(now);
    this.keepMoment(now);
    this.frame = requestAnimationFrame((later) => this.tick(later));
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.model.off("msg:custom", this.onMessage);
  }

  draw() {
    const colors = this.colors();
    this.views.forEach((view, place) => this.drawDay(view, place, colors));
    this.controls.show(this.curveCanvas);
    this.drawLegend(colors);
    const ratio = window.devicePixelRatio || 1;
    const width = this.curveCanvas.clientWidth;
    if (width > 0) this.curves.draw(colors.chart, width, this.curveCanvas.clientHeight, ratio, this.marks);
    this.drawn += 1;
  }

  drawDay(view, place, colors) {
    const moment = this.days.around(place);
    const { canvas } = view;
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.parentElement.clientWidth;
    const key = [width, ratio, this.isWide, colors.name].join();
    if (view.key !== key) this.prepare(view, width, ratio, colors, key);
    const { lens } = view;
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(view.ground, 0, 0);
    if (!moment) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (this.overlay === "density") view.veil.draw(context, lens, moment.before, colors);
    drawGate(context, lens, moment.before, colors);
    const pointer = this.pointer && this.pointer.place === place ? this.pointer.at : null;
    const followed = this.model.get("followed");
    const options = { layout: this.layout, colors, overlay: this.overlay, pointer, followed, ratio, danger: view.stage.dangerous_load };
    const seen = view.dots.draw(context, lens, moment, options);
    view.counts = seen.counts;
    view.seen = moment.before;
    view.followed = seen.marked && drawFollowed(context, lens, seen.marked, seen.radius, colors);
    this.drawHover(view, seen.nearest, lens);
    const { waiting, admitted } = moment.before;
    const words = `the site from above at ${clockTime(this.days.shown)}: ${waiting} wait, ${admitted} were let in`;
    if (canvas.getAttribute("aria-label") !== words) canvas.setAttribute("aria-label", words);
    view.numbers.show(this.days.shown, moment.before, this.days.minutes[place], place === 0 ? this.model.get("spreads") : null);
  }

  prepare(view, width, ratio, colors, key) {
    view.key = key;
    const tallest = Math.min(1.5 * width, (TALLEST * window.innerHeight) / this.views.length);
    view.lens = new Lens(view.stage, width, this.isWide ? 1000 : NEAR, width < NARROW && !this.isWide, tallest);
    const { lens, canvas } = view;
    canvas.style.height = `${lens.height}px`;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(lens.height * ratio);
    view.ground = element("canvas", { width: canvas.width, height: canvas.height });
    const context = view.ground.getContext("2d");
    context.scale(ratio, ratio);
    drawGround(context, lens, colors);
    view.dots.forget();
  }

  drawHover(view, person, lens) {
    view.hover.hidden = !person;
    if (!person) return;
    const number = person.number ? `number ${person.number}` : "no number";
    const force = person.load >= 50 ? `, bears ${person.load} N` : "";
    view.hover.textContent = `${this.layout.words[person.look]} (${number}${force})`;
    view.hover.style.left = `${Math.min(person.left + 10, lens.width - 200)}px`;
    view.hover.style.top = `${person.top + 12}px`;
  }

  drawLegend(colors) {
    const counts = this.views.map((view) => view.counts);
    const key = JSON.stringify([counts, colors.name, this.overlay]);
    if (key === this.legendKey) return;
    this.legendKey = key;
    const chips = Object.entries(this.layout.words).map(([look, words]) => {
      const dot = element("i", { class: `gc-chip gc-chip-${look}` });
      dot.style.backgroundColor = colors.looks[look];
      const how = look === "guard" ? this.views.map((view) => view.stage.guards) : counts.map((each) => each[look] || 0);
      return element("span", {}, dot, `${words} `, element("b", { "data-look": look }, how.join(" | ")));
    });
    if (this.overlay !== "none") chips.push(this.scale(colors));
    this.legend.replaceChildren(...chips);
  }

  scale(colors) {
    const bar = element("i", { class: "gc-scale" });
    bar.style.background = `linear-gradient(to right, ${colors.heat.map((part) => `rgb(${part.join(",")})`).join(",")})`;
    const danger = this.views[0].stage.dangerous_load;
    const ends = this.overlay === "density" ? ["0", "6 people per m²"] : ["0", `${Math.round(danger)} N, dangerous if it lasts`];
    return element("span", { class: "gc-scale-words" }, ends[0], bar, ends[1]);
  }

  colors() {
    const dark = isDark(this.root);
    const forced = window.matchMedia("(forced-colors: active)").matches;
    if (this.palette && this.palette.dark === dark && this.palette.forced === forced) return this.palette;
    this.root.classList.toggle("gc-dark", dark);
    const value = (name) => getComputedStyle(this.root).getPropertyValue(`--gc-${name}`).trim();
    const names = ["ground", "lane", "wall", "ink", "faint", "line", "danger", "open", "car", "first", "second"];
    const looks = { ...this.layout.colors };
    if (dark) for (const look of Object.keys(looks)) looks[look] = value(`look-${look}`) || looks[look];
    const heat = [[68, 84, 140], [38, 130, 142], [92, 200, 99], [253, 231, 37]];
    const own = Object.fromEntries(names.map((name) => [name, value(name)]));
    const name = `${dark ? "dark" : "light"}${forced ? " forced" : ""}`;
    this.palette = { dark, forced, name, looks, heat, ...own, chart: { name, ...own, ...(forced ? this.systemColors() : {}) } };
    return this.palette;
  }

  // The chart stands on the page, whose ground is the system's where colors are forced.
  systemColors() {
    const probe = element("i", { style: "forced-color-adjust: none" });
    this.root.append(probe);
    const system = { ink: "CanvasText", faint: "CanvasText", line: "GrayText", danger: "CanvasText", first: "LinkText", second: "CanvasText" };
    const found = Object.entries(system).map(([name, color]) => {
      probe.style.color = color;
      return [name, getComputedStyle(probe).color];
    });
    probe.remove();
    return Object.fromEntries(found);
  }

  // Keep the moment in the address, in place, while it is that of this page.
  keepMoment(now) {
    const { days, model } = this;
    const isHere = model.get("page") === window.location.pathname;
    if (!isHere || !days.stages.length || days.target !== null || now - this.keptAt < KEEP_EVERY) return;
    const at = `at=${days.shown.toFixed(4)}`;
    const rest = window.location.search.replace(/^\?/, "").split("&").filter((part) => part && !part.startsWith("at="));
    const search = `?${[...rest, at].join("&")}`;
    this.keptAt = now;
    if (search !== window.location.search) window.history.replaceState(window.history.state, "", window.location.pathname + search);
  }

  // Numbers for whoever tests the page.
  publish(now) {
    const { days } = this;
    const [first] = this.views;
    window.__gate = {
      tick: days.received,
      drawn: this.drawn,
      hour: days.shown,
      clock: clockTime(days.shown),
      frontier: days.frontier,
      playing: days.playing,
      jumping: days.target !== null,
      over: days.isOver,
      onsets: days.onsets,
      days: days.stages.length,
      seed: first ? first.stage.seed : null,
      replication: first ? first.stage.replication : null,
      counts: this.views.map((view) => view.counts),
      people: this.views.map((view) => (view.seen ? view.seen.people : 0)),
      followed: this.views.map((view) => view.followed || null),
      admitted: this.views.map((view) => (view.seen ? view.seen.admitted : 0)),
      now,
    };
  }
}

function isDark(root) {
  if (root.closest(".theme--dark, [data-jp-theme-light='false'], .vscode-dark")) return true;
  if (root.closest(".theme--light, [data-jp-theme-light='true'], .vscode-light")) return false;
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}

export default {
  render({ model, el }) {
    const view = new CrowdView(model, el);
    return () => view.stop();
  },
};
