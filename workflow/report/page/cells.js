// The cell types that the page can run: the only list of them.
import { gru } from "./cells/gru.js";
import { lstm } from "./cells/lstm.js";

export const CELLS = { lstm, gru };

// Every value of a cell that the page shows, in order, with its full name.
export function cellValues(cell) {
  return { ...cell.states, ...cell.gates, candidate: "candidate" };
}
