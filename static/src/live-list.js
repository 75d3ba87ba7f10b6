// A list that is open changes its rows and counts in place. What has come, gone or
// moved waits for a click: nothing is put in another place under the pointer.
import { heading } from "./main.js";
import { fetchPage, morph, tell } from "./live-page.js";
import { showPresence } from "./presence.js";

const notice = () => document.getElementById("live-list");

const ids = (page) => [...page.querySelectorAll("[data-row]")].map((row) => row.id);

const parts = ["#sidebar", ".list-tools .segments", ".match-all", ".pager"];

let offered = "";

function offer(text) {
  if (text && text !== offered) tell(text + ".");
  offered = text;
  if (!notice()) return;
  notice().querySelector("[data-offer]").textContent = text;
  notice().hidden = !text;
}

function difference(shown, now) {
  const arrived = now.filter((id) => !shown.includes(id)).length;
  if (arrived) return `${arrived} new conversation${arrived > 1 ? "s" : ""}`;
  return shown.join() === now.join() ? "" : "The list has changed";
}

async function take(page) {
  for (const part of parts) {
    const [shown, now] = [document.querySelector(part), page.querySelector(part)];
    now?.removeAttribute("hx-swap-oob");
    if (shown && now) await morph(shown, now.outerHTML);
  }
  for (const row of document.querySelectorAll("[data-row]")) {
    const now = page.getElementById(row.id);
    if (now) await morph(row, now.outerHTML);
  }
  document.title = page.title;
}

/** Shows what has happened to the list; false means that it is to be tried again. */
export async function followList(news, missed, busy) {
  if (!missed && news.every(({ what }) => what === "followed")) return true; // It shows nobody who follows.
  const text = await fetchPage();
  if (busy()) return false;
  const page = text && new DOMParser().parseFromString(text, "text/html");
  if (!page?.getElementById("live-list")) return true;
  await take(page);
  showPresence();
  offer(difference(ids(document), ids(page)));
  return true;
}

// The link shows the list as it is; the focus waits where that begins.
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-show]")) heading()?.focus({ preventScroll: true });
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (!ctx.live) offered = "";
});
