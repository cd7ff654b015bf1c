// Play, step, and the slider: how many rows have been read.
import { byId } from "./dom.js";
import { ROWS } from "./image.js";

const PACE = 250; // milliseconds a row

// Returns {draw(state), playing()}.
export function makeTransport(store) {
  const [play, back, forward, slider] = ["play", "back", "forward", "row"].map(byId);
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    store.change({});
  };
  const to = (row) => store.change({ row: Math.min(Math.max(row, 0), ROWS) });
  const toggle = () => {
    if (timer) return stop();
    if (store.state.row === ROWS) to(0);
    timer = setInterval(() => {
      to(store.state.row + 1);
      if (store.state.row === ROWS) stop();
    }, PACE);
    store.change({});
  };
  play.onclick = toggle;
  back.onclick = () => to(store.state.row - 1);
  forward.onclick = () => to(store.state.row + 1);
  slider.oninput = () => to(Number(slider.value));
  // Where nothing has the focus, the keys of a video player.
  document.addEventListener("keydown", (event) => {
    if (event.target !== document.body || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") toggle();
    else if (event.key === "ArrowLeft") to(store.state.row - 1);
    else if (event.key === "ArrowRight") to(store.state.row + 1);
    else return;
    event.preventDefault();
  });
  return {
    playing: () => timer !== null,
    draw({ row }) {
      play.textContent = timer ? "Pause" : "Play";
      back.disabled = row === 0;
      forward.disabled = row === ROWS;
      slider.value = row;
      slider.setAttribute("aria-valuetext", `${row} of ${ROWS} rows read`);
      byId("rows-read").textContent = `row ${row} of ${ROWS}`;
    },
  };
}
