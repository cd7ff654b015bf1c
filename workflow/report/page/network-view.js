// One network's reading: the verdict, the probabilities, and every layer's states and gates.
import { cellValues } from "./cells.js";
import { element, percent } from "./dom.js";
import { makeCopy, makePanel, makeProbabilities } from "./panels.js";

const DIGITS = [...Array(10).keys()];
const PANEL = 105; // the width, in pixels, below which the gates go to a line of their own

// Returns {root, draw(reading, state, marks)}. choose(row) hears which row is pressed.
export function makeNetworkView(network, tables, choose) {
  const verdict = makeVerdict(network.title);
  const panels = [];
  const place = (panel) => {
    panels.push(panel);
    return panel.root;
  };
  const line = (kind, parts, before = []) => {
    const style = { flex: `${parts.length} 1 ${PANEL * (parts.length + before.length)}px` };
    return element(
      "div",
      { className: `line ${kind}`, style },
      place(makeCopy()),
      ...before,
      ...parts,
    );
  };
  const layers = network.cells.map(({ cell, units }, index) => {
    const depth = network.cells.length > 1 ? `layer ${index + 1}` : "";
    const make = ([name, full]) => {
      const isGate = name in cell.gates;
      const called = name === full ? name : `${full} ${name}`;
      return place(
        makePanel({
          symbol: name in cell.states && depth ? `${name}, ${depth}` : name,
          full: name === full ? "" : full,
          where: [network.title, depth, called].filter(Boolean).join(", "),
          columnName: "unit",
          columns: units,
          table: isGate ? tables.sequential : tables.diverging,
          low: isGate ? 0 : -1,
          rows: (reading) => reading.layers[index][name],
          choose,
        }),
      );
    };
    const values = Object.entries(cellValues(cell));
    const states = values.filter(([name]) => name in cell.states);
    const others = values.filter(([name]) => !(name in cell.states));
    const head = index === 0 ? [place(makeProbabilities(network.title, tables, choose))] : [];
    return element(
      "div",
      { className: index ? "strip deeper" : "strip" },
      line("states", states.map(make), head),
      line("gates", others.map(make)),
    );
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
