// What is known of each day: the states seen, the minutes passed, and the moment shown.

import { decodeStates } from "./frames.js";

const MOST_STATES = 4000; // beyond that older ones are thinned out
const STATES_PER_SECOND = 27; // some more than the 25 wanted: steps are whole seconds
const LARGE_CROWD = 2000; // people, from which on drawing them takes all the time there is
const STATES_PER_SECOND_LARGE = 10;
const LEAD = 0.7; // seconds of play to have in store
const JUMP_EVERY = 240; // simulated seconds from state to state while jumping ahead
const MOST_GAP = 45 / 3600; // hours between two states beyond which people are not moved between them

const PUSHED = -1; // serial of states that nobody asked for
const CATCH_UP = 0.25; // seconds in which a pushed state is reached

export class Days {
  constructor(layout, ask) {
    this.layout = layout;
    this.ask = ask; // sends a request for more to Python
    this.speed = 5; // simulated minutes a second
    this.playing = false;
    this.passive = false; // somebody else steps the days
    this.received = 0;
    this.serial = 0;
    this.begin([]);
  }

  begin(stages) {
    this.stages = stages;
    this.states = stages.map(() => []);
    this.minutes = stages.map(() => []);
    this.onsets = stages.map(() => null);
    this.start = stages.length ? stages[0].start : 0;
    this.end = stages.length ? stages[0].end : 24;
    this.shown = this.start;
    this.target = null; // hour to jump to
    this.isOver = false;
    this.waiting = false;
    this.serial += 1; // answers to older questions do not count
  }

  get frontier() {
    const known = this.states[0];
    return known && known.length ? known[known.length - 1].hour : this.start;
  }

  receive(message, buffers) {
    if (message.serial !== this.serial && message.serial !== PUSHED) return;
    this.waiting = false;
    message.days.forEach((day, place) => {
      const [states, minutes] = [buffers[2 * place], buffers[2 * place + 1]];
      const decoded = decodeStates(this.layout, states, day.lengths);
      this.states[place].push(...decoded);
      this.thin(place);
      const numbers = new Float32Array(minutes.buffer.slice(minutes.byteOffset, minutes.byteOffset + minutes.byteLength));
      const width = this.layout.curves.length;
      if (day.anew) this.minutes[place] = [];
      for (let row = 0; row + width <= numbers.length; row += width) {
        this.minutes[place].push(numbers.subarray(row, row + width));
      }
      this.onsets[place] = day.onset;
      if (place === 0) this.received += decoded.length;
    });
    this.isOver = message.is_over;
    if (this.target !== null) {
      this.shown = Math.min(this.frontier, this.target);
      if (this.shown >= this.target - 1e-4 || this.isOver) {
        this.target = null;
        this.ask({ type: "shown", hour: this.shown });
      }
    }
    this.demand();
  }

  thin(place) {
    const states = this.states[place];
    if (states.length <= MOST_STATES) return;
    const old = states.length / 2;
    this.states[place] = states.filter((_, index) => index > old || index % 2 === 0);
  }

  // New states asked for in a second of play: people are moved between them all the same.
  get statesPerSecond() {
    const last = this.states[0]?.at(-1);
    return last && last.people > LARGE_CROWD ? STATES_PER_SECOND_LARGE : STATES_PER_SECOND;
  }

  // Ask for more if there is too little in store.
  demand() {
    if (this.waiting || this.isOver || !this.stages.length) return;
    if (this.passive && this.states[0].length) return;
    const hurry = this.target !== null;
    const lead = (LEAD * this.speed) / 60;
    if (!hurry && (!this.playing || this.frontier - this.shown > lead) && this.states[0].length) return;
    this.waiting = true;
    const until = hurry ? this.target : Math.max(this.shown, this.frontier) + lead;
    const every = hurry ? JUMP_EVERY : Math.max(1, (this.speed * 60) / this.statesPerSecond);
    this.ask({ type: "want", serial: this.serial, until, every, shown: this.shown, aim: this.target ?? this.shown });
  }

  jump(hour) {
    const wanted = Math.min(Math.max(hour, this.start), this.end);
    if (wanted <= this.frontier || this.isOver) {
      this.shown = Math.min(wanted, this.frontier);
      this.target = null;
    } else {
      this.target = wanted;
    }
    this.ask({ type: "shown", hour: wanted });
    this.demand();
  }

  play(isOn) {
    this.playing = isOn;
    if (this.stages.length) this.ask({ type: "shown", hour: this.shown });
    this.demand();
  }

  step() {
    this.playing = false;
    this.jump(this.shown + this.speed / 60);
  }

  // Advance what is shown by so many seconds of real time.
  tick(seconds) {
    if (this.passive) {
      const gap = this.frontier - this.shown;
      this.shown = gap < 0 ? this.frontier : this.shown + gap * Math.min(1, seconds / CATCH_UP);
    } else if (this.playing && this.target === null) {
      this.shown = Math.min(this.shown + (seconds * this.speed) / 60, Math.max(this.frontier, this.shown));
      if (this.isOver && this.shown >= this.frontier - 1e-6) this.play(false);
    }
    this.demand();
  }

  // The two states around the moment shown and how far it lies between them.
  around(place) {
    const states = this.states[place];
    if (!states.length) return null;
    let low = 0;
    let high = states.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (states[middle].hour <= this.shown + 1e-9) low = middle;
      else high = middle - 1;
    }
    const [before, after] = [states[low], states[Math.min(low + 1, states.length - 1)]];
    const gap = after.hour - before.hour;
    const share = gap > 0 ? Math.min(1, Math.max(0, (this.shown - before.hour) / gap)) : 0;
    const smooth = this.passive ? gap <= 1 / 60 : gap <= Math.max(MOST_GAP, (2.5 * this.speed) / (this.statesPerSecond * 60));
    return { before, after: smooth ? after : before, share: smooth ? share : 0 };
  }
}
