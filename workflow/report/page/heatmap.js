// Draw values over the rows: a line of the picture is a row of the image, read from top to bottom.
import { ROWS } from "./image.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Size a canvas for the screen's pixels; return its context in CSS pixels, or null while hidden.
export function contextOf(canvas) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (!width || !height) return null;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  context.setTransform(canvas.width / width, 0, 0, canvas.height / height, 0, 0);
  context.imageSmoothingEnabled = false;
  return { context, width, height };
}

// rows: an array of 28 vectors; colour: value -> [red, green, blue].
export function drawCells(context, rows, colour, width, height) {
  const columns = rows[0].length;
  const small = new OffscreenCanvas(columns, rows.length);
  const smallContext = small.getContext("2d");
  const data = smallContext.createImageData(columns, rows.length);
  let position = 0;
  for (const row of rows) {
    for (const value of row) {
      data.data.set(colour(value), position);
      data.data[position + 3] = 255;
      position += 4;
    }
  }
  smallContext.putImageData(data, 0, 0);
  context.drawImage(small, 0, 0, width, height);
}

// A table of RGB bytes as a function of values in [low, high].
export function colourScale(table, low, high) {
  const last = table.length / 3 - 1;
  return (value) => {
    const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
    const start = 3 * Math.round(share * last);
    return table.subarray(start, start + 3);
  };
}

export function gradient(table) {
  const stops = Array.from({ length: 17 }, (_, k) => {
    const start = 3 * Math.round((k / 16) * (table.length / 3 - 1));
    return `rgb(${table.subarray(start, start + 3).join(" ")})`;
  });
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

// Hide what is not read yet, then mark rows: marks is a list of {after: a row, kind}.
export function drawRead(context, width, height, read, marks) {
  const at = (row) => (row * height) / ROWS;
  if (read < ROWS) {
    context.fillStyle = css("--unread");
    context.fillRect(0, at(read), width, height - at(read));
  }
  const marked = new Set(); // what is dashed goes over a line in the same place
  for (const { after, kind } of marks) {
    if (after > read || after < 1) continue;
    const dash = { decision: [], "ink-end": [7, 5], clamp: [2, 4] }[kind];
    const y = Math.min(Math.max(at(after), 1.5), height - 1.5);
    if (!marked.has(after)) line(context, width, y, "#ffffff", 5, []);
    marked.add(after);
    line(context, width, y, css(`--${kind}`), 3, dash);
  }
  if (read > 0 && read < ROWS) line(context, width, at(read), css("--text"), 3, []);
}

function line(context, width, y, colour, thickness, dash) {
  context.strokeStyle = colour;
  context.lineWidth = thickness;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
  context.setLineDash([]);
}

// A frame around a cell, visible on every colour.
export function drawCursor(context, x, y, width, height) {
  context.lineWidth = 4;
  context.strokeStyle = "#ffffff";
  context.strokeRect(x - 1, y - 1, width + 2, height + 2);
  context.lineWidth = 2;
  context.strokeStyle = "#000000";
  context.strokeRect(x - 1, y - 1, width + 2, height + 2);
}

// Let pointer and arrow keys walk over the cells of a canvas. columns() cells wide; seen(cell) hears
// {row, column}, counting from one, or null when the walk is over; pressed(row) hears a click or Enter.
export function walkable(canvas, columns, seen, pressed) {
  let cell = { row: 1, column: 1 };
  const limit = (value, high) => Math.min(Math.max(value, 1), high);
  const move = (row, column) => {
    cell = { row: limit(row, ROWS), column: limit(column, columns()) };
    seen(cell);
  };
  canvas.addEventListener("pointermove", (event) => {
    const box = canvas.getBoundingClientRect();
    move(
      Math.floor(((event.clientY - box.top) / box.height) * ROWS) + 1,
      Math.floor(((event.clientX - box.left) / box.width) * columns()) + 1,
    );
  });
  canvas.addEventListener("pointerleave", () => seen(null));
  canvas.addEventListener("focus", () => {
    if (canvas.matches(":focus-visible")) move(cell.row, cell.column);
  });
  canvas.addEventListener("blur", () => seen(null));
  canvas.addEventListener("click", () => pressed(cell.row));
  canvas.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    if (step) move(cell.row + step[0], cell.column + step[1]);
    else if (event.key === "Enter") pressed(cell.row);
    else return;
    event.preventDefault();
  });
}

export const ARROWS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
