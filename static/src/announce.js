// One live region, outside every swap target, says what changed.
import { main, swapsPage } from "./main.js";

let pending;
let unsaid = "";

/** Has assistive technology read text once, also when it repeats the last one. What is
 * not out yet is said with it. */
export function announce(text) {
  const live = document.getElementById("live");
  if (!live || !text) return;
  clearTimeout(pending);
  live.textContent = "";
  unsaid = unsaid && unsaid !== text ? `${unsaid} ${text}` : text;
  pending = setTimeout(() => {
    live.textContent = unsaid;
    unsaid = "";
  }, 60);
}

const toasts = () => [...document.querySelectorAll("#toasts .toast > p")].map((p) => p.textContent.trim());

/** Reads out the toasts that came with a whole page. */
export function announceOnLoad() {
  announce(toasts().join(" "));
}

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (swapsPage(ctx) && !ctx.live) announce([main()?.dataset.announce, ...toasts()].filter(Boolean).join(" "));
});
