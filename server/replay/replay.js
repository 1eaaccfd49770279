// The page that plays alone: the crowd view, and a recorded day in place of the Python it asks.

const KEEP_EVERY_MOMENT = 500; // milliseconds from one moment in the address to the next

class RecordedDay {
  constructor(kept, answer) {
    this.traits = { frame_format: kept.layout, stages: [kept.stage], titles: [""], playing: false, speed: 5, passive: false, followed: -1, page: "" };
    this.answer = answer;
  }

  get(name) {
    return this.traits[name];
  }

  on(event, act) {
    if (event === "msg:custom") this.hear = act;
  }

  off() {}

  // The whole day is the answer to whatever is wanted first.
  send(message) {
    if (message.type !== "want") return;
    const { states, lengths, minutes, onset } = this.answer;
    const content = { type: "states", serial: message.serial, is_over: true, days: [{ lengths, anew: true, onset }] };
    queueMicrotask(() => this.hear(content, [states, minutes]));
  }
}

// The hour that the address names, as in day.html#at=19.75.
function hourNamed() {
  const hour = Number.parseFloat(new URLSearchParams(window.location.hash.slice(1)).get("at"));
  return Number.isFinite(hour) ? hour : null;
}

function keepHour(view) {
  const hash = `#at=${view.days.shown.toFixed(4)}`;
  if (hash !== window.location.hash) window.history.replaceState(null, "", hash);
}

// Space and the arrows act wherever nothing else takes them.
function passKeys(root) {
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("#replay, summary, pre") || event.altKey || event.ctrlKey || event.metaKey) return;
    if (![" ", "ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const passed = new KeyboardEvent("keydown", { key: event.key, cancelable: true });
    if (!root.dispatchEvent(passed)) event.preventDefault();
  });
}

// Played at its end, the day begins again.
function playAgain({ days, controls, root }) {
  const again = () => days.playing && days.shown >= days.frontier - 1e-6 && days.jump(days.start);
  controls.playButton.addEventListener("click", again);
  root.addEventListener("keydown", (event) => event.key === " " && again());
}

async function begin(root) {
  const kept = JSON.parse(document.getElementById("day").textContent);
  const answer = await unpacked(kept.layout, kept.packed, kept.states);
  kept.stage.hour = hourNamed() ?? kept.stage.start;
  const view = new CrowdView(new RecordedDay(kept, { ...answer, onset: kept.onset }), root);
  playAgain(view);
  passKeys(root);
  window.addEventListener("hashchange", () => hourNamed() !== null && view.days.jump(hourNamed()));
  setInterval(() => keepHour(view), KEEP_EVERY_MOMENT);
}

const root = document.getElementById("replay");
begin(root).catch((error) => {
  root.textContent = `This day cannot be shown: ${error.message}. A newer browser may help.`;
  throw error;
});
