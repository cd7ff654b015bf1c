// The image, large: drawn with mouse, finger or keyboard; and the tools below it.
import { byId, element, say } from "./dom.js";
import { ARROWS, contextOf, drawCells, drawCursor, drawRead } from "./heatmap.js";
import { blank, COLUMNS, dab, eraseRow, lastInk, pixels, ROWS, shift, stroke } from "./image.js";

const MOST_UNDO = 200;
const PAPER = [255, 255, 255];
const INK = [0, 0, 0];
const COLOUR_OF = [PAPER, INK];

export function imageRows(bits) {
  return Array.from({ length: ROWS }, (_, k) => pixels(bits, k + 1));
}

export function drawImage(context, bits, width, height) {
  drawCells(context, imageRows(bits), (bit) => COLOUR_OF[bit], width, height);
}

// Returns draw(state, marks, caption), which shows the image again.
export function makeDrawing(store) {
  const paper = byId("paper");
  const past = [];
  let pen = { row: 7, column: 14 };
  let from = null; // the last point of a stroke that the pointer draws

  const show = (bits, part = {}) => store.change({ image: null, bits, row: ROWS, ...part });
  const edit = (bits) => {
    const { image, bits: before } = store.state;
    past.push({ image, bits: before });
    if (past.length > MOST_UNDO) past.shift();
    show(bits);
  };
  const undo = () => {
    const before = past.pop();
    if (before) store.change(before);
  };
  const cellOf = (event) => {
    const box = paper.getBoundingClientRect();
    return [
      Math.floor(((event.clientY - box.top) / box.height) * ROWS) + 1,
      Math.floor(((event.clientX - box.left) / box.width) * COLUMNS) + 1,
    ];
  };

  paper.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    paper.setPointerCapture(event.pointerId);
    from = cellOf(event);
    edit(dab(store.state.bits, ...from));
  });
  paper.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = cellOf(event);
    show(stroke(store.state.bits, from, to));
    from = to;
  });
  for (const name of ["pointerup", "pointercancel"]) {
    paper.addEventListener(name, () => {
      from = null;
    });
  }
  paper.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    if (event.key === "z" && (event.ctrlKey || event.metaKey)) undo();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (step) {
      pen = {
        row: Math.min(Math.max(pen.row + step[0], 1), ROWS),
        column: Math.min(Math.max(pen.column + step[1], 1), COLUMNS),
      };
      const ink = pixels(store.state.bits, pen.row)[pen.column - 1];
      say(`pen at row ${pen.row}, column ${pen.column}: ${ink ? "ink" : "no ink"}`);
      store.change({});
    } else if (event.key === " ") edit(dab(store.state.bits, pen.row, pen.column));
    else if (event.key === "Delete") edit(eraseRow(store.state.bits, pen.row));
    else return;
    event.preventDefault();
  });
  for (const name of ["focus", "blur"]) paper.addEventListener(name, () => store.change({}));

  byId("clear").onclick = () => edit(blank());
  byId("undo").onclick = undo;
  byId("erase-row").onclick = () => edit(eraseRow(store.state.bits, rowToErase(store.state)));
  const shifts = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] };
  for (const [id, by] of Object.entries(shifts)) {
    byId(id).onclick = () => edit(shift(store.state.bits, ...by));
  }
  const ticks = [1, 10, 20, 28].map((row) =>
    element("li", { textContent: row, style: { top: `calc(${row - 1} * var(--row))` } }),
  );
  document.querySelector(".axis").replaceChildren(...ticks);

  return (state, marks, caption) => {
    const end = lastInk(state.bits);
    byId("caption").textContent = caption;
    byId("ink-end").textContent = end ? `ink ends in row ${end}` : "no ink";
    byId("clamped-from").hidden = !marks.some(({ kind }) => kind === "clamp");
    byId("clamped-from").textContent = `gates are held from row ${state.from} on`;
    byId("undo").disabled = !past.length;
    byId("erase-row").textContent = `Erase row ${rowToErase(state)}`;
    paper.setAttribute("aria-label", `Image of 28 by 28 pixels: ${caption}`);
    const ready = contextOf(paper);
    if (!ready) return;
    const { context, width, height } = ready;
    drawImage(context, state.bits, width, height);
    drawGrid(context, width, height);
    drawRead(context, width, height, ROWS, marks);
    drawScan(context, width, height, state.row);
    if (paper.matches(":focus-visible")) {
      const [w, h] = [width / COLUMNS, height / ROWS];
      drawCursor(context, (pen.column - 1) * w, (pen.row - 1) * h, w, h);
    }
  };
}

// The row that was read last; before the first, the first.
function rowToErase({ row }) {
  return Math.max(row, 1);
}

function drawGrid(context, width, height) {
  context.fillStyle = "rgb(128 128 128 / 22%)";
  for (let k = 1; k < COLUMNS; k++) {
    context.fillRect((k * width) / COLUMNS - 0.5, 0, 1, height);
    context.fillRect(0, (k * height) / ROWS - 0.5, width, 1);
  }
}

// What is not read yet stays visible, but paler: one can draw there.
function drawScan(context, width, height, read) {
  if (read === ROWS) return;
  const y = (read * height) / ROWS;
  context.fillStyle = "rgb(170 176 188 / 72%)";
  context.fillRect(0, y, width, height - y);
  context.fillStyle = "#000000";
  context.fillRect(0, Math.max(y - 1.5, 0), width, 3);
}
