// States of a day as they come from Python: a header of numbers and twelve bytes a person.

export function decodeState(layout, view) {
  const header = {};
  layout.state.forEach((name, place) => {
    header[name] = view.getFloat32(4 * place, true);
  });
  const rows = new DataView(view.buffer, view.byteOffset + 4 * layout.state.length, layout.person_bytes * header.people);
  return { ...header, rows };
}

export function decodeStates(layout, view, lengths) {
  const states = [];
  let from = view.byteOffset;
  for (const length of lengths) {
    states.push(decodeState(layout, new DataView(view.buffer, from, length)));
    from += length;
  }
  return states;
}

export function personAt(rows, index) {
  const at = 12 * index;
  return {
    id: rows.getUint16(at, true),
    x: rows.getUint16(at + 2, true),
    y: rows.getUint16(at + 4, true),
    number: rows.getUint16(at + 6, true),
    conduct: rows.getUint8(at + 8),
    kind: rows.getUint8(at + 9),
    load: rows.getUint8(at + 10),
    disorder: rows.getUint8(at + 11),
  };
}

// What somebody does, as the legend has it: pressing people are told apart by their number.
export function lookOf(layout, conduct, number) {
  if (conduct === layout.volunteer) return "volunteer";
  const name = layout.conducts[conduct];
  return name === "pressing" && number > 0 ? "pressing_numbered" : name;
}

export function clockTime(hour) {
  const minutes = Math.round(hour * 60);
  const two = (value) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}
