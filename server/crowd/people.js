// People: a dot each, from a picture drawn once for each look, moved between two states.

import { lookOf } from "./frames.js";

const RADIUS = 0.2; // meters
const FAR = 2.5; // pixels: smaller dots are copied to whole pixels, which is faster


export class Dots {
  constructor() {
    this.pictures = new Map();
    this.where = new Int32Array(65536).fill(-1);
    this.indexed = null;
  }

  forget() {
    this.pictures.clear();
  }

  picture(look, color, radius, ratio) {
    const key = `${look}${color}${radius.toFixed(2)}`;
    let found = this.pictures.get(key);
    if (!found) {
      found = drawDot(look, color, radius, ratio);
      this.pictures.set(key, found);
    }
    return found;
  }

  // Where each person of a state stands in it.
  index(state) {
    if (this.indexed === state) return;
    if (this.indexed) {
      const { rows, people } = this.indexed;
      for (let n = 0; n < people; n += 1) this.where[rows.getUint16(12 * n, true)] = -1;
    }
    const { rows, people } = state;
    for (let n = 0; n < people; n += 1) this.where[rows.getUint16(12 * n, true)] = n;
    this.indexed = state;
  }

  // Draw everybody; returns how many by look, and who is nearest to the pointer.
  draw(context, lens, moment, options) {
    const { before, after, share } = moment;
    const { layout, colors, overlay, pointer, followed, ratio, danger } = options;
    const { unit } = lens.stage;
    this.index(after);
    const radius = Math.max(1.6, RADIUS * lens.scale);
    const isFar = radius < FAR && ratio === 1;
    const [counts, dots] = [{}, {}];
    let nearest = null;
    let best = Math.max(12, 2 * radius) ** 2;
    let marked = null;
    const rows = before.rows;
    for (let n = 0; n < before.people; n += 1) {
      const at = 12 * n;
      const id = rows.getUint16(at, true);
      let x = rows.getUint16(at + 2, true);
      let y = rows.getUint16(at + 4, true);
      const number = rows.getUint16(at + 6, true);
      const look = lookOf(layout, rows.getUint8(at + 8), number);
      counts[look] = (counts[look] || 0) + 1;
      const next = this.where[id];
      if (next >= 0 && share > 0) {
        x += share * (after.rows.getUint16(12 * next + 2, true) - x);
        y += share * (after.rows.getUint16(12 * next + 4, true) - y);
      }
      if (id === followed) marked = { across: x * unit, along: y * unit };
      if (y * unit > lens.reach) continue;
      const [left, top] = lens.at(x * unit, y * unit);
      const load = rows.getUint8(at + 10) * layout.load_unit;
      const dot = overlay === "force"
        ? this.picture(look, heat(load / danger, colors), radius, ratio)
        : (dots[look] ??= this.picture(look, colors.looks[look], radius, ratio));
      if (isFar) context.drawImage(dot, Math.round(left) - dot.half, Math.round(top) - dot.half);
      else context.drawImage(dot, left - dot.half, top - dot.half, 2 * dot.half, 2 * dot.half);
      if (pointer) {
        const distance = (left - pointer[0]) ** 2 + (top - pointer[1]) ** 2;
        if (distance < best) {
          best = distance;
          nearest = { left, top, look, number, id, load };
        }
      }
    }
    return { counts, nearest, marked, radius };
  }
}

function drawDot(look, color, radius, ratio) {
  const half = Math.ceil(radius * 1.35) + 1;
  const picture = document.createElement("canvas");
  picture.width = picture.height = Math.ceil(2 * half * ratio);
  picture.half = half;
  const context = picture.getContext("2d");
  context.scale(ratio, ratio);
  context.fillStyle = color;
  context.beginPath();
  if (look === "volunteer") context.rect(half - radius, half - radius, 2 * radius, 2 * radius);
  else if (look === "beside") diamond(context, half, radius * 1.25);
  else context.arc(half, half, radius, 0, 2 * Math.PI);
  context.fill();
  if (look === "volunteer") {
    context.strokeStyle = "#22262b";
    context.stroke();
  }
  if (look === "pressing_numbered" && radius > 2.5) {
    context.fillStyle = "#ffffff";
    context.beginPath();
    context.arc(half, half, radius * 0.38, 0, 2 * Math.PI);
    context.fill();
  }
  return picture;
}

function diamond(context, center, radius) {
  context.moveTo(center, center - radius);
  context.lineTo(center + radius, center);
  context.lineTo(center, center + radius);
  context.lineTo(center - radius, center);
}

// A color between calm and too much, in sixteen steps so that pictures of dots can be kept.
export function heat(share, colors) {
  const step = Math.round(15 * Math.min(1, Math.max(0, share))) / 15;
  const place = step * (colors.heat.length - 1);
  const low = Math.min(Math.floor(place), colors.heat.length - 2);
  const mix = place - low;
  const parts = colors.heat[low].map((part, n) => Math.round(part + mix * (colors.heat[low + 1][n] - part)));
  return `rgb(${parts.join(",")})`;
}
