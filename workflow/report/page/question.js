// Question 1: hold gates at 0 or 1, and measure what the state keeps.
import { largestDifference, map } from "./algebra.js";
import { byId, element, fillSelect, number } from "./dom.js";
import { ROWS } from "./image.js";
import { inputAlone } from "./network.js";

// The clamp that `read` applies, from the page's state.
export function clampOf({ clamps, from, unit }) {
  return (name, gate, row) =>
    name in clamps && row >= from
      ? map(gate, (value, k) => (unit === 0 || k === unit - 1 ? clamps[name] : value))
      : gate;
}

// Returns draw(state, shown), shown: [{network, reading}].
export function makeQuestion(store, cells) {
  const cellsOf = (shown) => [...new Set(shown.flatMap(({ network }) => network.cells))];
  const settings = (kind) =>
    Object.assign({}, ...Object.values(cells).map((cell) => cell.settings[kind]));
  // From the row after the one read; from the middle where everything is read, or nothing.
  const start = ({ row }) => (row === 0 || row === ROWS ? ROWS / 2 : row) + 1;
  for (const kind of ["store", "keep"]) {
    byId(kind).onclick = () =>
      store.change({ clamps: settings(kind), from: start(store.state), unit: 0 });
  }
  byId("learned").onclick = () => store.change({ clamps: {} });
  byId("from").onchange = () => {
    const from = Math.round(Number(byId("from").value));
    store.change({ from: Math.min(Math.max(from || 1, 1), ROWS) });
  };
  byId("unit").onchange = () => store.change({ unit: Number(byId("unit").value) });

  let shownGates = "";
  const drawGates = (state, shown) => {
    const gates = Object.assign({}, ...cellsOf(shown).map(({ cell }) => cell.gates));
    if (shownGates !== Object.keys(gates).join()) {
      shownGates = Object.keys(gates).join();
      byId("gates").replaceChildren(
        ...Object.entries(gates).map(([name, full]) => {
          const select = element("select", { id: `gate-${name}` });
          fillSelect(
            select,
            [
              ["", "as learned"],
              ["0", "held at 0"],
              ["1", "held at 1"],
            ],
            "",
          );
          select.onchange = () => {
            const { [name]: _, ...others } = store.state.clamps;
            const held = select.value === "" ? {} : { [name]: Number(select.value) };
            store.change({ clamps: { ...others, ...held } });
          };
          return element("label", {}, `${full} ${name} `, select);
        }),
      );
    }
    for (const name of Object.keys(gates)) byId(`gate-${name}`).value = state.clamps[name] ?? "";
  };
  const drawUnits = (state, shown) => {
    const units = Math.max(...cellsOf(shown).map((cell) => cell.units));
    const options = Array.from({ length: units }, (_, k) => [k + 1, `unit ${k + 1}`]);
    if (byId("unit").length !== units + 1) {
      fillSelect(byId("unit"), [[0, "all units"], ...options], state.unit);
    }
    byId("unit").value = Math.min(state.unit, units);
  };
  return (state, shown) => {
    drawGates(state, shown);
    drawUnits(state, shown);
    byId("from").value = state.from;
    byId("kept").replaceChildren(...shown.map((one) => keptRow(one, state)));
  };
}

function keptRow({ network, reading }, state) {
  const [{ cell, units }] = network.cells;
  const { row, clamps, from, unit } = state;
  const held = Object.keys(cell.gates).filter((name) => name in clamps && row >= from);
  const text = (value) => element("td", { textContent: value });
  const cells = [
    element("th", { scope: "row", textContent: `${network.title}, state ${cell.stored}` }),
    text(held.map((name) => `${name} = ${clamps[name]}`).join(", ") || "nothing"),
  ];
  if (row === 0) return element("tr", {}, ...cells, text("–"), text("–"));
  const history = reading.layers[0][cell.stored];
  const before = history[row - 2] ?? new Float64Array(units);
  const chosen = (vector) =>
    unit === 0 || unit > units ? vector : vector.subarray(unit - 1, unit);
  const measure = (other) => {
    const value = largestDifference(chosen(history[row - 1]), chosen(other));
    const cellOf = text(number(value));
    cellOf.classList.toggle("zero", value < 5e-4);
    return cellOf;
  };
  return element(
    "tr",
    {},
    ...cells,
    measure(before),
    measure(inputAlone(network, state.bits, row)),
  );
}
