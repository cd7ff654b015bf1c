// Vectors and row-major matrices as flat arrays; sums in double precision.

export function sigmoid(value) {
  return 1 / (1 + Math.exp(-value));
}

export function map(vector, f) {
  const result = new Float64Array(vector.length);
  for (let k = 0; k < vector.length; k++) result[k] = f(vector[k], k);
  return result;
}

// The block-th block of `units` entries.
export function slice(vector, block, units) {
  return vector.subarray(block * units, (block + 1) * units);
}

// sums[from..to] += x @ matrix[:, from..to]. Zeros of x, most of a digit's row, cost nothing.
export function addProduct(sums, x, matrix, from = 0, to = sums.length) {
  const columns = sums.length;
  for (let i = 0; i < x.length; i++) {
    const factor = x[i];
    if (factor === 0) continue;
    const row = i * columns;
    for (let j = from; j < to; j++) sums[j] += factor * matrix[row + j];
  }
}

export function softmax(logits) {
  const largest = Math.max(...logits);
  const powers = map(logits, (value) => Math.exp(value - largest));
  const sum = powers.reduce((a, b) => a + b);
  return map(powers, (value) => value / sum);
}

export function argmax(values) {
  return values.indexOf(Math.max(...values));
}

export function largestDifference(a, b) {
  return a.reduce((largest, value, k) => Math.max(largest, Math.abs(value - b[k])), 0);
}
