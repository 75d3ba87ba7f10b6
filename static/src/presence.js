// Who else is at a conversation: in words above the thread, and as a mark in the
// list. A page that shows a thread says every few seconds that it is there, while
// it is in sight.
import { tell } from "./live-page.js";
import { swapsPage } from "./main.js";

const beat = 3000;
const name = [...crypto.getRandomValues(new Uint8Array(8))].map((n) => n.toString(16).padStart(2, "0")).join("");

const present = new Map(); // by conversation
const told = new Set();
let at;
let did;

const thread = () => document.getElementById("live-thread");

const words = (people) => people.map(({ name, doing }) => `${name} is ${doing}`).join(", ");

const people = (id) => present.get(id) ?? [];

function showInThread() {
  const line = thread()?.querySelector("[data-present]");
  if (!line) return;
  const here = people(thread().dataset.conversation);
  line.textContent = words(here);
  line.hidden = !here.length;
  for (const person of here) {
    const sentence = `${words([person])}.`;
    if (!told.has(sentence)) tell(sentence);
    told.add(sentence);
  }
}

function showInRow(row) {
  row.querySelector(".present")?.remove();
  const here = people(row.id.slice(2));
  if (!here.length) return;
  const mark = document.createElement("bdi");
  mark.className = "present";
  mark.textContent = words(here);
  row.querySelector(".cell-sub")?.prepend(mark);
}

/** Shows who is where, on whatever page there is. */
export function showPresence() {
  showInThread();
  for (const row of document.querySelectorAll("[data-row]")) showInRow(row);
}

/** Takes who is at a conversation now. */
export function isPresent({ conversation, people }) {
  if (people.length) present.set(conversation, people);
  else present.delete(conversation);
  showPresence();
}

function say(conversation, doing) {
  const body = new URLSearchParams({ tab: name, doing });
  fetch(`/conversations/${conversation}/presence`, { method: "POST", body, keepalive: true }).catch(() => {});
}

// A note is nothing that the customer could be answered twice by.
function doing() {
  const form = document.querySelector("form.composer");
  const kind = form?.querySelector('[name="kind"]:checked')?.value;
  return form?.querySelector("textarea").value.trim() && kind !== "note" ? "replying" : "viewing";
}

function attend() {
  const here = document.hidden ? undefined : thread()?.dataset.conversation;
  if (at && at !== here) {
    say(at, "left");
    told.clear();
  }
  at = here;
  if (at) say(at, (did = doing()));
}

function leave() {
  if (at) say(at, "left");
  at = undefined;
}

setInterval(() => at && attend(), beat);

// Who begins to write is said to at once: two may be about to answer.
for (const event of ["input", "change"]) document.addEventListener(event, () => at && doing() !== did && attend());
document.addEventListener("DOMContentLoaded", attend);
document.addEventListener("visibilitychange", attend);
window.addEventListener("pagehide", leave);
window.addEventListener("pageshow", ({ persisted }) => persisted && attend());
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (swapsPage(ctx) && thread()?.dataset.conversation !== at) attend();
});
