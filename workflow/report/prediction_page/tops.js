// Test images as buttons, one a digit, with only their known rows to be seen.
import { byId, element } from "../page/dom.js";
import { drawImage } from "../page/drawing.js";
import { COLUMNS, ROWS } from "../page/image.js";

// images: their numbers. Returns draw(state).
export function makeTops(store, test, images) {
  const buttons = images.map((image) => {
    const canvas = element("canvas", { width: COLUMNS, height: ROWS, ariaHidden: "true" });
    const button = element("button", { ariaPressed: "false" }, canvas);
    button.setAttribute("aria-label", `test image ${image}, a ${test.labels[image]}`);
    button.onclick = () => store.change({ image, bits: test.bitsOf(image) });
    return { image, button, context: canvas.getContext("2d") };
  });
  byId("tops").replaceChildren(...buttons.map(({ button }) => button));
  return (state) => {
    for (const { image, button, context } of buttons) {
      drawImage(context, test.bitsOf(image).fill(0, state.row * COLUMNS), COLUMNS, ROWS);
      context.fillStyle = "rgb(170 176 188 / 72%)";
      context.fillRect(0, state.row, COLUMNS, ROWS - state.row);
      button.setAttribute("aria-pressed", image === state.image);
    }
  };
}
