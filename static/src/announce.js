// One live region, outside every swap target, says what changed.
import { main, swapsPage } from "./main.js";

let pending;

/** Has assistive technology read text once, also when it repeats the last one. */
export function announce(text) {
  const live = document.getElementById("live");
  if (!live || !text) return;
  clearTimeout(pending);
  live.textContent = "";
  pending = setTimeout(() => (live.textContent = text), 60);
}

const toasts = () => [...document.querySelectorAll("#toasts .toast > p")].map((p) => p.textContent.trim());

/** Reads out the toasts that came with a whole page. */
export function announceOnLoad() {
  announce(toasts().join(" "));
}

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (swapsPage(ctx) && !ctx.live) announce([main()?.dataset.announce, ...toasts()].filter(Boolean).join(" "));
});
