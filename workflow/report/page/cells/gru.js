// The GRU, one step, as rowreader/cells has it in numpy: columns z, r, candidate; z = 1 keeps the
// state. With the option reset_after the reset gate comes after the product, which has a bias then.
import { addProduct, map, sigmoid, slice } from "../algebra.js";

export const gru = {
  states: { h: "hidden state" },
  gates: { z: "update gate", r: "reset gate" },
  stored: "h",
  // Question 1: the gates that store the input alone, and those that keep the state.
  settings: { store: { z: 0, r: 0 }, keep: { z: 1 } },

  step(x, { h }, [kernel, recurrentKernel, bias], clamp, { reset_after: resetAfter }) {
    const units = h.length;
    const fromInput = Float64Array.from(bias.subarray(0, 3 * units));
    addProduct(fromInput, x, kernel);
    const fromState = Float64Array.from({ length: 3 * units }, (_, k) =>
      resetAfter ? bias[3 * units + k] : 0,
    );
    addProduct(fromState, h, recurrentKernel, 0, resetAfter ? 3 * units : 2 * units);
    const gate = (name, block) =>
      clamp(
        name,
        map(slice(fromInput, block, units), (value, k) =>
          sigmoid(value + fromState[block * units + k]),
        ),
      );
    const z = gate("z", 0);
    const r = gate("r", 1);
    if (resetAfter) {
      for (let k = 0; k < units; k++) fromState[2 * units + k] *= r[k];
    } else {
      const reset = map(h, (value, k) => r[k] * value);
      addProduct(fromState, reset, recurrentKernel, 2 * units, 3 * units);
    }
    const candidate = map(slice(fromInput, 2, units), (value, k) =>
      Math.tanh(value + fromState[2 * units + k]),
    );
    const newH = map(h, (value, k) => z[k] * value + (1 - z[k]) * candidate[k]);
    return { h: newH, z, r, candidate };
  },
};
