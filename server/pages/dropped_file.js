// A place to drop a file, or to choose one: its bytes go to the page's server in pieces.

const PIECE = 262144; // bytes of a message; the server takes at most four times as many

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

class DroppedFile {
  constructor(model, root) {
    this.model = model;
    const words = model.get("words");
    this.input = element("input", { type: "file", class: "gc-file", id: `gc-file-${Math.random().toString(36).slice(2)}`, accept: model.get("endings").join(","), "aria-label": words.choose });
    this.input.addEventListener("change", () => {
      this.take(this.input.files);
      this.input.value = ""; // the same file again is chosen again
    });
    this.said = element("p", { class: "gc-file-said", role: "status", "aria-live": "polite" });
    root.classList.add("gc-own-file");
    this.root = root;
    root.replaceChildren(element("label", { for: this.input.id }, words.drop), this.input, this.said);
    // Wherever a file is let go, the browser would leave the page for it.
    this.over = (event) => {
      if (![...(event.dataTransfer?.types || [])].includes("Files")) return;
      event.preventDefault();
      root.classList.toggle("gc-over", event.type === "dragover");
      if (event.type === "drop") this.take(event.dataTransfer.files);
    };
    for (const kind of ["dragover", "dragleave", "drop"]) window.addEventListener(kind, this.over);
    this.listen = () => this.show();
    model.on("change", this.listen);
    this.show();
  }

  show() {
    const said = this.model.get("said");
    if (this.said.textContent !== said) this.said.textContent = said;
    this.said.dataset.kind = this.model.get("kind");
    this.input.disabled = this.model.get("kind") === "busy";
  }

  say(words) {
    this.said.dataset.kind = "wrong";
    this.said.textContent = words;
  }

  async take(files) {
    const words = this.model.get("words");
    const [file, another] = files;
    if (!file || this.input.disabled) return;
    if (another) return this.say(words.one);
    if (file.size > this.model.get("largest")) return this.say(`${file.name}: ${words.large}`);
    let bytes;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      return this.say(`${file.name}: ${words.unreadable}`); // a folder, or a file that is gone
    }
    this.model.send({ begin: file.name, size: bytes.length });
    for (let at = 0; at < bytes.length; at += PIECE) {
      this.model.send({ piece: true }, undefined, [bytes.slice(at, at + PIECE).buffer]);
    }
  }

  stop() {
    for (const kind of ["dragover", "dragleave", "drop"]) window.removeEventListener(kind, this.over);
    this.model.off("change", this.listen);
  }
}

export default {
  render({ model, el }) {
    const dropped = new DroppedFile(model, el);
    return () => dropped.stop();
  },
};
