// The current picture as a PNG: every canvas of the stage, and every text marked data-print, drawn
// where it stands on the screen.

const SCALE = 2; // sharp on a projector
const MARGIN = 16;

export function pictureOf(stage, footer) {
  const box = stage.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * (box.width + 2 * MARGIN);
  canvas.height = SCALE * (box.height + 3 * MARGIN + 14);
  const context = canvas.getContext("2d");
  const body = getComputedStyle(document.body);
  context.fillStyle = body.backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.setTransform(SCALE, 0, 0, SCALE, SCALE * (MARGIN - box.left), SCALE * (MARGIN - box.top));
  context.imageSmoothingEnabled = false;
  context.textBaseline = "middle";
  for (const part of stage.querySelectorAll("canvas")) {
    const { left, top, width, height } = part.getBoundingClientRect();
    if (width) context.drawImage(part, left, top, width, height);
  }
  for (const bar of stage.querySelectorAll(".bar i, .scale i")) drawBox(context, bar);
  for (const text of stage.querySelectorAll("[data-print], .bar, .scale span, .axis li")) {
    if (text.checkVisibility({ visibilityProperty: true })) drawText(context, text);
  }
  context.font = `13px ${body.fontFamily}`;
  context.fillStyle = body.color;
  context.fillText(footer, box.left, box.bottom + MARGIN + 7, box.width);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
}

function drawBox(context, box) {
  const { left, top, width, height } = box.getBoundingClientRect();
  const stops = getComputedStyle(box).backgroundImage.match(/rgb\([^)]*\)/g);
  if (stops) {
    context.fillStyle = context.createLinearGradient(left, 0, left + width, 0);
    stops.forEach((colour, k) => {
      context.fillStyle.addColorStop(k / (stops.length - 1), colour);
    });
  } else {
    context.fillStyle = getComputedStyle(box).backgroundColor;
  }
  context.fillRect(left, top, width, height);
}

// Each piece of text in its own font, at its own place.
function drawText(context, element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const style = getComputedStyle(node.parentElement);
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.fillStyle = style.color;
    context.fillText(node.data, box.left, box.top + box.height / 2, box.width + 1);
  }
  const mark = getComputedStyle(element, "::before");
  if (mark.content === "none" || mark.content === "normal") return;
  const { left, top, height } = element.getBoundingClientRect();
  context.strokeStyle = mark.borderTopColor;
  context.lineWidth = 4;
  context.setLineDash({ dashed: [7, 5], dotted: [3, 4] }[mark.borderTopStyle] ?? []);
  context.beginPath();
  context.moveTo(left, top + height / 2);
  context.lineTo(left + 26, top + height / 2);
  context.stroke();
  context.setLineDash([]);
}

export async function download(stage, footer, name) {
  const url = URL.createObjectURL(await pictureOf(stage, footer));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}
