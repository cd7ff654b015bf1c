// A pixel predictor, step by step, as rowreader/networks/stepper.py has it in numpy: it reads a pixel
// and gives the logit of the next one.
import { addProduct, map } from "../page/algebra.js";
import { COLUMNS, ROWS } from "../page/image.js";

export const PIXELS = ROWS * COLUMNS;

const asLearned = (name, gate) => gate;

// network: of makeNetwork, an affine layer, recurrent layers, an affine layer. Returns
// {start: the states before the first pixel, step(pixel, states): {logit, states}}.
export function makePredictor(network) {
  const [affine, first, ...others] = network.body;
  const cells = [folded(affine, first), ...others];
  const start = cells.map(({ cell, units }) =>
    Object.fromEntries(Object.keys(cell.states).map((name) => [name, new Float64Array(units)])),
  );
  const step = (pixel, states) => {
    let seen = [pixel];
    const after = cells.map(({ cell, weights, options }, k) => {
      const values = cell.step(seen, states[k], weights, asLearned, options);
      seen = values.h;
      return values;
    });
    const [logit] = network.head.reduce((values, layer) => layer.apply(values), seen);
    return { logit, states: after };
  };
  return { start, step };
}

// The affine layer multiplied into the kernel behind it: nothing stands between, and half the work
// is saved.
function folded(affine, layer) {
  const [kernel, recurrentKernel, bias] = layer.weights;
  const offset = affine.apply([0]);
  const ink = map(affine.apply([1]), (value, k) => value - offset[k]);
  const columns = kernel.length / offset.length;
  const fromPixel = new Float64Array(columns);
  addProduct(fromPixel, ink, kernel);
  const sums = Float64Array.from(bias);
  addProduct(sums.subarray(0, columns), offset, kernel); // a second bias is of the state
  return { ...layer, weights: [fromPixel, recurrentKernel, sums] };
}

// Read the first `rows` rows of an image of 784 bits. Returns {bits, logits, states}: logits[t] is of
// pixel t given those before it (the first has none, and what is not read yet: NaN), states[row] are
// those after `row` rows. before: what another image gave; rows that both begin with are not read again.
export function readImage(predictor, bits, rows = ROWS, before = null) {
  const logits = new Float64Array(PIXELS).fill(NaN);
  const states = [predictor.start];
  if (before) {
    const changed = bits.findIndex((bit, k) => bit !== before.bits[k]);
    const same = changed < 0 ? ROWS : Math.floor(changed / COLUMNS);
    const shared = Math.min(same, before.states.length - 1);
    logits.set(before.logits.subarray(0, shared * COLUMNS + 1));
    states.push(...before.states.slice(1, shared + 1));
  }
  for (let row = states.length - 1; row < rows; row++) {
    let now = states[row];
    for (let t = row * COLUMNS; t < (row + 1) * COLUMNS; t++) {
      const next = predictor.step(bits[t], now);
      now = next.states;
      if (t + 1 < PIXELS) logits[t + 1] = next.logit;
    }
    states.push(now);
  }
  return { bits, logits, states };
}

// What a pixel costs, in nats: -log of the probability that a logit gives it.
export function pixelNats(logit, bit) {
  return Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(0, bit ? -logit : logit);
}

// What the pixels from `start` to before `end` cost together.
export function nats({ logits, bits }, start, end) {
  let sum = 0;
  for (let t = start; t < end; t++) sum += pixelNats(logits[t], bits[t]);
  return sum;
}
