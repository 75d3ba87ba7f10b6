// Where the focus goes after a swap, in this order: the error summary; the
// heading after paging or moving to another page, or in a list the row that was left
// for its thread; the same element where it is still there; the next row, else the
// previous one, else the heading.
import { heading, main, swapsPage } from "./main.js";

let before;

const rowOf = (element) => element?.closest?.("[data-row]");

const idsOf = (row, step) => {
  const ids = [];
  for (let next = row?.[step]; next; next = next[step]) if (next.id) ids.push(next.id);
  return ids;
};

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  if (!swapsPage(ctx) || (ctx.live && document.activeElement === document.body)) return;
  const active = document.activeElement;
  const row = rowOf(active);
  const source = ctx.sourceElement;
  before = {
    path: location.pathname,
    id: active?.id,
    rows: [...idsOf(row, "nextElementSibling"), ...idsOf(row, "previousElementSibling")],
    left: document.getElementById("live-thread")?.dataset.conversation,
    begins: Boolean(source.closest?.(".pager, #sidebar a")),
    moves: ctx.target === document.body,
  };
});

function focus(element) {
  if (!element) return;
  if (element.matches("h1")) element.tabIndex = -1;
  element.focus({ preventScroll: element.matches("h1") });
}

/**
 * Leaves a field for what is around it, where single keys mean something: the
 * newest message where it is the composer's.
 */
export function leave(field) {
  const newest = field.closest("form.composer") && [...document.querySelectorAll(".thread-list article")].at(-1);
  if (newest) newest.focus({ preventScroll: true });
  else focus(heading());
}

const rowLeft = (id) => id && document.querySelector(`[data-row]#c-${id} a`);

function place({ path, id, rows, left, begins, moves }) {
  const summary = main()?.querySelector("[data-error-summary]");
  if (summary) return focus(summary);
  if (begins) return focus(heading());
  if (moves || path !== location.pathname) return focus(rowLeft(left) ?? heading());
  const same = id ? document.getElementById(id) : undefined;
  if (same?.checkVisibility()) return same === document.activeElement || focus(same);
  if (document.activeElement && document.activeElement !== document.body) return;
  const row = rows.map((rowID) => document.getElementById(rowID)).find(Boolean);
  focus(row?.querySelector("a") ?? heading());
}

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (before && swapsPage(ctx)) place(before);
  before = undefined;
});

document.addEventListener("DOMContentLoaded", () => main()?.querySelector("[data-error-summary]")?.focus());
