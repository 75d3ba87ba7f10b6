// What a key stands for on the page as it is: the control that names it in
// aria-keyshortcuts, or in data-key for two keys one after the other. Where the
// reader is shown no such control the key does nothing.
const named = (key) => document.querySelectorAll(`[aria-keyshortcuts~="${CSS.escape(key)}"], [data-key="${CSS.escape(key)}"]`);

/** Returns the control that a key presses; one in a closed menu counts too. */
export function controlOf(key) {
  const all = [...named(key)];
  return all.find((control) => control.checkVisibility()) ?? all[0];
}

/** Returns the links that the rows of a list are opened by. */
export const rowLinks = () =>
  [...document.querySelectorAll("[data-row] a")].filter((link) => link.checkVisibility());

/** Returns the link of the row that the focus is in. */
export const currentRow = () => document.activeElement?.closest("[data-row]")?.querySelector("a");

/** Tells whether a key does something on this page. */
export const works = (key) => key === "?" || Boolean(controlOf(key)) || (/^[jko]$/.test(key) && rowLinks().length > 0);

/** Presses the control that a key stands for, or goes to it. */
export function press(key) {
  const control = controlOf(key);
  if (!control) return false;
  if (control.matches("input:not([type=radio]), select")) {
    const closed = control.closest("details:not([open])");
    if (closed) closed.open = true;
    control.focus();
    return true;
  }
  control.click();
  if (control.matches("summary")) control.focus();
  if (control.matches("[type=radio]")) control.form.querySelector("textarea")?.focus();
  return true;
}
