// The LSTM, one step, as rowreader/cells has it in numpy: Keras's columns i, f, candidate, o.
import { addProduct, map, sigmoid, slice } from "../algebra.js";

export const lstm = {
  states: { h: "hidden state", c: "cell" },
  gates: { i: "input gate", f: "forget gate", o: "output gate" },
  stored: "c",
  // Question 1: the gates that store the input alone, and those that keep the state.
  settings: { store: { i: 1, f: 0, o: 0 }, keep: { i: 0, f: 1 } },

  step(x, { h, c }, [kernel, recurrentKernel, bias], clamp) {
    const units = h.length;
    const sums = Float64Array.from(bias);
    addProduct(sums, x, kernel);
    addProduct(sums, h, recurrentKernel);
    const i = clamp("i", map(slice(sums, 0, units), sigmoid));
    const f = clamp("f", map(slice(sums, 1, units), sigmoid));
    const candidate = map(slice(sums, 2, units), Math.tanh);
    const o = clamp("o", map(slice(sums, 3, units), sigmoid));
    const newC = map(c, (value, k) => f[k] * value + i[k] * candidate[k]);
    const newH = map(newC, (value, k) => o[k] * Math.tanh(value));
    return { h: newH, c: newC, i, f, o, candidate };
  },
};
