// The plot of a sweep: dots are days; they can be reached with the mouse, a finger or the arrow keys.

const GOLDEN = 0.6180339887;
const NARROW = 560; // pixels
const MARGIN = 24; // pixels beside the first and the last point

function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function html(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function clock(hour) {
  const minutes = Math.round(hour * 60);
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

function short(value) {
  return String(Number(value.toPrecision(4)));
}

function ticks(low, high, about) {
  const rough = (high - low) / about || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough) || 10 * power;
  const found = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + 1e-9 * step; n += 1) found.push(n * step);
  return found;
}

class Plot {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    root.classList.add("gc-sweep-plot");
    this.legend = html("div", { class: "gp-legend", "aria-label": "legend" });
    this.canvas = svg("svg", { tabindex: "0", role: "application", "aria-roledescription": "plot" });
    this.told = html("div", { class: "gp-told", hidden: "" });
    this.spoken = html("div", { class: "gp-unseen", role: "status", "aria-live": "polite" });
    root.replaceChildren(this.legend, this.canvas, this.told, this.spoken);
    this.at = null; // key of the dot that the keyboard is at
    this.draw = () => this.drawAll();
    this.names = ["curve", "tipping", "points", "planned", "is_running", "picked"];
    for (const name of this.names) model.on(`change:${name}`, this.draw);
    this.watcher = new ResizeObserver(this.draw);
    this.watcher.observe(root);
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.canvas.addEventListener("blur", () => this.goTo(null));
    this.canvas.addEventListener("pointerover", (event) => this.point(event.target));
    this.canvas.addEventListener("pointerleave", () => (this.told.hidden = true));
    this.canvas.addEventListener("click", (event) => this.pick(event.target.dataset && event.target.dataset.key));
    this.drawAll();
  }

  stop() {
    this.watcher.disconnect();
    for (const name of this.names) this.model.off(`change:${name}`, this.draw);
    window.__sweep = null;
  }

  pick(key) {
    if (!key) return;
    this.model.set("picked", key);
    this.model.save_changes();
  }

  key(event) {
    const { places } = this;
    const now = places.findIndex((each) => each.key === this.at);
    const next = { ArrowRight: now + 1, ArrowLeft: now < 0 ? places.length - 1 : now - 1, Home: 0, End: places.length - 1 }[event.key];
    if (next !== undefined && places.length) {
      this.goTo(places[Math.max(0, Math.min(places.length - 1, next))].key);
    } else if ((event.key === "Enter" || event.key === " ") && this.at) {
      this.pick(this.at);
    } else return;
    event.preventDefault();
  }

  goTo(key) {
    this.at = key;
    this.ring();
    const place = this.places.find((each) => each.key === key);
    if (place) {
      this.tell(place);
      this.spoken.textContent = this.words(place);
    } else this.told.hidden = true;
  }

  point(target) {
    const place = target.dataset && this.places.find((each) => each.key === target.dataset.key);
    if (place) this.tell(place);
    else this.told.hidden = true;
  }

  words(place) {
    const { curve } = this;
    const value = place.y === null ? "never" : curve.is_flag ? (place.y ? "yes" : "no") : curve.is_clock ? clock(place.y) : short(place.y);
    return `${curve.across} = ${short(place.x)}; ${curve.up}: ${value}; run ${place.key.slice(0, 8)}`;
  }

  tell(place) {
    this.told.textContent = this.words(place);
    this.told.hidden = false;
    const width = this.told.offsetWidth;
    const top = this.canvas.getBoundingClientRect().top - this.root.getBoundingClientRect().top;
    this.told.style.left = `${Math.max(0, Math.min(this.width - width, place.left + 10))}px`;
    this.told.style.top = `${top + place.top + 14}px`;
  }

  ring() {
    this.canvas.querySelector(".gp-ring")?.remove();
    const place = this.places.find((each) => each.key === this.at);
    if (place) this.canvas.append(svg("circle", { class: "gp-ring", cx: place.left, cy: place.top, r: 9 }));
  }

  drawAll() {
    this.curve = this.model.get("curve") || {};
    this.width = this.root.clientWidth;
    this.places = [];
    if (!this.curve.dots) return;
    if (this.width > 0) {
      this.measure();
      const parts = [this.axes(), this.tippingPoint(), this.band(), this.dots(), this.means()];
      this.canvas.replaceChildren(...parts.filter(Boolean));
      this.ring();
    }
    this.canvas.setAttribute("aria-label", `${this.curve.title}, against ${this.curve.across}: ${this.curve.runs} days. Arrow keys go from day to day, Enter chooses one.`);
    this.explain();
    this.publish();
  }

  measure() {
    const { curve, width } = this;
    const isNarrow = width < NARROW;
    this.height = isNarrow ? 300 : 400;
    this.canvas.setAttribute("height", this.height);
    this.canvas.setAttribute("viewBox", `0 0 ${width} ${this.height}`);
    const xs = [...this.model.get("points"), ...curve.dots.map((dot) => dot[0])];
    const [first, last] = [Math.min(...xs), Math.max(...xs)];
    const count = Math.max(2, new Set(xs).size);
    this.edges = { left: 54, right: width - 14, top: 18, bottom: this.height - 46 };
    const inner = this.edges.right - this.edges.left - 2 * MARGIN;
    this.gap = inner / count;
    this.span = [first, last];
    this.across = (x) => this.edges.left + MARGIN + (last > first ? (inner * (x - first)) / (last - first) : inner / 2);
    const values = [...curve.dots.map((dot) => dot[1]), ...curve.means.flatMap((row) => row.slice(1, 4))].filter((value) => value !== null);
    this.hasNever = curve.is_clock && curve.dots.some((dot) => dot[1] === null);
    let [low, high] = [0, Math.max(...values, 1e-9) * 1.05];
    if (curve.is_share) high = curve.is_flag || high > 0.5 ? 1 : high;
    if (curve.is_clock) [low, high] = values.length ? [Math.floor(Math.min(...values)), Math.ceil(Math.max(...values))] : [12, 24];
    if (high <= low) high = low + 1;
    this.reach = [low, high];
    const top = this.edges.top + (this.hasNever ? 30 : 0);
    this.upTo = (y) => this.edges.bottom - ((this.edges.bottom - top) * (y - low)) / (high - low);
  }

  axes() {
    const { curve, edges } = this;
    const group = svg("g", { "aria-hidden": "true" });
    const written = curve.is_clock ? clock : curve.is_flag ? (value) => `${Math.round(100 * value)} %` : short;
    const line = (y, label) => {
      group.append(svg("line", { class: "gp-grid", x1: edges.left, x2: edges.right, y1: y, y2: y }));
      group.append(svg("text", { x: edges.left - 7, y: y + 4, "text-anchor": "end" }, label));
    };
    for (const value of ticks(...this.reach, 5)) line(this.upTo(value), written(value));
    if (this.hasNever) line(edges.top + 4, "never");
    for (const value of ticks(...this.span, this.width < NARROW ? 4 : 9))
      group.append(svg("text", { x: this.across(value), y: edges.bottom + 18, "text-anchor": "middle" }, short(value)));
    group.append(svg("text", { class: "gp-axis", x: (edges.left + edges.right) / 2, y: this.height - 6, "text-anchor": "middle" }, curve.across));
    return group;
  }

  tippingPoint() {
    const tip = this.model.get("tipping");
    if (!tip) return null;
    const { edges } = this;
    const group = svg("g", { "aria-hidden": "true" });
    const at = this.across(tip.value);
    if (tip.low !== null) {
      const [left, right] = [this.across(tip.low), this.across(tip.high)];
      group.append(svg("rect", { class: "gp-tip-band", x: left, width: Math.max(1, right - left), y: edges.top, height: edges.bottom - edges.top }));
    }
    group.append(svg("line", { class: "gp-tip", x1: at, x2: at, y1: edges.top, y2: edges.bottom }));
    if (this.curve.has_fit) group.append(svg("path", { class: "gp-fit", d: this.path(tip.line) }));
    return group;
  }

  path(points) {
    return points.map(([x, y], n) => `${n ? "L" : "M"}${this.across(x).toFixed(1)} ${this.upTo(y).toFixed(1)}`).join("");
  }

  band() {
    const known = this.curve.means.filter((row) => row[2] !== null);
    if (known.length < 2) return null;
    const bound = ([low, high]) => Math.max(low, Math.min(high, 1e300));
    const inside = (y) => Math.max(this.reach[0], Math.min(this.reach[1], bound([y, y])));
    const around = [...known.map((row) => [row[0], inside(row[2])]), ...known.map((row) => [row[0], inside(row[3])]).reverse()];
    return svg("path", { class: "gp-band", d: `${this.path(around)}Z` });
  }

  means() {
    const group = svg("g", { "pointer-events": "none", "aria-hidden": "true" });
    const known = this.curve.means.filter((row) => row[1] !== null);
    if (known.length > 1) group.append(svg("path", { class: "gp-mean", d: this.path(known) }));
    for (const [x, mean, low, high] of known) {
      const left = this.across(x);
      const inside = (y) => this.upTo(Math.max(this.reach[0], Math.min(this.reach[1], y)));
      if (low !== null) group.append(svg("line", { class: "gp-whisker", x1: left, x2: left, y1: inside(low), y2: inside(high) }));
      group.append(svg("circle", { class: "gp-point", cx: left, cy: this.upTo(mean), r: 4.5 }));
    }
    return group;
  }

  dots() {
    const { curve } = this;
    const picked = this.model.get("picked");
    const group = svg("g");
    for (const [x, y, replication, key] of curve.dots) {
      if (y === null && !curve.is_clock) continue;
      const aside = (((replication + 1) * GOLDEN) % 1) - 0.5;
      const inward = curve.is_flag ? (9 + 24 * (((replication + 1) * GOLDEN * GOLDEN) % 1)) * (y ? 1 : -1) : 0;
      const left = this.across(x) + aside * Math.min(34, 0.7 * this.gap);
      const top = (y === null ? this.edges.top + 4 : this.upTo(y)) + inward;
      this.places.push({ x, y, key, left, top });
      const dot = svg("circle", { class: `gp-dot${key === picked ? " gp-picked" : ""}`, cx: left.toFixed(1), cy: top.toFixed(1), r: key === picked ? 7 : 5 });
      dot.dataset.key = key;
      group.append(dot);
    }
    this.places.sort((a, b) => a.x - b.x || b.top - a.top);
    return group;
  }

  explain() {
    const { curve } = this;
    const tip = this.model.get("tipping");
    const middle = curve.is_flag ? "share of days" : curve.is_clock ? "mean of the days on which it broke" : "mean";
    const chips = [["dot", "a day; choose one to watch it"], ["mean", `${middle}, with the interval that holds 95 %`]];
    if (tip) {
      const between = tip.low === null ? "" : ` (95 %: ${short(tip.low)} to ${short(tip.high)})`;
      const fit = curve.has_fit ? "; dashed: the curve that was fitted" : "";
      chips.push(["tip", `${curve.tipping} at ${short(tip.value)}${between}${fit}`]);
    }
    this.legend.replaceChildren(...chips.map(([name, words]) => html("span", {}, html("i", { class: `gp-l-${name}` }), words)));
  }

  // Numbers for whoever tests the page.
  publish() {
    const { curve, model } = this;
    window.__sweep = {
      runs: curve.runs,
      points: curve.means.length,
      planned: model.get("planned"),
      running: model.get("is_running"),
      outcome: curve.outcome,
      dots: this.places.map(({ key, left, top }) => ({ key, left, top })),
      tipping: model.get("tipping") && model.get("tipping").value,
      picked: model.get("picked"),
    };
  }
}

export default {
  render({ model, el }) {
    const plot = new Plot(model, el);
    return () => plot.stop();
  },
};
