// Density as a veil over the ground: people per square meter within a little more than a meter.

const CELL = 0.4;
const WIDTH = 0.7; // meters, standard deviation of a person's share of the ground
const DENSEST = 8; // per square meter, end of the scale: one person a cell of 0.35 m

export class DensityVeil {
  constructor() {
    this.picture = document.createElement("canvas");
    this.shares = kernel();
  }

  draw(context, lens, state, colors) {
    const { stage } = lens;
    const columns = Math.ceil(lens.across / CELL);
    const rows = Math.ceil(lens.reach / CELL);
    const field = new Float32Array(columns * rows);
    for (let n = 0; n < state.people; n += 1) {
      const x = Math.round((state.rows.getUint16(12 * n + 2, true) * stage.unit) / CELL - 0.5);
      const y = Math.round((state.rows.getUint16(12 * n + 4, true) * stage.unit) / CELL - 0.5);
      for (const [dx, dy, share] of this.shares) {
        const [column, row] = [x + dx, y + dy];
        if (column < 0 || row < 0 || column >= columns || row >= rows) continue;
        field[row * columns + column] += share;
      }
    }
    this.paint(field, columns, rows, lens.upright, colors);
    context.globalAlpha = 0.75;
    context.imageSmoothingEnabled = true;
    const [left, top, width, height] = lens.box(0, 0, columns * CELL, rows * CELL);
    context.drawImage(this.picture, left, top, width, height);
    context.globalAlpha = 1;
  }

  paint(field, columns, rows, upright, colors) {
    const [wide, high] = upright ? [columns, rows] : [rows, columns];
    this.picture.width = wide;
    this.picture.height = high;
    const context = this.picture.getContext("2d");
    const image = context.createImageData(wide, high);
    const last = colors.heat.length - 1;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const share = Math.min(1, field[row * columns + column] / DENSEST);
        const at = 4 * (upright ? row * wide + column : (columns - 1 - column) * wide + row);
        const place = share * last;
        const low = Math.min(Math.floor(place), last - 1);
        for (let part = 0; part < 3; part += 1) {
          const [from, to] = [colors.heat[low][part], colors.heat[low + 1][part]];
          image.data[at + part] = from + (place - low) * (to - from);
        }
        image.data[at + 3] = 255 * Math.min(1, share * 2.5);
      }
    }
    context.putImageData(image, 0, 0);
  }
}

function kernel() {
  const reach = Math.ceil((2.5 * WIDTH) / CELL);
  const shares = [];
  let sum = 0;
  for (let dx = -reach; dx <= reach; dx += 1) {
    for (let dy = -reach; dy <= reach; dy += 1) {
      const share = Math.exp(-((dx * CELL) ** 2 + (dy * CELL) ** 2) / (2 * WIDTH ** 2));
      shares.push([dx, dy, share]);
      sum += share;
    }
  }
  return shares.map(([dx, dy, share]) => [dx, dy, share / sum / CELL ** 2]);
}
