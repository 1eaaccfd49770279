// Whoever is followed: a ring around them, or, farther out than is shown, an arrow at the edge.

const INSIDE = 14; // pixels of the arrow from the edge

// Returns what is drawn, and how far from the gate they are.
export function drawFollowed(context, lens, person, radius, colors) {
  const { across, along } = person;
  context.save();
  context.strokeStyle = context.fillStyle = colors.ink;
  const isBeyond = along > lens.reach;
  if (isBeyond) drawArrow(context, lens, across, along, colors);
  else drawRing(context, lens.at(across, along), radius);
  context.restore();
  return { meters: along, drawn: isBeyond ? "arrow" : "ring" };
}

function drawRing(context, [left, top], radius) {
  context.lineWidth = 2.5;
  context.beginPath();
  context.arc(left, top, radius + 5, 0, 2 * Math.PI);
  context.stroke();
}

// A triangle that points out of the view, and how far it is to the gate.
function drawArrow(context, lens, across, along, colors) {
  const [left, top] = lens.at(across, lens.reach);
  const [x, y] = lens.upright ? [left, lens.height - INSIDE] : [lens.width - INSIDE, top];
  const words = `${Math.round(along)} m from the gate`;
  context.font = "600 13px system-ui, sans-serif";
  const width = context.measureText(words).width;
  const right = Math.min(lens.width - 4, Math.max(width + 8, lens.upright ? x + width / 2 : x - 14));
  const base = lens.upright ? y - 16 : Math.min(lens.height - 6, Math.max(16, y + 4));
  context.fillStyle = colors.ground;
  context.globalAlpha = 0.85;
  context.fillRect(right - width - 5, base - 13, width + 8, 18);
  context.globalAlpha = 1;
  context.fillStyle = colors.ink;
  context.textAlign = "right";
  context.fillText(words, right, base);
  context.beginPath();
  for (const [out, side] of [[9, 0], [-6, 9], [-6, -9]]) context.lineTo(...(lens.upright ? [x + side, y + out] : [x + out, y + side]));
  context.fill();
}
