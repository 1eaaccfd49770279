// Cards: a click takes one, another takes it away. Numbers are typed, or stepped with the arrow keys
// and the field's own buttons; of a card that is taken they act a moment after the last step.

const A_MOMENT = 500; // milliseconds after which a number is thought to stay

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

class Card {
  constructor(card, send) {
    this.key = card.key;
    this.send = send;
    this.button = element("button", { type: "button", class: "gc-take" });
    this.button.addEventListener("click", () => this.toggle());
    this.sentence = element("span", { class: "gc-sentence" });
    this.count = element("span", { class: "gc-count" });
    this.fields = {};
    for (const part of card.words.split(/\{(\w+)\}/).map((words, at) => (at % 2 ? card.blanks.find((blank) => blank.name === words) : words))) {
      this.sentence.append(typeof part === "string" ? part : this.field(part));
    }
    this.root = element("div", { class: "gc-card", "data-card": card.key }, this.button, this.sentence, this.count);
    // The whole card is pressed as its button is; its numbers are not.
    this.root.addEventListener("click", (event) => event.target.closest("button, input, select") || this.toggle());
    this.show(card);
  }

  field(blank) {
    const made = blank.hours.length
      ? element("select", { "aria-label": blank.label, class: "gc-blank" })
      : element("input", { type: "number", "aria-label": blank.label, class: "gc-blank", min: blank.low, max: blank.high, step: blank.step, required: "" });
    this.fields[blank.name] = made;
    made.addEventListener("input", () => this.change());
    made.addEventListener("keydown", (event) => event.key === "Enter" && this.change(0));
    return made;
  }

  get numbers() {
    return Object.fromEntries(Object.entries(this.fields).map(([name, field]) => [name, Number(field.value)]));
  }

  get isRight() {
    return Object.values(this.fields).every((field) => field.value !== "" && (field.tagName === "SELECT" || (!field.validity.rangeUnderflow && !field.validity.rangeOverflow)));
  }

  toggle() {
    if (!this.isRight) return;
    clearTimeout(this.later);
    this.send({ act: this.taken ? "away" : "take", card: this.key, numbers: this.numbers });
  }

  change(wait = A_MOMENT) {
    clearTimeout(this.later);
    this.fit();
    this.root.classList.toggle("gc-wrong", !this.isRight);
    if (!this.isRight) return;
    this.later = setTimeout(() => {
      this.later = null;
      this.send({ act: this.taken ? "take" : "numbers", card: this.key, numbers: this.numbers });
    }, wait);
  }

  fit() {
    for (const field of Object.values(this.fields)) {
      if (field.tagName === "INPUT") field.style.width = `${Math.max(2, field.value.length) + 2.8}ch`;
    }
  }

  show(card) {
    for (const blank of card.blanks) {
      const field = this.fields[blank.name];
      // Who is typing is not disturbed.
      if (this.later || (document.activeElement === field && field.value !== "" && field.tagName === "INPUT" && this.shownOnce)) continue;
      if (blank.hours.length && field.dataset.hours !== String(blank.hours)) {
        field.dataset.hours = String(blank.hours);
        field.replaceChildren(...blank.hours.map(([hour, words]) => element("option", { value: String(hour) }, words)));
      }
      field.value = blank.step < 1 && !blank.hours.length ? blank.value.toFixed(1) : String(blank.value);
    }
    this.shownOnce = true;
    this.fit();
    this.taken = card.taken;
    this.root.classList.toggle("gc-taken", card.taken);
    const words = card.words.replace(/\{(\w+)\}/g, (_, name) => {
      const blank = card.blanks.find((each) => each.name === name);
      const hour = blank.hours.find(([value]) => value === blank.value);
      return hour ? hour[1] : String(blank.value);
    });
    this.button.setAttribute("aria-label", `${words}${card.told ? ` (${card.told})` : ""}`);
    this.button.setAttribute("aria-pressed", String(card.taken));
    this.button.textContent = card.taken ? "✓" : "";
    this.button.title = card.taken ? "take it away" : "take it: the day begins anew";
    if (this.count.textContent !== card.count) this.count.textContent = card.count;
    this.count.title = card.told;
  }
}

class Cards {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    root.classList.add("gc-cards");
    this.cards = new Map();
    this.listen = () => this.show();
    model.on("change:cards", this.listen);
    this.show();
  }

  show() {
    const cards = this.model.get("cards");
    const keys = cards.map((card) => card.key);
    for (const card of cards) {
      if (this.cards.has(card.key)) this.cards.get(card.key).show(card);
      else this.cards.set(card.key, new Card(card, (message) => this.model.send(message)));
    }
    for (const key of [...this.cards.keys()]) if (!keys.includes(key)) this.cards.delete(key);
    const roots = keys.map((key) => this.cards.get(key).root);
    if (roots.some((each, at) => this.root.children[at] !== each) || this.root.children.length !== roots.length) this.root.replaceChildren(...roots);
  }

  stop() {
    this.model.off("change:cards", this.listen);
  }
}

export default {
  render({ model, el }) {
    const cards = new Cards(model, el);
    return () => cards.stop();
  },
};
