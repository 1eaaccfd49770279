// The map "How many, from when?": a table of buttons, one of them a tab stop; arrow keys move.

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const ASKED = "How many, from when?";
const HOW = "Point at a cell, or go through them with the arrow keys. One that is chosen begins its thirty days.";
let maps = 0;

class VolunteersMap {
  constructor(model, root) {
    this.model = model;
    const id = `gc-map-${(maps += 1)}`;
    root.classList.add("gc-map");
    this.heading = element("h2", { class: "gc-ask" });
    this.button = element("button", { type: "button", class: "gc-map-button", "aria-expanded": "false", "aria-controls": id }, ASKED);
    this.table = element("table", { role: "grid", "aria-label": "days that break, by number of volunteers and hour" });
    this.said = element("p", { class: "gc-map-said" }, HOW);
    this.note = element("p", { class: "gc-map-note" });
    this.panel = element("div", { class: "gc-map-panel", id }, this.said, this.table, this.note);
    root.replaceChildren(element("div", { class: "gc-map-head" }, this.heading, this.button), this.panel);
    this.button.addEventListener("click", () => this.open(this.panel.hidden));
    root.addEventListener("keydown", (event) => this.press(event));
    this.panel.addEventListener("pointerleave", () => this.say());
    this.panel.addEventListener("focusout", () => this.say());
    this.panel.hidden = true;
    this.listen = () => this.show();
    model.on("change", this.listen);
    this.show();
  }

  open(isOpen) {
    this.panel.hidden = !isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
  }

  show() {
    const get = (name) => this.model.get(name);
    this.heading.textContent = get("heading");
    this.note.textContent = get("note");
    this.button.hidden = !get("note"); // no map, nothing to say of it
    const key = JSON.stringify([get("columns"), get("rows")]);
    if (key !== this.key) this.build(key, get("columns"), get("rows"));
    const [row, column] = get("chosen");
    this.buttons.forEach((each, y) => each.forEach((button, x) => button.setAttribute("aria-pressed", String(y === row && x === column))));
    this.stop(...(row === undefined ? this.place || [0, 0] : [row, column]));
    this.say();
  }

  build(key, columns, rows) {
    this.key = key;
    this.place = null;
    this.buttons = rows.map((row, y) => row.cells.map((cell, x) => this.cell(cell, y, x)));
    const head = element("tr", { role: "row" }, element("th", { role: "columnheader", scope: "col" }, "volunteers"), ...columns.map((hour) => element("th", { role: "columnheader", scope: "col" }, hour)));
    const body = rows.map((row, y) =>
      element("tr", { role: "row" }, element("th", { role: "rowheader", scope: "row" }, String(row.count)), ...this.buttons[y].map((button) => element("td", { role: "gridcell" }, button))),
    );
    this.table.replaceChildren(element("thead", { role: "rowgroup" }, head), element("tbody", { role: "rowgroup" }, ...body));
    this.table.hidden = this.said.hidden = !rows.length;
  }

  cell(cell, y, x) {
    const button = element("button", { type: "button", class: "gc-cell", tabindex: "-1", "aria-label": cell.words }, cell.text);
    button.style.setProperty("--gc-share", `${Math.round(100 * cell.share)}%`);
    button.classList.toggle("gc-open", cell.open);
    button.addEventListener("click", () => this.model.send({ pick: [y, x] }));
    button.addEventListener("pointerenter", () => this.say(cell.words));
    button.addEventListener("focus", () => {
      this.stop(y, x);
      this.say(cell.words);
    });
    return button;
  }

  // One cell is reached with the tab key.
  stop(y, x) {
    this.place = [y, x];
    this.buttons.forEach((row, at) => row.forEach((button, column) => (button.tabIndex = at === y && column === x ? 0 : -1)));
  }

  press(event) {
    if (event.key === "Escape") {
      this.open(false);
      this.button.focus();
    }
    const step = STEPS[event.key];
    if (!step || !event.target.classList.contains("gc-cell")) return;
    event.preventDefault();
    const [y, x] = this.place.map((at, way) => at + step[way]);
    if (this.buttons[y] && this.buttons[y][x]) this.buttons[y][x].focus();
  }

  // What is pointed at, or chosen, or how it is used.
  say(words) {
    const chosen = this.table.querySelector("[aria-pressed=true]");
    const text = words || (chosen ? chosen.getAttribute("aria-label") : HOW);
    if (this.said.textContent !== text) this.said.textContent = text;
  }

  end() {
    this.model.off("change", this.listen);
  }
}

export default {
  render({ model, el }) {
    const map = new VolunteersMap(model, el);
    return () => map.end();
  },
};
