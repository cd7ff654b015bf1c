// What the page shows as a link, in the words of the other page's links, and a seed.
import { ROWS } from "../page/image.js";
import { fromHash, toHash } from "../page/state.js";

export function toLink(state) {
  return `${toHash({ ...state, beside: "", clamps: {} })}&seed=${state.seed}`;
}

// The part of the state that a link gives; what it gets wrong is left out.
export function fromLink(hash, known) {
  const { model, image, bits, row } = fromHash(hash, { ...known, gates: [] });
  const seed = /(?:^#?|&)seed=(\d{1,9})(?:&|$)/.exec(hash)?.[1];
  const part = { model, image, bits, seed: seed && Number(seed) };
  if (row >= 1 && row < ROWS) part.row = row;
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}
