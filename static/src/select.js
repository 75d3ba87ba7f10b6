// Rows selected for the form under the list: how many there are, ranges with
// Shift, and all or none at once. Which rows are selected the form sends itself.
import { announce } from "./announce.js";

let last;

const boxes = () => [...document.querySelectorAll('[data-row] input[form="bulk"]')];

function show(aloud) {
  const all = boxes();
  const count = all.filter((box) => box.checked).length;
  const text = `${count} selected`;
  const label = document.querySelector("[data-bulk-count]");
  if (label) label.textContent = text;
  const every = document.querySelector("[data-select-all]");
  if (every) {
    every.checked = count > 0 && count === all.length;
    every.indeterminate = count > 0 && count < all.length;
  }
  if (aloud) announce(text);
}

function set(some, checked) {
  for (const box of some) box.checked = checked;
  show(true);
}

// The boxes between two, both included, as they stand in the list.
function between(one, other) {
  const all = boxes();
  const [from, to] = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
  return from < 0 ? [other] : all.slice(from, to + 1);
}

/** Selects a row, or takes it out again; with extend, what lies between it and the last one too. */
export function toggle(row, extend) {
  const box = row?.querySelector('input[form="bulk"]');
  if (!box) return false;
  set(extend && last?.isConnected ? between(last, box) : [box], extend || !box.checked);
  last = box;
  return true;
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.('input[form="bulk"]');
  if (box) {
    set(event.shiftKey && last?.isConnected ? between(last, box) : [box], box.checked);
    last = box;
  } else if (event.target.closest?.("[data-select-all]")) {
    set(boxes(), event.target.checked);
  } else if (event.target.closest?.("[data-select-every]")) {
    set(boxes(), true);
  } else if (event.target.closest?.("[data-select-none]")) {
    set(boxes(), false);
    document.querySelector("h1")?.focus({ preventScroll: true });
  }
});

document.addEventListener("DOMContentLoaded", () => show(false));
document.addEventListener("htmx:after:swap", () => show(false));
