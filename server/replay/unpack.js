// A recorded day: base64, deflated, and of each state only what changed since the one before.

// Returns the bytes of the states, as frames.js reads them, their lengths, and those of the minutes.
export async function unpacked(layout, packed, states) {
  const deflated = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const [head, width] = [4 * layout.state.length, layout.person_bytes];
  const peopleAt = 4 * layout.state.indexOf("people");
  const view = new DataView(bytes.buffer);
  const known = new Uint8Array(65536 * width);
  const lengths = [];
  let at = 0;
  for (let state = 0; state < states; state += 1) {
    const people = view.getFloat32(at + peopleAt, true);
    addChanges(bytes.subarray(at + head, at + head + width * people), known, people, width);
    lengths.push(head + width * people);
    at += lengths.at(-1);
  }
  return { states: bytes.subarray(0, at), lengths, minutes: bytes.subarray(at) };
}

// Turn changes, byte by byte of all people, into a row a person; the first two bytes are who it is.
function addChanges(bytes, known, people, width) {
  const changes = bytes.slice();
  const who = [0, 0];
  for (let person = 0; person < people; person += 1) {
    const row = width * person;
    for (const part of [0, 1]) bytes[row + part] = who[part] = (who[part] + changes[part * people + person]) % 256;
    const before = width * (who[0] + 256 * who[1]);
    for (let part = 2; part < width; part += 1) {
      known[before + part] += changes[part * people + person];
      bytes[row + part] = known[before + part];
    }
  }
}
