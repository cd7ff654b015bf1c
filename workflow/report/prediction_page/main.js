// The page: its data, its state, and its parts; every change of the state begins new samples.
import { loadData } from "../page/data.js";
import { byId, fillSelect, number } from "../page/dom.js";
import { makeDrawing } from "../page/drawing.js";
import { lastInk, ROWS, unpackBits } from "../page/image.js";
import { makeNetwork } from "../page/network.js";
import { download } from "../page/picture.js";
import { makeStore } from "../page/state.js";
import { makeCompletion } from "./completion.js";
import { makeFigure } from "./figures.js";
import { fromLink, toLink } from "./link.js";
import { makePlayer } from "./player.js";
import { makePredictor, nats, PIXELS, readImage } from "./predictor.js";
import { makeTops } from "./tops.js";

const COUNT = 6; // samples
const MOST_SEED = 999999999;
const BEGINS = ["bits", "model", "row", "seed"]; // a change of these begins new samples

const data = await loadData("data");
const predictors = new Map(
  data.networks.map((entry) => [entry.name, { ...entry, ...makePredictor(makeNetwork(entry)) }]),
);
const IMAGE_BYTES = data.images.length / data.labels.length;
const test = {
  labels: data.labels,
  bitsOf: (k) => unpackBits(data.images.subarray(k * IMAGE_BYTES, (k + 1) * IMAGE_BYTES)),
};
const known = {
  models: [...predictors.keys()],
  images: test.labels.length,
  imageBits: test.bitsOf,
};
document.documentElement.style.setProperty("--known", data.lines[3]);

// {model, image: a number or null for a drawing, bits, row: rows known, seed}
const store = makeStore({
  model: known.models[0],
  image: data.tops[0],
  bits: test.bitsOf(data.tops[0]),
  row: ROWS / 2,
  seed: 0,
  ...fromLink(location.hash, known),
});
let reading = null; // what the network reads from the image
let completion = null; // and its samples

// A drawing does not move the line, as it does on the page where a network reads.
const drawDigit = makeDrawing({
  get state() {
    return store.state;
  },
  change: (part) => store.change({ ...part, row: store.state.row }),
});

const player = makePlayer(() => completion, show, renew);
const figures = {
  truth: makeFigure("true rest"),
  samples: Array.from({ length: COUNT }, (_, k) =>
    makeFigure(`sample ${k + 1}`, [[255, 255, 255], rgb(data.lines[0])]),
  ),
};
byId("truth").replaceChildren(figures.truth.root);
byId("samples").replaceChildren(...figures.samples.map(({ root }) => root));
const drawTops = makeTops(store, test, data.tops);
makeControls();

