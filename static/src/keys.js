// Single keys, for hands that stay on the keyboard. They press what is on the
// page, and only while nothing is being typed. After a key that is the first of two,
// as g is, the next key says what to do, and does nothing else whatever it is.
import { leave } from "./focus.js";
import { openHelp } from "./help.js";
import { main } from "./main.js";
import { toggle } from "./select.js";
import { begins, currentRow, linkOf, press, rows, usual } from "./shortcut.js";

const patience = 1000;
const fields = "input:not([type=checkbox]), textarea, select, [contenteditable]:not([contenteditable=false])";
let going;

const modifier = (key) => ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"].includes(key);

const typing = ({ target, isComposing }) => isComposing || target.closest?.(fields);

const notOurs = (event) =>
  event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey ||
  main()?.dataset.keys === "off" || document.querySelector("dialog[open], :popover-open");

// Escape leaves a field; the next one is a key like others. In a menu it closes that.
function leaves({ key, target, isComposing }) {
  if (key !== "Escape" || isComposing || !main().contains(target) || target.closest("details.menu[open]")) return;
  leave(target);
}

function go(first) {
  going = { first, timer: setTimeout(() => (going = undefined), patience) };
  return true;
}

function stopGoing() {
  clearTimeout(going?.timer);
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
  const does = usual(key);
  if (does === "j" && step(1)) return true;
  if (does === "k" && step(-1)) return true;
  if (does === "J" && extend(1)) return true;
  if (does === "K" && extend(-1)) return true;
  if (repeat || (key === "Escape" && document.querySelector("details.menu[open]"))) return false;
  if (does === "o" && open()) return true;
  if (does === "x" && toggle(currentRow())) return true;
  if (does === "?") return openHelp();
  if (begins(key)) return go(key);
  return press(key);
}

document.addEventListener("keydown", (event) => {
  if (modifier(event.key)) return;
  const pending = going;
  stopGoing();
  if (notOurs(event)) return;
  if (typing(event)) {
    leaves(event);
    return;
  }
  if (pending) act({ key: `${pending.first} ${event.key}`, repeat: event.repeat });
  if (pending || act(event)) event.preventDefault();
});
