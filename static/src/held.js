// A reply that waits to be sent says for how long, and can be taken back until then.
// The server's answer says how much time is left: clocks differ. Nothing moves by the
// counting, and nobody is told of every second.
import { saveNow, unsaved } from "./draft.js";
import { swapsPage } from "./main.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const ends = new WeakMap();

let timer;
let undoing = false;

// A page that has come again says anew how much is left.
function end(countdown) {
  const { left } = countdown.dataset;
  if (ends.get(countdown)?.left !== left) ends.set(countdown, { left, at: performance.now() + Number(left) });
  return ends.get(countdown).at;
}

function finish(countdown) {
  const article = countdown.closest("article");
  if (!article) {
    const toast = countdown.closest(".toast");
    if (!toast.matches(":focus-within")) toast.querySelector("form")?.remove();
    return countdown.remove(); // What is left of the toast goes by itself.
  }
  if (document.activeElement?.matches("[data-sending]") && article.contains(document.activeElement)) article.focus({ preventScroll: true });
  for (const part of article.querySelectorAll("[data-sending]")) part.matches("button") ? part.classList.add("is-over") : part.remove();
  for (const part of article.querySelectorAll("[data-sent]")) part.hidden = false;
}

function count() {
  timer = undefined;
  const lefts = [...document.querySelectorAll("[data-left]")].map((countdown) => {
    const left = end(countdown) - performance.now();
    const step = calm.matches ? 5 : 1;
    const text = `Sending in ${Math.ceil(left / 1000 / step) * step} s`;
    if (left <= 0) finish(countdown);
    else if (countdown.textContent !== text) countdown.textContent = text;
    return left;
  });
  const running = lefts.filter((left) => left > 0);
  if (running.length) timer = setTimeout(count, Math.min(...running.map((left) => left % 1000)) + 20);
}

const begin = () => (timer ??= setTimeout(count));

document.addEventListener("DOMContentLoaded", begin);
document.addEventListener("visibilitychange", begin);

// What has been written since joins the text that comes back, and so is saved first.
document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (undoing || !new URL(target.action).pathname.endsWith("/messages/undo")) return;
  undoing = true;
  if (!unsaved()) return;
  event.preventDefault();
  event.stopPropagation();
  saveNow().then(() => target.requestSubmit(submitter));
}, true);
document.addEventListener("htmx:finally:request", () => (undoing = false));

const undone = (ctx) => undoing && swapsPage(ctx) && !ctx.live;

// That it is being sent is then neither shown nor read out again.
document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  if (!undone(ctx)) return;
  for (const countdown of document.querySelectorAll(".toast [data-left]")) countdown.closest(".toast").remove();
});

// Who has taken a reply back goes on writing it.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  begin();
  if (!undone(ctx)) return;
  undoing = false;
  const text = document.querySelector(".composer-text");
  text?.scrollIntoView({ block: "nearest" });
  text?.focus({ preventScroll: true });
  text?.setSelectionRange(text.value.length, text.value.length);
});
