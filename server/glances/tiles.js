// Thirty days as tiles under what they say. A day that broke is filled and has a notch where it
// broke, one that was kept is hollow; a corner tells what it was before.

const NS = "http://www.w3.org/2000/svg";
const WIDTH = 60;
const HEIGHT = 30;
const NO_SHARE = 255;
const QUARTERS = 4; // in an hour
const OFTEN = 250; // milliseconds from look to look at days that come in

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function shape(tag, attributes) {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

class Tile {
  constructor(number, watch) {
    this.spark = shape("path", { class: "gc-spark" });
    this.half = shape("line", { class: "gc-half", x1: 0, x2: WIDTH, y1: HEIGHT / 2, y2: HEIGHT / 2 });
    this.notch = shape("path", { class: "gc-notch" });
    this.corner = shape("path", { class: "gc-corner", d: `M${WIDTH - 11} 0H${WIDTH}V11Z` });
    const picture = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
    picture.append(this.half, this.spark, this.notch, this.corner);
    this.root = element("button", { type: "button", class: "gc-tile" }, picture);
    this.root.addEventListener("click", () => watch(number));
  }

  show(tile, start, until, isWatched) {
    const x = (hour) => (WIDTH * (hour - start)) / (until - start);
    const y = (share) => HEIGHT - 1 - (HEIGHT - 2) * share;
    const points = [];
    for (let at = 0; at < tile.shares.length / 2; at += 1) {
      const share = parseInt(tile.shares.slice(2 * at, 2 * at + 2), 16);
      const end = (Math.floor(start * QUARTERS) + at + 1) / QUARTERS;
      if (share !== NO_SHARE) points.push(`${x(Math.min(end, tile.onset ?? until)).toFixed(1)} ${y(share / 254).toFixed(1)}`);
    }
    this.spark.setAttribute("d", points.length ? `M${points.join("L")}` : "");
    const at = tile.onset === null ? 0 : Math.min(WIDTH - 3, Math.max(3, x(tile.onset)));
    this.notch.setAttribute("d", tile.onset === null ? "" : `M${at} 0V${HEIGHT}M${at - 5} 0H${at + 5}L${at} 8Z`);
    this.root.dataset.ended = tile.ended || (tile.shares ? "running" : "waiting");
    this.root.dataset.before = tile.before;
    this.root.dataset.onset = tile.onset === null ? "" : String(tile.onset);
    this.root.setAttribute("aria-label", `${tile.words}${isWatched ? " (playing here)" : ": watch it"}`);
    this.root.title = tile.words;
    this.root.setAttribute("aria-pressed", String(isWatched));
  }
}

class Tiles {
  constructor(model, root) {
    this.model = model;
    root.classList.add("gc-glance");
    this.headline = element("h2", { class: "gc-headline" });
    this.pairs = element("p", { class: "gc-pairs" });
    this.bar = element("div", { class: "gc-so-far", "aria-hidden": "true" }, element("i"));
    this.aloud = element("div", { class: "gc-aloud", role: "status", "aria-live": "polite" });
    this.tiles = [];
    this.grid = element("div", { class: "gc-tiles", role: "group", "aria-label": "thirty days; choose one to watch it" });
    root.replaceChildren(this.headline, this.bar, this.pairs, this.grid, this.aloud);
    this.listen = () => this.show();
    model.on("change", this.listen);
    this.looking = setInterval(() => model.get("is_over") || model.send({ look: true }), OFTEN);
    this.show();
  }

  show() {
    const get = (name) => this.model.get(name);
    const set = (node, text) => node.textContent !== text && (node.textContent = text);
    this.sayHeadline(get("headline"));
    const pairs = get("pairs");
    set(this.pairs, pairs ? `${pairs[0].toUpperCase()}${pairs.slice(1)}.` : "");
    set(this.aloud, get("aloud"));
    const share = get("asked") ? get("over") / get("asked") : 0;
    this.bar.firstChild.style.width = `${100 * share}%`;
    this.bar.classList.toggle("gc-all", share >= 1);
    const tiles = get("tiles");
    while (this.tiles.length < tiles.length) {
      const number = this.tiles.length;
      this.tiles.push(new Tile(number, (day) => this.model.send({ watch: day })));
      this.grid.append(this.tiles[number].root);
    }
    const [start, until, watched] = [get("start"), get("until"), get("watched")];
    tiles.forEach((tile, number) => this.tiles[number].show(tile, start, until, number === watched));
  }

  // An interval stays on one line.
  sayHeadline(words) {
    if (this.headline.textContent === words) return;
    const parts = words.split(/(\([^)]*\))/).map((part, at) => (at % 2 ? element("span", { class: "gc-interval" }, part) : part));
    this.headline.replaceChildren(...parts);
  }

  stop() {
    clearInterval(this.looking);
    this.model.off("change", this.listen);
  }
}

export default {
  render({ model, el }) {
    const tiles = new Tiles(model, el);
    return () => tiles.stop();
  },
};
