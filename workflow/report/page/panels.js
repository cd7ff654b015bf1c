// The heat maps of a reading: values over the rows, which one can walk over and press.
import { element, number, say } from "./dom.js";
import { drawImage } from "./drawing.js";
import {
  colourScale,
  contextOf,
  drawCells,
  drawCursor,
  drawRead,
  gradient,
  walkable,
} from "./heatmap.js";
import { ROWS } from "./image.js";

// A heat map that one can walk over. low: the scale's lower end; its upper end is 1, and both grow
// with values around zero that leave [-1, 1].
export function makePanel({ symbol, full, where, columnName, columns, table, low, rows, choose }) {
  const canvas = element("canvas", {
    tabIndex: 0,
    role: "application",
    ariaRoledescription: "heat map",
    ariaLabel: `${where}: ${ROWS} rows, ${columns} ${columnName}s`,
  });
  const ends = [element("span"), element("span")];
  const bar = element("i", { style: { background: gradient(table) } });
  const caption = element("figcaption", { className: "title", dataset: { print: "" } }, symbol);
  if (full) caption.append(element("small", { textContent: full }));
  const root = element(
    "figure",
    { className: "panel" },
    caption,
    canvas,
    element("div", { className: "scale", ariaHidden: "true" }, ends[0], bar, ends[1]),
  );
  let last = null;
  let cursor = null;
  const redraw = () => {
    const ready = last && contextOf(canvas);
    if (!ready) return;
    const { context, width, height } = ready;
    const [reading, state, marks] = last;
    const values = rows(reading);
    const high = low < 0 ? Math.max(1, ...values.map((row) => Math.max(...row.map(Math.abs)))) : 1;
    const bottom = low < 0 ? -high : low;
    drawCells(context, values, colourScale(table, bottom, high), width, height);
    drawRead(context, width, height, state.row, marks);
    ends[0].textContent = number(bottom, high > 1 ? 1 : 0);
    ends[1].textContent = number(high, high > 1 ? 1 : 0);
    if (!cursor) return;
    const [w, h] = [width / columns, height / ROWS];
    drawCursor(context, (cursor.column - 1) * w, (cursor.row - 1) * h, w, h);
  };
  const seen = (cell) => {
    cursor = cell;
    redraw();
    if (!cell || !last) return;
    const [reading, state] = last;
    const value = rows(reading)[cell.row - 1][cell.column - 1];
    const read = cell.row <= state.row ? number(value) : "not read yet";
    say(`${where}, row ${cell.row}, ${columnName} ${cell.column}: ${read}`);
  };
  walkable(canvas, () => columns, seen, choose);
  return {
    root,
    draw(...now) {
      last = now;
      redraw();
    },
  };
}

// The head's ten probabilities, and beside each row the digit that it would answer.
export function makeProbabilities(title, tables, choose) {
  const panel = makePanel({
    symbol: "digit",
    full: "probability",
    where: `${title}, probability of the digits 0 to 9`,
    columnName: "column",
    columns: 10,
    table: tables.sequential,
    low: 0,
    rows: (reading) => reading.probabilities,
    choose,
  });
  panel.root.classList.add("probabilities");
  const canvas = panel.root.querySelector("canvas");
  const answers = element("canvas", { className: "answers", ariaHidden: "true" });
  const pair = element("div", { className: "pair" });
  canvas.replaceWith(pair);
  pair.append(canvas, answers);
  const digits = Array.from({ length: 10 }, (_, digit) => element("span", { textContent: digit }));
  panel.root.querySelector(".scale").replaceChildren(...digits);
  return {
    root: panel.root,
    draw(reading, state, marks) {
      panel.draw(reading, state, marks);
      const ready = contextOf(answers);
      if (!ready) return;
      const { context, width, height } = ready;
      const style = getComputedStyle(answers);
      context.textAlign = "center";
      context.textBaseline = "middle";
      reading.predictions.slice(0, state.row).forEach((digit, k) => {
        const decided = k + 1 >= reading.decided;
        context.font = `${decided ? 700 : 400} 13px ${style.fontFamily}`;
        context.fillStyle = decided ? style.color : style.accentColor;
        context.fillText(digit, width / 2, ((k + 0.56) * height) / ROWS);
      });
    },
  };
}

// The image again, narrow, where a line of panels does not stand beside it.
export function makeCopy() {
  const canvas = element("canvas", { ariaHidden: "true" });
  const caption = element("p", { className: "title" }, "image");
  const root = element("div", { className: "panel copy" }, caption, canvas);
  return {
    root,
    draw(reading, state, marks) {
      const ready = contextOf(canvas);
      if (!ready) return;
      const { context, width, height } = ready;
      drawImage(context, state.bits, width, height);
      drawRead(context, width, height, state.row, marks);
    },
  };
}
