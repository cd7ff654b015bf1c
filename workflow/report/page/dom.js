// Small helpers for the document.

export function byId(id) {
  return document.getElementById(id);
}

export function element(tag, properties = {}, ...children) {
  const { dataset, style, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  Object.assign(made.dataset, dataset);
  for (const [name, value] of Object.entries(style ?? {})) made.style.setProperty(name, value);
  for (const [name, value] of Object.entries(rest)) {
    if (name === "role" || name.startsWith("aria")) {
      made.setAttribute(name.replace(/([A-Z])/, "-$1").toLowerCase(), value);
    }
  }
  made.append(...children);
  return made;
}

export function fillSelect(select, options, chosen) {
  select.replaceChildren(
    ...options.map(([value, text]) => element("option", { value, textContent: text })),
  );
  select.value = chosen;
}

export function say(text) {
  byId("readout").textContent = text;
}

// "0.93", "−3.20": the sign of the page is a minus, not a hyphen.
export function number(value, digits = 3) {
  return value
    .toFixed(digits)
    .replace(/^-(?=0\.?0*$)/, "")
    .replace("-", "−");
}

export function percent(value) {
  return `${Math.round(100 * value)} %`;
}
