// The site: where things are on the canvas, and the ground, drawn once.

const MARGIN = 1.6; // meters shown behind the gate

// Where meters are on the canvas: the gate at the left, or on narrow screens at the top.
export class Lens {
  constructor(stage, width, reach, upright, tallest) {
    this.stage = stage;
    this.upright = upright;
    this.across = stage.columns * stage.cell;
    this.reach = Math.min(reach, stage.rows * stage.cell);
    const along = this.reach + MARGIN;
    this.scale = upright ? width / this.across : width / along;
    if (upright) this.reach = Math.min(this.reach, tallest / this.scale - MARGIN);
    this.width = width;
    this.height = (upright ? this.reach + MARGIN : this.across) * this.scale;
  }

  // Pixels of a point: meters from the low edge across, meters from the gate.
  at(across, along) {
    const far = (along + MARGIN) * this.scale;
    if (this.upright) return [across * this.scale, far];
    return [far, this.height - across * this.scale];
  }

  // Meters of a pixel.
  from(x, y) {
    const [far, wide] = this.upright ? [y, x] : [x, this.height - y];
    return [wide / this.scale, far / this.scale - MARGIN];
  }

  box(across, along, width, length) {
    const [x0, y0] = this.at(across, along);
    const [x1, y1] = this.at(across + width, along + length);
    return [Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0)];
  }
}

export function decodeGround(stage) {
  return Uint8Array.from(atob(stage.ground), (letter) => letter.charCodeAt(0));
}

export function drawGround(context, lens, colors) {
  const { stage } = lens;
  const ground = (stage.decoded ??= decodeGround(stage));
  context.fillStyle = colors.wall;
  context.fillRect(0, 0, lens.width, lens.height);
  const rows = Math.min(stage.rows, Math.ceil(lens.reach / stage.cell) + 1);
  for (let row = 0; row < rows; row += 1) {
    let from = 0;
    for (let column = 1; column <= stage.columns; column += 1) {
      const code = ground[row * stage.columns + from];
      if (column < stage.columns && ground[row * stage.columns + column] === code) continue;
      if (code > 0) {
        context.fillStyle = code === 1 ? colors.ground : colors.lane;
        const [x, y, w, h] = lens.box(from * stage.cell, row * stage.cell, (column - from) * stage.cell, stage.cell);
        context.fillRect(Math.floor(x), Math.floor(y), Math.ceil(w) + 1, Math.ceil(h) + 1);
      }
      from = column;
    }
  }
  drawDistances(context, lens, colors);
}

function drawDistances(context, lens, colors) {
  context.fillStyle = colors.faint;
  context.strokeStyle = colors.faint;
  context.font = "11px system-ui, sans-serif";
  context.setLineDash([2, 4]);
  for (let meters = 5; meters < lens.reach; meters += lens.reach > 60 ? 20 : 5) {
    const [x, y] = lens.at(0, meters);
    context.globalAlpha = 0.35;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(...lens.at(lens.across, meters));
    context.stroke();
    context.globalAlpha = 1;
    const [tx, ty] = lens.upright ? [x + 3, y - 3] : [x + 3, 11];
    if (lens.upright || tx + 30 < lens.width) context.fillText(`${meters} m`, tx, ty);
  }
  context.setLineDash([]);
}

// The gate, a bar that opens, one for each leaf; the guards behind it; the cars beside.
export function drawGate(context, lens, state, colors) {
  const { stage } = lens;
  const leaves = stage.gate.map((ends) => ends.map((x) => x - stage.low));
  const [from, to] = [leaves[0][0], leaves.at(-1)[1]];
  const isOpen = state.activity === 2 || state.gate_failed > 0;
  const strain = Math.min(1, state.gate_load / stage.gate_strength);
  const thick = 0.22 + 0.35 * strain;
  context.fillStyle = state.gate_failed > 0 ? colors.danger : isOpen ? colors.open : colors.ink;
  for (const [left, right] of leaves) {
    if (isOpen) {
      for (const x of [left, right - 0.18]) context.fillRect(...lens.box(x, -1.1, 0.18, 1.1));
    } else {
      context.fillRect(...lens.box(left, -thick, right - left, thick));
    }
  }
  for (let guard = 0; guard < Math.min(stage.guards, 6); guard += 1) {
    const side = guard % 2 ? from - 0.45 - 0.35 * guard : to + 0.2 + 0.35 * guard;
    context.fillStyle = colors.looks.guard;
    context.fillRect(...lens.box(side, -0.85, 0.36, 0.36));
  }
  if (state.activity === 1) drawCar(context, lens, state, colors);
}

function drawCar(context, lens, state, colors) {
  const { stage } = lens;
  const lane = (stage.columns - 1) * stage.cell - 1.9;
  const share = (state.hour * 20) % 1; // a car every three minutes
  context.fillStyle = colors.car;
  context.globalAlpha = 0.8;
  const box = lens.box(lane - 0.6, 1 + 14 * (1 - share), 1.7, 4.2);
  context.beginPath();
  context.roundRect(...box, 4);
  context.fill();
  context.globalAlpha = 1;
}
