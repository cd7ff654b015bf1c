// What the page shows, in one object; its form as a link; and who hears of a change.
import { bytesOf } from "./data.js";
import { packBits, ROWS, unpackBits } from "./image.js";

// {model, beside: a name or "", image: a number or null for a drawing, bits, row: rows read,
//  clamps: {gate: 0 or 1}, from: the first row they hold in, unit: a number from 1, or 0 for all}
export function makeStore(initial) {
  const listeners = [];
  const store = {
    state: initial,
    listen: (listener) => listeners.push(listener),
    change(part) {
      const before = store.state;
      store.state = { ...before, ...part };
      for (const listener of listeners) listener(store.state, before);
    },
  };
  return store;
}

export function toHash({ model, beside, image, bits, row, clamps, from, unit }) {
  const parts = [["model", model]];
  if (beside) parts.push(["beside", beside]);
  if (image === null) {
    const text = btoa(String.fromCharCode(...packBits(bits)));
    parts.push(["draw", text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")]);
  } else {
    parts.push(["image", image]);
  }
  parts.push(["row", row]);
  const held = Object.entries(clamps);
  if (held.length) {
    parts.push(["clamp", held.map((pair) => pair.join(":")).join(",")], ["from", from]);
    if (unit) parts.push(["unit", unit]);
  }
  return `#${parts.map((part) => part.join("=")).join("&")}`;
}

// The part of the state that a link gives. What it gets wrong is left out, so that a link from
// another run still opens. known: {models, gates: names; imageBits: number -> bits, images: how many}.
export function fromHash(hash, known) {
  const given = new Map(
    hash
      .replace(/^#/, "")
      .split("&")
      .map((part) => part.split("=", 2)),
  );
  const whole = (key, low, high) => {
    const text = given.get(key) ?? "";
    const value = Number(text);
    return /^\d+$/.test(text) && value >= low && value <= high ? value : undefined;
  };
  const part = { row: whole("row", 0, ROWS) };
  if (known.models.includes(given.get("model"))) {
    part.model = given.get("model");
    part.beside = known.models.includes(given.get("beside")) ? given.get("beside") : "";
    part.clamps = clampsOf(given.get("clamp"), known.gates);
    part.from = whole("from", 1, ROWS) ?? 1;
    part.unit = whole("unit", 1, Infinity) ?? 0;
  }
  const image = whole("image", 0, known.images - 1);
  const drawn = drawing(given.get("draw"));
  if (image !== undefined) Object.assign(part, { image, bits: known.imageBits(image) });
  else if (drawn) Object.assign(part, { image: null, bits: drawn });
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}

function clampsOf(text = "", gates) {
  const pairs = text.split(",").map((part) => part.split(":"));
  const right = pairs.filter(([gate, value]) => gates.includes(gate) && /^[01]$/.test(value));
  return Object.fromEntries(right.map(([gate, value]) => [gate, Number(value)]));
}

function drawing(text = "") {
  if (!/^[\w-]{131}$/.test(text)) return undefined;
  return unpackBits(bytesOf(text.replaceAll("-", "+").replaceAll("_", "/")));
}
