// A curve of the day, growing; it is also the timeline: pressed or dragged it goes to that hour.

import { choice } from "./controls.js";
import { clockTime } from "./frames.js";

const SHOWN = [
  { name: "press_share", words: "press, of those waiting near the gate", top: 1, percent: true, line: "crowd_share" },
  { name: "queue_length", words: "people waiting", top: 800 },
  { name: "gate_load_peak", words: "load on the gate, kN/m", top: 6, strength: true },
];
const TOP = 22; // below the choice of the curve
const LEFT = 44;
const BOTTOM = 18;
const RIGHT = 8;

export class Curves {
  constructor(canvas, days) {
    this.canvas = canvas;
    this.days = days;
    this.drawn = "";
    this.shown = SHOWN[0];
    this.choice = choice("curve", SHOWN.map(({ name, words }) => [name, words]), this.shown.name, (name) => {
      this.shown = SHOWN.find((curve) => curve.name === name);
    });
  }

  hourAt(x) {
    const { start, end } = this.days;
    const share = (x - LEFT) / (this.width - LEFT - RIGHT);
    return start + Math.min(1, Math.max(0, share)) * (end - start);
  }

  draw(colors, width, height, ratio, marks) {
    const { days } = this;
    const state = [days.minutes.map((rows) => rows.length), days.shown.toFixed(3), width, height, colors.name, marks.length, this.shown.name].join();
    if (state === this.drawn) return;
    this.drawn = state;
    this.width = width;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    const context = this.canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.clearRect(0, 0, width, height);
    const box = { left: LEFT, right: width - RIGHT, top: TOP, bottom: height - BOTTOM - 2 };
    this.drawCurve(context, colors, box, this.shown);
    this.drawHours(context, colors, width, height, marks);
  }

  x(hour, box) {
    const { start, end } = this.days;
    return box.left + ((hour - start) / (end - start)) * (box.right - box.left);
  }

  drawCurve(context, colors, box, curve) {
    const { days } = this;
    const column = days.layout.curves.indexOf(curve.name);
    let top = curve.top;
    // The scale stays as it is, so that growth is seen; only what exceeds it doubles it.
    for (const rows of days.minutes) for (const row of rows) while (row[column] > top) top *= 2;
    const y = (value) => box.bottom - (value / top) * (box.bottom - box.top);
    context.font = "11px system-ui, sans-serif";
    context.fillStyle = colors.faint;
    context.textAlign = "right";
    const number = (value) => (curve.percent ? `${Math.round(100 * value)} %` : String(Math.round(value * 10) / 10));
    context.fillText(number(top), LEFT - 4, box.top + 6);
    context.fillText(curve.percent ? "0 %" : "0", LEFT - 4, box.bottom);
    context.textAlign = "left";
    context.strokeStyle = colors.line;
    context.strokeRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    if (curve.line) this.level(context, colors, box, y(days.layout[curve.line]));
    if (curve.strength && days.stages[0].gate_wear_load < top) this.level(context, colors, box, y(days.stages[0].gate_wear_load));
    days.minutes.forEach((rows, place) => {
      context.strokeStyle = place ? colors.second : colors.first;
      context.setLineDash(place ? [5, 3] : []);
      context.lineWidth = 1.5;
      context.beginPath();
      let pen = false;
      for (const row of rows) {
        if (!Number.isFinite(row[column])) continue;
        const point = [this.x(row[0], box), y(row[column])];
        if (pen) context.lineTo(...point);
        else context.moveTo(...point);
        pen = true;
      }
      context.stroke();
    });
    context.setLineDash([]);
    context.lineWidth = 1;
  }

  level(context, colors, box, y) {
    context.strokeStyle = colors.danger;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(box.left, y);
    context.lineTo(box.right, y);
    context.stroke();
    context.setLineDash([]);
  }

  drawHours(context, colors, width, height, marks) {
    const { days } = this;
    const box = { left: LEFT, right: width - RIGHT };
    context.fillStyle = colors.faint;
    context.textAlign = "center";
    const every = width > 600 ? 2 : 4;
    for (let hour = Math.ceil(days.start / every) * every; hour <= days.end; hour += every) {
      const x = this.x(hour, box);
      context.fillText(clockTime(hour), Math.min(Math.max(x, 16), width - 16), height - 4);
    }
    const vertical = (hour, color, dash) => {
      context.strokeStyle = color;
      context.setLineDash(dash);
      context.beginPath();
      context.moveTo(this.x(hour, box), 0);
      context.lineTo(this.x(hour, box), height - BOTTOM);
      context.stroke();
      context.setLineDash([]);
    };
    for (const mark of marks) vertical(mark.hour, colors.faint, [1, 3]);
    days.onsets.forEach((hour) => hour !== null && hour <= days.shown && vertical(hour, colors.danger, [6, 3]));
    vertical(days.shown, colors.ink, []);
  }
}
