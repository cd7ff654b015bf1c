// An image is 784 zeros and ones, row by row, in a Uint8Array. Rows and columns count from one.

export const ROWS = 28;
export const COLUMNS = 28;
const BYTES = (ROWS * COLUMNS) / 8;
// A plus of five pixels: strokes 3 wide, as binarized MNIST's are (3.3 on average).
const BRUSH = [
  [0, 0],
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
];

export function blank() {
  return new Uint8Array(ROWS * COLUMNS);
}

// The highest bit of a byte is its first pixel, as numpy packs them.
export function unpackBits(bytes) {
  return Uint8Array.from(
    { length: ROWS * COLUMNS },
    (_, k) => (bytes[k >> 3] >> (7 - (k & 7))) & 1,
  );
}

export function packBits(bits) {
  const bytes = new Uint8Array(BYTES);
  bits.forEach((bit, k) => {
    bytes[k >> 3] |= bit << (7 - (k & 7));
  });
  return bytes;
}

export function pixels(bits, row) {
  return bits.subarray((row - 1) * COLUMNS, row * COLUMNS);
}

// The last row with ink, 0 where there is none.
export function lastInk(bits) {
  return Math.floor(bits.lastIndexOf(1) / COLUMNS) + 1;
}

export function dab(bits, row, column) {
  const result = bits.slice();
  for (const [down, right] of BRUSH) {
    const [r, c] = [row + down, column + right];
    if (r >= 1 && r <= ROWS && c >= 1 && c <= COLUMNS) result[(r - 1) * COLUMNS + c - 1] = 1;
  }
  return result;
}

// A stroke of dabs from one pixel to another, without gaps.
export function stroke(bits, [row, column], [toRow, toColumn]) {
  const steps = Math.max(Math.abs(toRow - row), Math.abs(toColumn - column), 1);
  let result = bits;
  for (let step = 0; step <= steps; step++) {
    const part = step / steps;
    result = dab(
      result,
      Math.round(row + part * (toRow - row)),
      Math.round(column + part * (toColumn - column)),
    );
  }
  return result;
}

// Moved by whole pixels; what leaves the grid is gone.
export function shift(bits, down, right) {
  const result = blank();
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const [r, c] = [row + down, column + right];
      if (r >= 0 && r < ROWS && c >= 0 && c < COLUMNS) {
        result[r * COLUMNS + c] = bits[row * COLUMNS + column];
      }
    }
  }
  return result;
}

export function eraseRow(bits, row) {
  return bits.slice().fill(0, (row - 1) * COLUMNS, row * COLUMNS);
}
