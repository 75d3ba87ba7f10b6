// The page of a job that is under way looks again by itself until it has ended.
import { announce } from "./announce.js";
import { fetchPage, morph } from "./live-page.js";
import { heading, main, swapsPage } from "./main.js";

const every = 1000;

let waiting;

const underWay = () => main()?.querySelector("[data-job]");

function wait() {
  if (underWay() && !document.hidden) waiting ??= setTimeout(look, every);
}

async function look() {
  waiting = undefined;
  const text = await fetchPage().catch(() => undefined);
  const page = text && underWay() && new DOMParser().parseFromString(text, "text/html").getElementById("main");
  if (page) {
    await morph(main(), page.outerHTML);
    if (!underWay()) announce(heading().textContent);
  }
  wait();
}

document.addEventListener("DOMContentLoaded", wait);
document.addEventListener("visibilitychange", wait);
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => swapsPage(ctx) && wait());
