// What a key stands for on the page as it is: the control that names it in
// aria-keyshortcuts, or in data-key where ARIA has no words for it. Where the reader
// is shown no such control the key does nothing.
import { open, pick } from "./quick.js";

/** Returns the selector of what names a key. */
export const naming = (key) => `[aria-keyshortcuts~="${CSS.escape(key)}"], [data-key="${CSS.escape(key)}"], [data-also="${CSS.escape(key)}"]`;

const named = (key) => document.querySelectorAll(naming(key));

// The list of keys, which waits in a template: the reader's own, and the usual ones,
// by which it is known what they do.
const lines = () => [...(document.getElementById("keys-help")?.content.querySelectorAll("[data-shortcut]") ?? [])];

/** Returns the usual key of what a key stands for, whatever the reader has chosen. */
export const usual = (key) => lines().find(({ dataset }) => dataset.shortcut === key)?.dataset.usual;

// The usual keys that choose one value of a property at once.
const choosing = ["e", "i"];

/** Returns the row that the focus is in. */
export const currentRow = () => document.activeElement?.closest("[data-row]");

/**
 * Returns the control that a key presses; one in a closed menu counts too. Of what
 * the rows have, a key means only the row that the focus is in.
 */
export function controlOf(key) {
  const all = [...named(key)];
  const apart = all.filter((control) => !control.closest("[data-row]"));
  return apart.find((control) => control.checkVisibility()) ?? all.find((control) => control.closest("[data-row]") === currentRow() && currentRow()) ?? apart[0];
}

/** Returns the link that a row is opened by. */
export const linkOf = (row) => row?.querySelector("a");

/** Returns the rows of a list that are shown. */
export const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());

/** Tells whether a key does something on this page. */
export const works = (key) => usual(key) === "?" || Boolean(controlOf(key)) || (/^[jkoJK]$/.test(usual(key)) && rows().length > 0);

/** Tells whether a key is the first of two that do something on this page. */
export const begins = (key) => lines().some(({ dataset: { shortcut } }) => shortcut.startsWith(`${key} `) && works(shortcut));

// What an open form begins with; else what opens it.
const firstIn = (details, summary) => (details.open && details.querySelector("form select, form input:not([type=hidden])")) || summary;

/** Presses the control that a key stands for, or goes to it. */
export function press(key) {
  const control = controlOf(key);
  if (!control) return false;
  if (control.matches("[data-quick]")) {
    if (choosing.includes(usual(key))) pick(control, key);
    else open(control);
    return true;
  }
  if (control.matches("input:not([type=radio]), select")) {
    const closed = control.closest("details:not([open])");
    if (closed) closed.open = true;
    control.focus();
    return true;
  }
  control.click();
  if (control.matches("summary")) firstIn(control.parentElement, control).focus();
  if (control.matches("[type=radio]")) control.form.querySelector("textarea")?.focus();
  return true;
}
