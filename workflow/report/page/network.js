// A trained network reads an image row by row: layers as functions of one step, and the readout.
import { addProduct, argmax, map, softmax } from "./algebra.js";
import { cellValues, CELLS } from "./cells.js";
import { COLUMNS, pixels, ROWS } from "./image.js";

const LEARNED = (name, gate) => gate;

const LAYERS = {
  dense:
    ([kernel, bias], { activation }) =>
    (x) => {
      const sums = Float64Array.from(bias);
      addProduct(sums, x, kernel);
      return activation === "relu" ? map(sums, (value) => Math.max(0, value)) : sums;
    },
  scale:
    ([scale, shift]) =>
    (x) =>
      map(x, (value, k) => value * scale[k] + shift[k]),
  relu: () => (x) => map(x, (value) => Math.max(0, value)),
};

// description: an entry of the page's data, its weights decoded to one Float32Array.
export function makeNetwork(description) {
  let position = 0;
  const layers = description.layers.map((layer) => {
    const weights = layer.shapes.map((shape) => {
      const start = position;
      position += shape.reduce((a, b) => a * b, 1);
      return description.weights.subarray(start, position);
    });
    if (layer.kind in LAYERS) return { apply: LAYERS[layer.kind](weights, layer) };
    return { cell: CELLS[layer.kind], units: layer.shapes[1][0], weights, options: layer };
  });
  const cells = layers.filter((layer) => layer.cell);
  const last = layers.indexOf(cells.at(-1));
  return {
    ...description,
    cells,
    body: layers.slice(0, last + 1),
    head: layers.slice(last + 1),
  };
}

// Read an image of 784 bits. clamp(gate's name, values, row) returns the values to go on with; row
// counts from one. Returns {layers: [{h: [a vector for each row], ...}], logits, probabilities,
// predictions, decided}; `decided` as in rowreader/analysis/decisions.py.
export function read(network, bits, clamp = LEARNED) {
  const zeros = (cell) =>
    Object.fromEntries(
      Object.keys(cell.cell.states).map((name) => [name, new Float64Array(cell.units)]),
    );
  const now = new Map(network.cells.map((cell) => [cell, zeros(cell)]));
  const layers = network.cells.map(({ cell }) =>
    Object.fromEntries(Object.keys(cellValues(cell)).map((name) => [name, []])),
  );
  const logits = [];
  const features = COLUMNS / network.steps_per_row;
  for (let row = 1; row <= ROWS; row++) {
    const line = pixels(bits, row);
    let output;
    for (let start = 0; start < COLUMNS; start += features) {
      output = line.subarray(start, start + features);
      for (const layer of network.body) {
        if (layer.apply) {
          output = layer.apply(output);
          continue;
        }
        const values = layer.cell.step(
          output,
          now.get(layer),
          layer.weights,
          (name, gate) => clamp(name, gate, row),
          layer.options,
        );
        now.set(layer, values);
        output = values.h;
      }
    }
    network.cells.forEach((cell, number) => {
      for (const [name, history] of Object.entries(layers[number])) {
        history.push(now.get(cell)[name]);
      }
    });
    logits.push(network.head.reduce((values, layer) => layer.apply(values), output));
  }
  const predictions = logits.map(argmax);
  return {
    layers,
    logits,
    probabilities: logits.map(softmax),
    predictions,
    decided: decisionRow(predictions),
  };
}

// Rows read when the decision is made: after them the predicted digit never changes.
export function decisionRow(predictions) {
  return predictions.findLastIndex((digit) => digit !== predictions.at(-1)) + 2;
}

// What the first cell would store if it held nothing but the row's input: tanh(W x + b).
export function inputAlone(network, bits, row) {
  const [cell] = network.cells;
  const before = network.body.slice(0, network.body.indexOf(cell));
  const features = COLUMNS / network.steps_per_row;
  const x = before.reduce(
    (values, layer) => layer.apply(values),
    pixels(bits, row).subarray(COLUMNS - features),
  );
  const zeros = Object.fromEntries(
    Object.keys(cell.cell.states).map((name) => [name, new Float64Array(cell.units)]),
  );
  const closed = (name, gate) => map(gate, () => 0);
  return cell.cell.step(x, zeros, cell.weights, closed, cell.options).candidate;
}
