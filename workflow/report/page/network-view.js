// One network's reading: the verdict, the probabilities, and every layer's states and gates.
import { cellValues } from "./cells.js";
import { element, number, percent, say } from "./dom.js";
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

const DIGITS = [...Array(10).keys()];

// Returns {root, draw(reading, state, marks)}. choose(row) hears which row is pressed.
export function makeNetworkView(network, tables, choose) {
  const verdict = makeVerdict(network.title);
  const panels = [];
  const layers = network.cells.map(({ cell, units }, index) => {
    const make = (name, full) => {
      const depth = network.cells.length > 1 ? `layer ${index + 1}, ` : "";
      const panel = makePanel({
        symbol: name,
        full,
        where: `${network.title}, ${depth}${name === full ? name : `${full} ${name}`}`,
        columnName: "unit",
        columns: units,
        table: name in cell.gates ? tables.sequential : tables.diverging,
        low: name in cell.gates ? 0 : -1,
        rows: (reading) => reading.layers[index][name],
        choose,
      });
      panels.push(panel);
      return panel.root;
    };
    const values = Object.entries(cellValues(cell));
    const states = values.slice(0, Object.keys(cell.states).length);
    const stateLine = states.map((pair) => make(...pair));
    if (index === 0) {
      const head = makeProbabilities(network.title, tables, choose);
      panels.push(head);
      stateLine.unshift(head.root);
    }
    const gateLine = values.slice(states.length).map((pair) => make(...pair));
    const lines = [
      ["states", stateLine],
      ["gates", gateLine],
    ].map(([name, line]) => {
      const copy = makeCopy();
      panels.push(copy);
      const grow = { "flex-grow": line.length };
      return element("div", { className: `line ${name}`, style: grow }, copy.root, ...line);
    });
    const title = element("h3", { textContent: `Layer ${index + 1}`, dataset: { print: "" } });
    title.hidden = network.cells.length === 1;
    const strip = element("div", { className: "strip" }, ...lines);
    return element("div", { className: index ? "layer" : "" }, ...(index ? [title] : []), strip);
  });
  const root = element("section", { className: "network", ariaLabel: network.title });
  root.append(verdict.root, ...layers);
  return {
    root,
    draw(reading, state, marks) {
      verdict.draw(reading, state.row);
      for (const panel of panels) panel.draw(reading, state, marks);
    },
  };
}

function makeVerdict(title) {
  const numeral = element("div", { className: "numeral", dataset: { print: "" } });
  const text = element("p", { dataset: { print: "" } });
  const decided = element("p", { className: "mark", dataset: { print: "" } });
  const bars = DIGITS.map((digit) =>
    element("span", { className: "bar" }, element("i"), `${digit}`),
  );
  const root = element(
    "div",
    { className: "head" },
    numeral,
    element(
      "div",
      {},
      element("h2", { textContent: title, dataset: { print: "" } }),
      text,
      decided,
    ),
    element("div", { className: "bars", ariaHidden: "true" }, ...bars),
  );
  return {
    root,
    draw(reading, row) {
      const probabilities = row ? reading.probabilities[row - 1] : DIGITS.map(() => 0);
      const best = row ? reading.predictions[row - 1] : null;
      numeral.textContent = row ? best : "–";
      text.textContent = row ? `${percent(probabilities[best])} after row ${row}` : "nothing read";
      decided.textContent = `decided after row ${reading.decided}`;
      decided.style.visibility = row >= reading.decided ? "visible" : "hidden";
      bars.forEach((bar, digit) => {
        bar.classList.toggle("best", digit === best);
        bar.firstChild.style.height = `${68 * probabilities[digit]}px`;
      });
    },
  };
}

// A heat map that one can walk over. low: the scale's lower end; its upper end is 1, and both grow
// with values around zero that leave [-1, 1].
function makePanel({ symbol, full, where, columnName, columns, table, low, rows, choose }) {
  const canvas = element("canvas", {
    tabIndex: 0,
    role: "application",
    ariaRoledescription: "heat map",
    ariaLabel: `${where}: ${ROWS} rows, ${columns} ${columnName}s`,
  });
  const ends = [element("span"), element("span")];
  const bar = element("i", { style: { background: gradient(table) } });
  const caption = element("figcaption", { className: "title", dataset: { print: "" } }, symbol);
  if (symbol !== full) caption.append(element("small", { textContent: full }));
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
function makeProbabilities(title, tables, choose) {
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
  const digits = DIGITS.map((digit) => element("span", { textContent: digit }));
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
function makeCopy() {
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