function rgb(colour) {
  return [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
}

function makeControls() {
  const options = [...predictors.values()].map(({ name, title, nats_per_pixel: cost }) => [
    name,
    `${title} (test: ${cost.toFixed(4)} nats a pixel)`,
  ]);
  fillSelect(byId("model"), options, store.state.model);
  const limited = (value, low, high) => Math.min(Math.max(Math.round(value) || 0, low), high);
  const toImage = (value) => {
    const image = limited(value, 0, known.images - 1);
    store.change({ image, bits: test.bitsOf(image) });
  };
  const toSeed = (value) => store.change({ seed: limited(value, 0, MOST_SEED) });
  byId("image").max = known.images - 1;
  byId("model").onchange = () => store.change({ model: byId("model").value });
  byId("image").onchange = () => toImage(Number(byId("image").value));
  byId("previous").onclick = () => toImage((store.state.image ?? 1) - 1);
  byId("next").onclick = () => toImage((store.state.image ?? -1) + 1);
  byId("row").oninput = () => store.change({ row: Number(byId("row").value) });
  byId("seed").onchange = () => toSeed(Number(byId("seed").value));
  byId("again").onclick = () => toSeed((store.state.seed + 1) % (MOST_SEED + 1));
  byId("save").onclick = () => {
    const { model, image, row, seed } = store.state;
    const shown = image === null ? "drawing" : `image-${image}`;
    const name = `${model}-${shown}-row-${row}-seed-${seed}.png`;
    return download(byId("stage"), byId("provenance").textContent, name);
  };
}

function renew() {
  const { model, row, seed } = store.state;
  completion = makeCompletion(predictors.get(model), reading, row, seed, COUNT);
}

function draw(state, before) {
  if (!before || BEGINS.some((key) => state[key] !== before[key])) {
    const same = before && before.model === state.model;
    const predictor = predictors.get(state.model);
    reading = readImage(predictor, state.bits, state.row, same ? reading : null);
    renew();
    player.begin();
  }
  const { image, row } = state;
  byId("model").value = state.model;
  byId("image").value = image ?? "";
  byId("row").value = row;
  byId("row").setAttribute("aria-valuetext", `${row} of ${ROWS} rows known`);
  byId("rows-known").textContent = `row ${row} of ${ROWS}`;
  byId("seed").value = state.seed;
  drawDigit(
    state,
    [],
    image === null ? "your drawing" : `test image ${image}: a ${test.labels[image]}`,
  );
  drawTops(state);
  show();
}

// The samples and the rest as it is, as far as they are drawn.
function show() {
  const { position, samples, truth } = completion;
  const costs = samples.map((sample) => nats(sample, completion.known, position));
  figures.samples.forEach((figure, k) => figure.draw(samples[k], costs[k], completion));
  const mean = costs.reduce((a, b) => a + b) / COUNT;
  // A test image goes on below the line; a drawing does where there is ink.
  const hasRest = store.state.image !== null || lastInk(store.state.bits) > store.state.row;
  const rest = hasRest ? nats(truth, completion.known, position) : null;
  byId("truth").hidden = !hasRest;
  byId("truth-row").hidden = !hasRest;
  figures.truth.draw(truth, rest ?? 0, completion);
  player.draw();
  drawCosts(mean, rest);
}

function drawCosts(mean, rest) {
  const { known: start, position } = completion;
  const { title } = predictors.get(store.state.model);
  const drawn = position - start;
  const texts = (cost) =>
    cost === null || !drawn ? ["–", "–"] : [number(cost, 1), number(cost / drawn)];
  const own = store.state.image === null;
  byId("network").textContent = title;
  byId("progress").textContent = `${drawn} of ${PIXELS - start} pixels`;
  byId("samples-name").textContent = `samples, mean of ${COUNT}`;
  byId("truth-name").textContent = own ? "your own rest" : "the true rest";
  [byId("samples-nats").textContent, byId("samples-mean").textContent] = texts(mean);
  [byId("truth-nats").textContent, byId("truth-mean").textContent] = texts(rest);
  if (!player.playing()) summarize(title, drawn, mean, rest);
}

// For screen readers, and the address: a link to what is shown.
function summarize(title, drawn, mean, rest) {
  const parts = [`${title}: ${drawn} of ${PIXELS - completion.known} pixels drawn`];
  if (drawn) parts.push(`the samples cost ${number(mean, 1)} nats on average`);
  if (drawn && rest !== null) parts.push(`the rest as it is ${number(rest, 1)}`);
  byId("summary").textContent = parts.join("; ");
  try {
    history.replaceState(null, "", toLink(store.state));
  } catch {
    // A page without an address of its own, as within another document, has no link to itself.
  }
}

store.listen(draw);
draw(store.state);
window.addEventListener("hashchange", () => store.change(fromLink(location.hash, known)));
new ResizeObserver(() => draw(store.state, store.state)).observe(byId("stage"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
  draw(store.state, store.state),
);
// For the console and the tests.
window.rowreader = {
  store,
  predictors,
  test,
  completion: () => completion,
  read: (name, bits) => readImage(predictors.get(name), bits),
  complete: (name, bits, row, seed, count) => {
    const predictor = predictors.get(name);
    return makeCompletion(predictor, readImage(predictor, bits, row), row, seed, count);
  },
};
document.documentElement.dataset.ready = "true";
