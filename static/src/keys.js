// Single keys, for hands that stay on the keyboard. They press what is on the
// page, and only while nothing is being typed. After g the next key says where
// to go, and does nothing else whatever it is.
import { openHelp } from "./help.js";
import { main } from "./main.js";
import { toggle } from "./select.js";
import { currentRow, linkOf, press, rows } from "./shortcut.js";

const patience = 1000;
const fields = "input:not([type=checkbox]), textarea, select, [contenteditable]:not([contenteditable=false])";
let going;

const modifier = (key) => ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"].includes(key);

const typing = ({ target, isComposing }) => isComposing || target.closest?.(fields);

const notOurs = (event) =>
  event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || typing(event) ||
  main()?.dataset.keys === "off" || document.querySelector("dialog[open], :popover-open");

function go() {
  going = setTimeout(() => (going = undefined), patience);
  return true;
}

function stopGoing() {
  clearTimeout(going);
  going = undefined;
}

// The row after or before the one with the focus; the first where none has it.
function step(by) {
  const all = rows();
  const at = all.indexOf(currentRow());
  const to = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  linkOf(to)?.focus();
  return Boolean(to);
}

// The same, selecting the rows that it goes over.
function extend(by) {
  const from = currentRow();
  if (from && !from.querySelector('input[form="bulk"]')?.checked) toggle(from);
  return step(by) && toggle(currentRow(), true);
}

function open() {
  const link = linkOf(currentRow());
  link?.click();
  return Boolean(link);
}

// Does what a key stands for, and tells whether it stands for anything here. A
// key that is held down goes through rows; it does not press a button again.
function act({ key, repeat }) {
  if (key === "j" && step(1)) return true;
  if (key === "k" && step(-1)) return true;
  if (key === "J" && extend(1)) return true;
  if (key === "K" && extend(-1)) return true;
  if (repeat || (key === "Escape" && document.querySelector("details.menu[open]"))) return false;
  if (key === "o" && open()) return true;
  if (key === "x" && toggle(currentRow())) return true;
  if (key === "?") return openHelp();
  if (key === "g" && document.querySelector('[data-key^="g "]')) return go();
  return (key.length === 1 || key === "Escape") && press(key);
}

document.addEventListener("keydown", (event) => {
  if (modifier(event.key)) return;
  const pending = going;
  stopGoing();
  if (notOurs(event)) return;
  if (pending) press(`g ${event.key}`);
  if (pending || act(event)) event.preventDefault();
});
