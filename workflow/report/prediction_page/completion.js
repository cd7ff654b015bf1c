// Samples of what follows the known rows of an image, drawn pixel by pixel.
import { sigmoid } from "../page/algebra.js";
import { COLUMNS } from "../page/image.js";
import { PIXELS } from "./predictor.js";
import { generator } from "./random.js";

// reading: what readImage gave for the image; row: how many of its rows are known. Returns {known,
// position: the next pixel to come, samples: [{bits, logits}], truth: the image itself, alike,
// advance(pixels)}. A sample depends on the seed and its number alone, not on how many there are or
// how they are drawn.
export function makeCompletion(predictor, reading, row, seed, count) {
  const known = row * COLUMNS;
  const seeds = generator(seed);
  const begin = (pick) => {
    const image = { bits: new Uint8Array(PIXELS), logits: new Float64Array(PIXELS).fill(NaN) };
    image.bits.set(reading.bits.subarray(0, known));
    image.logits.set(reading.logits.subarray(0, known + 1));
    return { image, states: reading.states[row], pick };
  };
  const samples = Array.from({ length: count }, () => {
    const random = generator(seeds() * 2 ** 32);
    return begin((logit) => (random() < sigmoid(logit) ? 1 : 0));
  });
  const truth = begin((logit, t) => reading.bits[t]);
  const go = (one, t) => {
    const { bits, logits } = one.image;
    bits[t] = one.pick(logits[t], t);
    if (t + 1 === PIXELS) return;
    const next = predictor.step(bits[t], one.states);
    one.states = next.states;
    logits[t + 1] = next.logit;
  };
  const completion = {
    known,
    position: known,
    samples: samples.map(({ image }) => image),
    truth: truth.image,
    advance(pixels) {
      const end = Math.min(completion.position + pixels, PIXELS);
      for (; completion.position < end; completion.position++) {
        for (const one of [truth, ...samples]) go(one, completion.position);
      }
    },
  };
  return completion;
}
