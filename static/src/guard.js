// Warns before typed text is lost, whoever leaves: the browser or htmx.
import { morphs, swapsPage } from "./main.js";

const question = "You have typed something that is not saved. Leave and lose it?";
let sending;

const typed = (field) =>
  field.matches("textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=submit])") && field.value !== field.defaultValue;

const dirty = (except) =>
  [...document.querySelectorAll("form[data-guard]")].some((form) => form !== except && [...form.elements].some(typed));

document.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (!defaultPrevented) sending = target;
});

window.addEventListener("beforeunload", (event) => {
  if (dirty(sending)) event.preventDefault();
  sending = undefined;
});

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  sending = undefined;
  if (!swapsPage(ctx) || morphs(ctx) || ctx.target === document.body) return;
  if (dirty(ctx.sourceElement) && !window.confirm(question)) event.preventDefault();
});

// Back and Forward are swaps too. Browsers without this API restore the page as
// it was sent.
window.navigation?.addEventListener("navigate", (event) => {
  if (event.navigationType !== "traverse" || event.hashChange || !event.cancelable || !event.canIntercept) return;
  if (dirty() && !window.confirm(question)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
});
