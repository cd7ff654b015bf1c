// An image and, beside it, the probability that the network gave each of its pixels.
import { sigmoid } from "../page/algebra.js";
import { element, number, say } from "../page/dom.js";
import { contextOf, drawCells, drawCursor, walkable } from "../page/heatmap.js";
import { COLUMNS, ROWS } from "../page/image.js";
import { PIXELS } from "./predictor.js";

const NO_PREDICTION = [128, 128, 128];
const HATCH = 8; // pixels between the lines that cover what is not drawn yet
const KNOWN_COLOURS = [
  [255, 255, 255],
  [0, 0, 0],
]; // of paper and ink

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function inRows(values) {
  return Array.from({ length: ROWS }, (_, k) => values.subarray(k * COLUMNS, (k + 1) * COLUMNS));
}

function greyOf(logit) {
  if (Number.isNaN(logit)) return NO_PREDICTION;
  return Array(3).fill(255 * (1 - sigmoid(logit)));
}

// name: what the figure shows; colours: those of paper and ink below the line. Returns {root,
// draw(sample, nats, completion)}.
export function makeFigure(name, colours = KNOWN_COLOURS) {
  const image = element("canvas", { role: "img" });
  const grey = element("canvas", {
    tabIndex: 0,
    role: "application",
    ariaRoledescription: "heat map",
    ariaLabel: `${name}: probability of ink, ${ROWS} rows, ${COLUMNS} columns`,
  });
  const cost = element("small", { dataset: { print: "" } });
  const root = element(
    "figure",
    { className: "completion" },
    element("figcaption", {}, element("span", { dataset: { print: "" } }, name), cost),
    element("div", { className: "pair" }, image, grey),
  );
  let last = null;
  let cursor = null;

  const redraw = () => {
    if (!last) return;
    const [sample, , { known, position }] = last;
    const shown = contextOf(image);
    if (shown) {
      // Below the line a bit is counted from two on, for the other colours.
      const cells = sample.bits.map((bit, t) => (t < known ? bit : bit + 2));
      const colour = (value) => (value < 2 ? KNOWN_COLOURS[value] : colours[value - 2]);
      drawCells(shown.context, inRows(cells), colour, shown.width, shown.height);
      drawFront(shown, known, position);
    }
    const beside = contextOf(grey);
    if (!beside) return;
    drawCells(beside.context, inRows(sample.logits), greyOf, beside.width, beside.height);
    drawFront(beside, known, position);
    if (!cursor) return;
    const [w, h] = [beside.width / COLUMNS, beside.height / ROWS];
    drawCursor(beside.context, (cursor.column - 1) * w, (cursor.row - 1) * h, w, h);
  };
  const seen = (cell) => {
    cursor = cell;
    redraw();
    if (cell && last) say(`${name}, row ${cell.row}, column ${cell.column}: ${about(cell, last)}`);
  };
  walkable(
    grey,
    () => COLUMNS,
    seen,
    () => {},
  );
  return {
    root,
    draw(...now) {
      last = now;
      const [, nats, { known, position }] = now;
      cost.textContent = position > known ? `${number(nats, 1)} nats` : "";
      image.ariaLabel = `${name}: ${position - known} of ${PIXELS - known} pixels below the line`;
      redraw();
    },
  };
}

function about({ row, column }, [{ bits, logits }, , { position }]) {
  const t = (row - 1) * COLUMNS + column - 1;
  if (t >= position) return "not drawn yet";
  const came = bits[t] ? "ink" : "no ink";
  if (Number.isNaN(logits[t])) return `${came}; the first pixel is predicted by nothing`;
  return `${came}, probability of ink ${number(sigmoid(logits[t]))}`;
}

// Cover what is not drawn yet, mark the next pixel, and draw the line between known and unknown.
function drawFront({ context, width, height }, known, position) {
  const [w, h] = [width / COLUMNS, height / ROWS];
  const [row, column] = [Math.floor(position / COLUMNS), position % COLUMNS];
  if (position < PIXELS) {
    const rest = new Path2D();
    rest.rect(column * w, row * h, width - column * w, h);
    rest.rect(0, (row + 1) * h, width, height - (row + 1) * h);
    context.save();
    context.clip(rest);
    context.fillStyle = style("--unread");
    context.fillRect(0, 0, width, height);
    context.strokeStyle = style("--line");
    context.lineWidth = 1;
    context.beginPath();
    for (let x = -height; x < width; x += HATCH) {
      context.moveTo(x, height);
      context.lineTo(x + height, 0);
    }
    context.stroke();
    context.restore();
    if (position > known) drawCursor(context, column * w, row * h, w, h);
  }
  const y = (known / COLUMNS) * h;
  context.fillStyle = "#ffffff";
  context.fillRect(0, y - 2, width, 4);
  context.fillStyle = style("--known");
  context.fillRect(0, y - 1, width, 2);
}
