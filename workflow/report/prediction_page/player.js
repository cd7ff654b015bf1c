// Play, pause, step, all at once: how the samples appear. Who wants less motion sees them complete
// at once, and row by row where they press Play.
import { byId } from "../page/dom.js";
import { COLUMNS } from "../page/image.js";
import { PIXELS } from "./predictor.js";

const PACE = 16; // milliseconds a pixel
const CALM_PACE = 500; // milliseconds a row
const PAUSE = 150; // milliseconds without a change, before all is drawn at once

// current() returns the completion; show() draws it again; restart() begins it anew. Returns
// {begin(): a new completion, finish(), playing()}.
export function makePlayer(current, show, restart) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let timer = null;
  const stop = () => {
    clearTimeout(timer);
    timer = null;
  };
  const done = () => current().position === PIXELS;
  const advance = (pixels) => {
    current().advance(pixels);
    if (done()) stop();
    show();
  };
  const finish = () => {
    stop();
    advance(PIXELS);
  };
  const play = () => {
    stop();
    const [pace, pixels] = calm.matches ? [CALM_PACE, COLUMNS] : [PACE, 1];
    timer = setInterval(() => advance(pixels), pace);
    show();
  };
  const toggle = () => {
    if (timer) {
      stop();
      return show();
    }
    if (done()) restart();
    play();
  };
  const step = () => {
    stop();
    advance(1);
  };
  byId("play").onclick = toggle;
  byId("step").onclick = step;
  byId("finish").onclick = finish;
  // Where nothing has the focus, the keys of a video player.
  document.addEventListener("keydown", (event) => {
    if (event.target !== document.body || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") toggle();
    else if (event.key === "ArrowRight") step();
    else return;
    event.preventDefault();
  });
  return {
    begin() {
      if (!calm.matches) return play();
      stop();
      timer = setTimeout(finish, PAUSE);
    },
    finish,
    playing: () => timer !== null,
    draw() {
      byId("play").textContent = timer ? "Pause" : done() ? "Play again" : "Play";
      byId("step").disabled = done();
      byId("finish").disabled = done();
    },
  };
}
