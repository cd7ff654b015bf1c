// The page: its data, its state, and its parts; every change of the state draws them again.
import { CELLS } from "./cells.js";
import { loadData } from "./data.js";
import { byId, fillSelect, percent } from "./dom.js";
import { makeDrawing } from "./drawing.js";
import { makeGallery } from "./gallery.js";
import { lastInk, ROWS, unpackBits } from "./image.js";
import { makeNetwork, read } from "./network.js";
import { makeNetworkView } from "./network-view.js";
import { download } from "./picture.js";
import { clampOf, makeQuestion } from "./question.js";
import { fromHash, makeStore, toHash } from "./state.js";
import { makeTransport } from "./transport.js";

const data = await loadData("data");
const networks = new Map(data.networks.map((entry) => [entry.name, makeNetwork(entry)]));
const IMAGE_BYTES = data.images.length / data.labels.length;
const test = {
  labels: data.labels,
  examples: data.examples,
  bitsOf: (k) => unpackBits(data.images.subarray(k * IMAGE_BYTES, (k + 1) * IMAGE_BYTES)),
};
const known = {
  models: [...networks.keys()],
  gates: Object.values(CELLS).flatMap((cell) => Object.keys(cell.gates)),
  images: test.labels.length,
  imageBits: test.bitsOf,
};
const lines = data.colours.lines;
const LINES = { decision: lines[3], "ink-end": lines[0], clamp: lines[4], example: lines[1] };
for (const [name, colour] of Object.entries(LINES)) {
  document.documentElement.style.setProperty(`--${name}`, colour);
}

const store = makeStore({
  model: networks.has(data.first) ? data.first : known.models[0],
  beside: "",
  image: test.examples[0],
  bits: test.bitsOf(test.examples[0]),
  row: ROWS,
  clamps: {},
  from: 1,
  unit: 0,
  ...fromHash(location.hash, known),
});
const transport = makeTransport(store);
const drawDigit = makeDrawing(store);
const drawQuestion = makeQuestion(store, CELLS);
const drawGallery = makeGallery(store, test);

const options = [...networks.values()].map(({ name, title, accuracy }) => [
  name,
  `${title} (test: ${(100 * accuracy).toFixed(2)} %)`,
]);
fillSelect(byId("model"), options, store.state.model);
fillSelect(byId("beside"), [["", "none"], ...options], store.state.beside);
byId("model").onchange = () => store.change({ model: byId("model").value });
byId("beside").onchange = () => store.change({ beside: byId("beside").value });
byId("image").max = test.labels.length - 1;
const toImage = (number) => {
  const image = Math.min(Math.max(Math.round(number) || 0, 0), test.labels.length - 1);
  store.change({ image, bits: test.bitsOf(image) });
};
byId("image").onchange = () => toImage(Number(byId("image").value));
byId("previous").onclick = () => toImage((store.state.image ?? 1) - 1);
byId("next").onclick = () => toImage((store.state.image ?? -1) + 1);
byId("to-gallery").onclick = () => {
  byId("gallery").scrollIntoView();
  byId("gallery-digit").focus({ preventScroll: true });
};
byId("save").onclick = () =>
  download(byId("stage"), byId("provenance").textContent, pictureName(store.state));

function caption({ image }) {
  if (image === null) return "your drawing";
  const mark = test.examples.includes(image) ? " ★" : "";
  return `test image ${image}: a ${test.labels[image]}${mark}`;
}

function pictureName({ model, beside, image, row }) {
  const shown = image === null ? "drawing" : `image-${image}`;
  return `${[model, beside, shown, `row-${row}`].filter(Boolean).join("-")}.png`;
}

// One view for each network shown; made anew when another is chosen.
let views = [];
function viewsOf({ model, beside }) {
  const names = [model, ...(beside && beside !== model ? [beside] : [])];
  if (views.map(({ network }) => network.name).join() !== names.join()) {
    views = names.map((name) => {
      const network = networks.get(name);
      const choose = (row) => store.change({ row });
      return { network, ...makeNetworkView(network, data.colours, choose) };
    });
    byId("networks").replaceChildren(...views.map(({ root }) => root));
  }
  return views;
}

const RECALCULATE = ["bits", "model", "beside", "clamps", "from", "unit"];
function draw(state, before) {
  for (const view of viewsOf(state)) {
    if (!view.reading || !before || RECALCULATE.some((key) => state[key] !== before[key])) {
      view.reading = read(view.network, state.bits, clampOf(state));
    }
  }
  const marks = [{ after: lastInk(state.bits), kind: "ink-end" }];
  if (Object.keys(state.clamps).length) marks.unshift({ after: state.from - 1, kind: "clamp" });
  byId("model").value = state.model;
  byId("beside").value = state.beside;
  byId("image").value = state.image ?? "";
  transport.draw(state);
  drawDigit(state, marks, caption(state));
  for (const { reading, draw: drawView } of views) {
    drawView(reading, state, [{ after: reading.decided, kind: "decision" }, ...marks]);
  }
  drawQuestion(state, views);
  drawGallery(state, views[0].network);
  if (!transport.playing()) summarize(state);
}

// For screen readers, and the address: a link to what is shown.
function summarize(state) {
  byId("summary").textContent = views
    .map(({ network, reading }) => {
      if (!state.row) return `${network.title} has read nothing`;
      const digit = reading.predictions[state.row - 1];
      const share = percent(reading.probabilities[state.row - 1][digit]);
      return `${network.title} after row ${state.row} reads ${digit}, ${share}`;
    })
    .join("; ");
  try {
    history.replaceState(null, "", toHash(state));
  } catch {
    // A page without an address of its own, as within another document, has no link to itself.
  }
}

store.listen(draw);
draw(store.state);
window.addEventListener("hashchange", () => store.change(fromHash(location.hash, known)));
new ResizeObserver(() => draw(store.state, store.state)).observe(byId("stage"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
  draw(store.state, store.state),
);
// For the console and the tests: what a network reads from an image, and from what is shown.
window.rowreader = {
  reading: (name) => views.find(({ network }) => network.name === name)?.reading,
  store,
  networks,
  test,
  read: (name, bits, clamp) => read(networks.get(name), bits, clamp),
};
document.documentElement.dataset.ready = "true";
