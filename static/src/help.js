// The dialog that lists the keys which do something on the page as it is.
import { works } from "./shortcut.js";

/** Opens the list of keys, if there is one; the browser puts the focus back when it closes. */
export function openHelp() {
  const template = document.getElementById("keys-help");
  if (!template) return false;
  const dialog = document.importNode(template.content, true).querySelector("dialog");
  for (const line of dialog.querySelectorAll("[data-shortcut]")) line.hidden = !works(line.dataset.shortcut);
  for (const group of dialog.querySelectorAll("section")) group.hidden = !group.querySelector("[data-shortcut]:not([hidden])");
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return true;
}

document.addEventListener("click", ({ target }) => target.closest?.("[data-dialog-close]")?.closest("dialog").close());
