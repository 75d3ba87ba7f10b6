// A thread that is open takes in what happens to its conversation. What is typed,
// the focus and the place of the reader stay; who is not at the end is offered to
// go there.
import { leave } from "./focus.js";
import { main, swapsPage } from "./main.js";
import { fetchPage, morph, reader, tell } from "./live-page.js";

const notice = () => document.getElementById("live-thread");

const entries = () => [...document.querySelectorAll(".thread-list > li")];

const stays = (element) => ["sticky", "fixed"].includes(getComputedStyle(element).position) && element.checkVisibility();

// Where the part ends in which entries can be seen.
function bottom() {
  const over = [...document.querySelectorAll("form.composer, .bottombar")].filter(stays);
  return Math.min(innerHeight, ...over.map((element) => element.getBoundingClientRect().top));
}

const below = () => (entries().at(-1)?.getBoundingClientRect().bottom ?? 0) - bottom();

function sentence({ what, by }) {
  if (what === "message") return `New message from ${by}.`;
  if (what === "unsent") return `${by} took a reply back.`;
  return what === "updated" ? `${by} changed this conversation.` : "";
}

// A conversation that was merged has no place to write in. What somebody is writing
// stays until they go where it went on.
function stayed(text, by) {
  const into = new DOMParser().parseFromString(text, "text/html").querySelector("[data-merged]")?.dataset.merged;
  if (into === undefined || !document.querySelector("#body")?.value.trim()) return false;
  const line = notice().querySelector("[data-gone]");
  const button = Object.assign(document.createElement("button"), { className: "btn btn-secondary", textContent: `Go on in #${into}` });
  button.setAttribute("form", "composer");
  button.setAttribute("formaction", `/conversations/${into}/drafts`);
  line.replaceChildren(`${by || "Somebody"} merged this conversation into ${into ? `#${into}` : "one that you have no access to"}. What you typed is still here. `, into && button);
  if (line.hidden) tell(line.firstChild.textContent);
  line.hidden = false;
  return true;
}

// The composer tells the server what its writer has seen. What comes while they write
// they have seen once it was in sight and there was time to read it: a reply that is
// sent at that very moment is stopped like any that somebody was faster with. In a chat
// what comes while one writes is no reason not to send.
const reading = 2000;
let unseen; // what is to be told then
let reads;

const marks = () => ["seen", "seen-version"].map((id) => document.getElementById(id)).filter(Boolean);
const told = () => marks().map(({ value }) => value);
const tellSeen = (values) => marks().forEach((mark, i) => (mark.value = values[i]));

function forget() {
  unseen = undefined;
  reads = clearTimeout(reads);
}

function seen() {
  if (unseen) tellSeen(unseen);
  forget();
}

const read = () => unseen && (reads ??= setTimeout(seen, reading));

function hold(before, came) {
  const now = told();
  if ((!unseen && !came) || before.length !== now.length) return;
  if (came) forget();
  unseen = now;
  tellSeen(before);
}

function offer(shown) {
  const button = document.querySelector("[data-jump]");
  if (button) button.hidden = !shown;
}

function jump() {
  offer(false);
  const last = entries().at(-1);
  last?.scrollIntoView({ block: "end" });
  last?.querySelector("article")?.focus({ preventScroll: true });
}

/** Shows what has happened to the conversation; false means that it is to be tried again. */
export async function followThread(news, missed, busy) {
  const { conversation } = notice().dataset;
  const ours = news.filter((change) => change.conversation === conversation);
  if (!missed && !ours.length) return true;
  const gone = ours.find((change) => change.what === "deleted");
  if (gone) {
    const text = `${gone.by || "Somebody"} deleted this conversation. What you typed is still here.`;
    Object.assign(notice().querySelector("[data-gone]"), { textContent: text, hidden: false });
    tell(text);
    return true;
  }
  const text = await fetchPage();
  if (busy()) return false;
  if (!text || stayed(text, ours.at(-1)?.by)) return true;
  const [count, atEnd, before] = [entries().length, below() <= 8, told()];
  await morph(main(), text);
  const came = entries().length > count;
  if (atEnd && document.querySelector("form.composer[data-chat]")) forget();
  else hold(before, came);
  if (came) {
    if (atEnd) scrollBy(0, Math.max(0, below() + 16));
    else offer(true);
  }
  if (below() <= 8) read();
  for (const change of ours) if (change.user !== reader() && change.what !== "followed") tell(sentence(change));
  return true;
}

document.addEventListener("click", ({ target }) => target.closest?.("[data-jump]") && jump());

// Who has written sees it in the thread. With a letter or a note one is done with
// writing, and keys go on from the message; in a chat one goes on.
let wrote; // the kind of message that was sent

function wentOut(kind) {
  if (!notice() || main().querySelector("[data-error-summary]")) return;
  scrollBy(0, below() + 16);
  const text = document.activeElement;
  if (!text?.matches("form.composer #body") || text.value || main().dataset.keys === "off") return;
  if (kind !== "reply" || !("chat" in text.form.dataset)) leave(text);
}

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement?.id === "composer") wrote = ctx.sourceElement.querySelector("[name=kind]:checked")?.value;
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (swapsPage(ctx) && !ctx.live) forget();
  if (!wrote || !swapsPage(ctx) || ctx.live) return;
  wentOut(wrote);
  wrote = undefined;
});
document.addEventListener("scroll", () => {
  if (!notice() || below() > 8) return;
  offer(false);
  read();
}, { passive: true });
