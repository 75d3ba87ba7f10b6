// One page at a time: a newer navigation ends the one before it, whichever
// answers first.
import { swapsPage } from "./main.js";

let current;

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (!swapsPage(ctx)) return;
  if (current?.request.method === "GET") current.request.abort?.();
  current = ctx;
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (current === ctx) current = undefined;
});
