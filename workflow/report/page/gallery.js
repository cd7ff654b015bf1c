// Test images to choose from.
import { byId, element, fillSelect } from "./dom.js";
import { drawImage } from "./drawing.js";
import { lastInk } from "./image.js";

const PAGE = 60; // thumbnails at a time

// test: {labels, examples, bitsOf(number)}. Returns draw(state, network).
export function makeGallery(store, test) {
  let most = PAGE;
  const [digit, kind, list, more] = ["gallery-digit", "gallery-kind", "thumbnails", "more"].map(
    byId,
  );
  const digits = [...Array(10).keys()].map((label) => [label, label]);
  fillSelect(digit, [["", "any"], ...digits], "");
  const all = Array.from(test.labels, (_, k) => k);
  const inkEnds = all.map((k) => lastInk(test.bitsOf(k)));

  // For each kind: its text, which images, in which order, and what is said of one.
  const kinds = {
    examples: {
      text: () => "examples of the report",
      images: () => test.examples,
    },
    mistaken: {
      text: (network) => `mistaken by ${network.title}`,
      images: (network) => all.filter((k) => network.predicted[k] !== test.labels[k]),
      note: (k, network) => `read as ${network.predicted[k]}`,
    },
    late: {
      text: (network) => `decided late by ${network.title}`,
      images: (network) => all.toSorted((a, b) => network.decided[b] - network.decided[a]),
      note: (k, network) => `decided after ${network.decided[k]}`,
    },
    long: {
      text: () => "long-tailed: ink ends late",
      images: () => all.toSorted((a, b) => inkEnds[b] - inkEnds[a]),
      note: (k) => `ink ends in ${inkEnds[k]}`,
    },
    all: { text: () => "in order", images: () => all },
  };
  const select = () => {
    most = PAGE;
    store.change({});
  };
  digit.onchange = select;
  kind.onchange = select;
  more.onclick = () => {
    most += PAGE;
    store.change({});
  };

  const thumbnail = (k, network) => {
    const canvas = element("canvas", { width: 28, height: 28, ariaHidden: "true" });
    drawImage(canvas.getContext("2d"), test.bitsOf(k), 28, 28);
    const about = [`a ${test.labels[k]}`, kinds[kind.value].note?.(k, network)].filter(Boolean);
    const inReport = test.examples.includes(k);
    const button = element(
      "button",
      { ariaPressed: "false", dataset: { image: k }, className: inReport ? "in-report" : "" },
      canvas,
      element("div", { textContent: `${inReport ? "★ " : ""}${k}: ${about.join(", ")}` }),
    );
    if (inReport) button.title = "in the report";
    button.onclick = () => {
      store.change({ image: k, bits: test.bitsOf(k) });
      byId("stage").scrollIntoView({ block: "nearest" });
    };
    return element("li", {}, button);
  };

  let shown = "";
  return (state, network) => {
    const wanted = [digit.value, kind.value, most, network.name].join();
    if (shown !== wanted) {
      shown = wanted;
      const options = Object.entries(kinds).map(([name, { text }]) => [name, text(network)]);
      fillSelect(kind, options, kind.value || "examples");
      const images = kinds[kind.value]
        .images(network)
        .filter((k) => digit.value === "" || test.labels[k] === Number(digit.value));
      byId("gallery-count").textContent = `${images.length} images`;
      list.replaceChildren(...images.slice(0, most).map((k) => thumbnail(k, network)));
      more.hidden = images.length <= most;
    }
    for (const button of list.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", Number(button.dataset.image) === state.image);
    }
  };
}
